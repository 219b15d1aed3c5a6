using Microsoft.Extensions.Logging;
using Sluice.Hosting;

namespace Sbir.Clients;

/// <summary>A company that the monthly extract lacks, as SAM.gov's API knows it.</summary>
internal sealed record SamApiEntity(string Uei, string? Cage, string LegalName, string? Naics, DateOnly SourceDate);

/// <summary>The asset that asks SAM.gov about companies that its monthly extract lacks.</summary>
internal static class SamAssets
{
    internal static void AddSamAnswers(this SluiceApplicationBuilder builder)
    {
        var settings = builder.Services.AddSamClient(builder.Configuration.GetSection("Sam"));
        var ledger = Path.Combine(builder.Folder, ".sluice", "sam.jsonl");
        var asset = builder.AddGroup("sbir_ingestion")
            .AddAsset<SamApiEntity>(
                "raw_companies_sam",
                (AssetContext asset, Table<AwardUei> raw_sbir_awards, Table<CompanyUei> raw_companies, SamClient sam, TimeProvider time, CancellationToken cancel) =>
                    AskAsync(asset, Missing(asset, raw_sbir_awards, raw_companies), sam, settings, ledger, time, cancel))
            .Kind("sam.gov")
            .Describe("Companies that the extract of SAM.gov lacks, as its API knows them. Empty where there is no key.");
        if (settings.IsEnabled)
        {
            // What the service says changes while nothing here does: a new day is a reason to look again.
            asset.Version($"asked on {TimeProvider.System.GetUtcNow():yyyy-MM-dd}");
        }
    }

    // Those with most awards first: the quota may not last for all.
    private static Table<MissingUei> Missing(AssetContext asset, Table<AwardUei> awards, Table<CompanyUei> companies) => asset.Query<MissingUei>($"""
        select upper(trim(uei)) as uei, count(*) as awards from {awards} where length(trim(uei)) = 12
        and upper(trim(uei)) not in (select upper(trim(uei)) from {companies} where uei is not null)
        group by 1 order by awards desc, uei
        """);

    private static async Task AskAsync(
        AssetContext asset, Table<MissingUei> missing, SamClient sam, SourceSettings settings, string ledgerFile, TimeProvider time, CancellationToken cancel)
    {
        if (!settings.IsEnabled)
        {
            asset.Metadata("asked", "no, there is no key");
            await asset.WriteAsync(Array.Empty<SamApiEntity>(), cancel);
            return;
        }

        using var ledger = FreshnessLedger.Open(ledgerFile);
        var lookup = new SourceLookup<IReadOnlyList<SamRegistration>>(
            SamClient.SourceName, ledger, TimeSpan.FromDays(settings.FreshDays), time, (question, stop) => sam.FindByUeiAsync(question.Subject, stop));
        var report = await lookup.RunAsync(missing.Rows(cancel).Select(company => new SourceQuestion(company.Uei, "uei")), cancel);
        foreach (var warning in report.Warnings)
        {
            asset.Logger.LogWarning("{Warning}", warning);
        }

        foreach (var state in Enum.GetValues<LookupState>())
        {
            asset.Metadata($"answers {state.ToString().ToLowerInvariant()}", report.Count(state));
        }

        await asset.WriteAsync(report.Answers.SelectMany(Entities), cancel);
    }

    private static IEnumerable<SamApiEntity> Entities(LookupAnswer<IReadOnlyList<SamRegistration>> answer) =>
        (answer.Answer ?? []).Select(found => new SamApiEntity(
            found.Uei, found.Cage, found.LegalName, found.PrimaryNaics, DateOnly.FromDateTime(answer.AskedAt!.Value.UtcDateTime)));

    private sealed record AwardUei(string? Uei);

    private sealed record CompanyUei(string? Uei);

    private sealed record MissingUei(string Uei, long Awards);
}
