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

    private static async Task FindHoldersAsync(
        AssetContext asset, Table<PatentParty> validated_patents_parties, Table<CompanyOfAward> enriched_sbir_awards, Table<AwardRow> validated_sbir_awards,
        IOptions<SbirSettings> settings, CancellationToken cancel)
    {
        var companies = asset.Query<NamedCompany>($"""
            select distinct e.company_key, coalesce(e.legal_name, a.company) as name
            from {enriched_sbir_awards} as e join {validated_sbir_awards} as a using (award_key)
            order by all
            """);
        var parties = asset.Query<PatentToEnrich>($"select rf_id, name as holder_name from {validated_patents_parties} where role = 'assignee' order by rf_id, name");
        var holders = new PatentHolders([.. companies.Rows(cancel)], settings.Value.Matching);
        await asset.WriteAsync(holders.FindAll([.. parties.Rows(cancel)], cancel), cancel);
    }

    private sealed record PatentParty(long RfId, string Name, string Role);

    private sealed record CompanyOfAward(string AwardKey, string CompanyKey, string? LegalName);
}
