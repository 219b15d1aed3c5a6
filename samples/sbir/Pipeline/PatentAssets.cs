using Microsoft.Extensions.Options;
using Sbir.Enrich;
using Sbir.Extract;
using Sluice.Hosting;

namespace Sbir.Pipeline;

/// <summary>The group <c>patent_loading</c>: the six files of the USPTO, and the companies behind their names.</summary>
internal static class PatentAssets
{
    // Asset and file.
    private static readonly (string Asset, string File, string About)[] Files =
    [
        ("raw_patents", "documentid", "the documents of each record"),
        ("raw_patents_assignments", "assignment", "what was recorded"),
        ("raw_patents_assignees", "assignee", "who received"),
        ("raw_patents_assignors", "assignor", "who gave"),
        ("raw_patents_conveyances", "assignment_conveyance", "the kind, as the office sees it"),
        ("raw_patents_admin", "documentid_admin", "what the office knows to be wrong"),
    ];

    internal static void AddPatents(this SluiceApplicationBuilder builder, SourcePaths paths)
    {
        var group = builder.AddGroup("patent_loading");
        foreach (var (asset, file, about) in Files)
        {
            group.AddAsset(asset, (AssetContext context, SourcePaths files, CancellationToken cancel) => context.WriteSqlAsync(TextTable.SelectSql(files.Patents(file)), cancel))
                .ReadsFiles(paths.Patents(file)).Kind("csv").Describe($"USPTO {file}.csv: {about}.");
        }

        group.AddAsset<EnrichedPatent>("enriched_patents", FindHoldersAsync).Describe("Receivers of patents that are companies with awards.");
    }

    // Who holds a patent hangs on the names of companies around the holder's: where one of them came or went, the holders that begin like it are asked for again.
    private static async Task FindHoldersAsync(
        AssetContext asset, Table<PatentParty> validated_patents_parties, Table<NamedCompany> enriched_companies, [Previous, From("enriched_patents")] Table<EnrichedPatent> before,
        IOptions<SbirSettings> settings, CancellationToken cancel)
    {
        var basis = await asset.QueryScalarAsync<string>($"select sum(hash(p))::varchar || ' {settings.Value.Matching}' from {validated_patents_parties} as p", cancel);
        var changed = await ChangedKeys.ReadAsync(asset, "enriched_companies", basis, cancel);
        var isNearHolder = "true";
        if (changed is not null)
        {
            string[] beginnings = [.. asset.Query<CompanyName>($"select distinct name from {changed}").Rows(cancel).SelectMany(company => NameOrder.BlocksAround(NameProfile.Recipient.Normalise(company.Name)))];
            isNearHolder = NameProfile.Recipient.BeginsSql("holder_name", beginnings);
            asset.ReplaceOnly(["rf_id", "holder_name"], $"select rf_id, holder_name from {before} as b where {isNearHolder}");
        }

        PatentToEnrich[] patents =
            [.. asset.Query<PatentToEnrich>($"select distinct rf_id, name as holder_name from {validated_patents_parties} where role = 'assignee' and {isNearHolder} order by all").Rows(cancel)];
        var isNearCompany = changed is null ? "true" : NameProfile.Recipient.BeginsSql("name", patents.Select(patent => NameOrder.BlockOf(NameProfile.Recipient.Normalise(patent.HolderName))));
        var companies = asset.Query<NamedCompany>($"select company_key, name from {enriched_companies} where {isNearCompany} order by all");
        await asset.WriteAsync(new PatentHolders([.. companies.Rows(cancel)], settings.Value.Matching).FindAll(patents, cancel), cancel);
    }

    private sealed record PatentParty(long RfId, string Name, string Role);

    private sealed record CompanyName(string Name);
}
