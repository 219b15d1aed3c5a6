using Microsoft.Extensions.Options;
using Sbir.Enrich;
using Sluice.Hosting;

namespace Sbir.Pipeline;

/// <summary>The group <c>enrichment</c>: who received an award or a contract, and in which industry.</summary>
internal static class EnrichmentAssets
{
    internal static void AddEnrichment(this SluiceApplicationBuilder builder)
    {
        var group = builder.AddGroup("enrichment");
        group.AddAsset<EnrichedAward>("enriched_sbir_awards", EnrichAwardsAsync).DependsOn(ChangedAwards.Source).TrackChanges("award_key", "company_key")
            .Describe("The recipient and the industry of each award, with source, confidence and the source's day.");
        group.AddAsset<EnrichedContract>("enriched_contracts", EnrichContractsAsync)
            .Describe("The company behind each contract.");
    }

    // An award whose question is the one that was answered before keeps its answer.
    private static async Task EnrichAwardsAsync(
        AssetContext asset, Table<AwardToEnrichRow> validated_sbir_awards, Table<EntityIndustry> validated_contracts_industries, Table<SamEntity> validated_companies,
        Table<EntityVersion> validated_companies_version, [Previous, From("enriched_sbir_awards")] Table<EnrichedAward> before, IOptions<SbirSettings> settings, EntityCatalogs catalogs, CancellationToken cancel)
    {
        var entities = await VersionAsync(validated_companies_version, cancel);
        var contracts = await asset.QueryScalarAsync<string>($"select coalesce(sum(hash(c)), 0)::varchar from {validated_contracts_industries} as c", cancel);
        var basis = $"{entities} {contracts} {settings.Value.Matching}";
        var changed = await ChangedAwards.ReadAsync(asset, basis, cancel);
        var only = changed is null ? "true" : $"award_key in {changed}";
        var questions = $"""
            (select a.award_key, hash(a.company, a.uei, a.duns, a.agency, a.naics, c.naics, '{basis}') as input_hash,
                a.company, a.uei, a.duns, a.agency, a.naics, c.naics as contract_naics
            from {validated_sbir_awards} as a
            left join {validated_contracts_industries} as c using (uei)
            where {only})
            """;
        var known = changed is null ? "(select null::varchar as award_key, null::ubigint as input_hash where false)" : $"(select award_key, input_hash from {before} as b where {only})";
        if (changed is not null)
        {
            asset.ReplaceOnly(["award_key"], $"select award_key from {known} as b anti join {questions} as q using (award_key, input_hash)");
        }

        var asked = asset.Query<AwardToEnrich>($"select q.* from {questions} as q anti join {known} as b using (award_key, input_hash) order by award_key");
        var methods = new SortedDictionary<string, long>(StringComparer.Ordinal);
        // A few questions that are new need a few entities, many all of them; and one that was answered for another award has that answer.
        var few = await asked.Take(NearbyEntities.MostQuestions + 1).ToListAsync(cancel);
        var isFew = few.Count <= NearbyEntities.MostQuestions && changed is not null;
        var answered = isFew && few.Count > 0
            ? before.Where($"input_hash in ({string.Join(", ", few.Select(question => question.InputHash))})").Rows(cancel).DistinctBy(award => award.InputHash).ToDictionary(award => award.InputHash)
            : [];
        var catalog = isFew
            ? new EntityCatalog(new NearbyEntities(asset, validated_companies).Read([.. few.Where(question => !answered.ContainsKey(question.InputHash))], cancel))
            : await catalogs.GetAsync(entities, () => [.. validated_companies.Rows(cancel)], cancel);
        var enrichment = new AwardEnrichment(catalog, settings.Value.Matching);
        EnrichedAward Answer(AwardToEnrich award) => answered.TryGetValue(award.InputHash, out var same) ? same with { AwardKey = award.AwardKey } : enrichment.Enrich(award);
        await asset.ForEachChunkAsync(
            isFew ? few.ToAsyncEnumerable() : asked, chunk => Counted(chunk.Select(Answer), award => award.MatchSource ?? "none", methods), cancellationToken: cancel);
        foreach (var (method, count) in methods)
        {
            asset.Metadata("matched by " + method, count);
        }
    }

    private static async Task EnrichContractsAsync(
        AssetContext asset, Table<ContractToEnrich> validated_contracts, Table<SamEntity> validated_companies, Table<EntityVersion> validated_companies_version,
        IOptions<SbirSettings> settings, EntityCatalogs catalogs, CancellationToken cancel)
    {
        var version = await VersionAsync(validated_companies_version, cancel);
        var enrichment = new ContractEnrichment(await catalogs.GetAsync(version, () => [.. validated_companies.Rows(cancel)], cancel), settings.Value.Matching);
        await asset.WriteAsync(validated_contracts.Rows(cancel).Select(enrichment.Enrich), cancel);
    }

    private static async Task<string> VersionAsync(Table<EntityVersion> entities, CancellationToken cancel) => (await entities.FirstAsync(cancel)).Version;

    private static IEnumerable<T> Counted<T>(IEnumerable<T> rows, Func<T, string> kind, SortedDictionary<string, long> counts)
    {
        foreach (var row in rows)
        {
            counts[kind(row)] = counts.GetValueOrDefault(kind(row)) + 1;
            yield return row;
        }
    }

    private sealed record EntityIndustry(string Uei, string Naics);

    private sealed record EntityVersion(string Version);
}
