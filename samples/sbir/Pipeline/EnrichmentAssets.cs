using System.Globalization;
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
        group.AddAsset("enriched_companies_names", EntityNameAssets.WriteAsync)
            .Describe("The normalised name of each entity in alphabetical order, with what it begins with and the entity's place.");
        group.AddAsset<EnrichedAward>("enriched_sbir_awards", EnrichAwardsAsync).DependsOn(ChangedAwards.Source).TrackChanges("award_key", "company_key")
            .Describe("The recipient and the industry of each award, with source, confidence and the source's day.");
        group.AddAsset<EnrichedContract>("enriched_contracts", EnrichContractsAsync)
            .Describe("The company behind each contract.");
    }

    // An award whose question is the one that was answered before keeps its answer.
    private static async Task EnrichAwardsAsync(
        AssetContext asset, Table<AwardToEnrichRow> validated_sbir_awards, Table<EntityIndustry> validated_contracts_industries, Table<SamEntity> validated_companies,
        Table<NamedEntity> enriched_companies_names, Table<EntityVersion> validated_companies_version, [Previous, From("enriched_sbir_awards")] Table<EnrichedAward> before,
        IOptions<SbirSettings> settings, EntityCatalogs catalogs, CancellationToken cancel)
    {
        var entities = await EntityNameAssets.VersionAsync(asset, enriched_companies_names, validated_companies_version, cancel);
        var contracts = await asset.QueryScalarAsync<string>($"select coalesce(sum(hash(c)), 0)::varchar from {validated_contracts_industries} as c", cancel);
        var basis = $"{entities} {contracts} {settings.Value.Matching}";
        var changed = await ChangedAwards.ReadAsync(asset, basis, cancel);
        var only = changed is null ? "true" : $"award_key in {changed}";
        var questions = $"""
            (select a.award_key, hash(a.company, a.uei, a.duns, a.agency, a.naics, c.naics, '{basis}') as input_hash,
                a.company, a.uei, a.duns, a.agency, a.naics, c.naics as contract_naics
            from (from {validated_sbir_awards} as v where {only}) as a
            left join {validated_contracts_industries} as c using (uei))
            """;
        // Without a hash: an award that is gone.
        var others = changed is null ? questions : $"""
            (select award_key, q.* exclude (award_key)
            from {questions} as q full join (select award_key, input_hash from {before} as b where {only}) as b using (award_key)
            where q.input_hash is distinct from b.input_hash)
            """;
        var few = changed is null ? null : await asset.Query<OtherAward>($"from {others} as o order by award_key").Take(NearbyEntities.MostQuestions + 1).ToListAsync(cancel);
        few = few?.Count > NearbyEntities.MostQuestions ? null : few;
        if (changed is not null)
        {
            asset.ReplaceOnly(["award_key"], few is null ? $"select award_key from {others} as o" : $"select * from ({TextList.Sql(few.Select(award => award.AwardKey))}) as o (award_key)");
        }

        var enrich = few is null
            ? new AwardEnrichment(await catalogs.GetAsync(entities, () => EntityCatalog.Of([.. validated_companies.Rows(cancel)], enriched_companies_names.Rows(cancel)), cancel), settings.Value.Matching).Enrich
            : await AnswersAsync(asset, [.. few.Select(award => award.Question).OfType<AwardToEnrich>()], enriched_companies_names, settings.Value.Matching, cancel);
        var asked = few is null
            ? asset.Query<AwardToEnrich>($"from {others} as o where input_hash is not null order by award_key")
            : few.Select(award => award.Question).OfType<AwardToEnrich>().ToAsyncEnumerable();
        var methods = new SortedDictionary<string, long>(StringComparer.Ordinal);
        await asset.ForEachChunkAsync(asked, chunk => Counted(chunk.Select(enrich), award => award.MatchSource ?? "none", methods), cancellationToken: cancel);
        foreach (var (method, count) in methods)
        {
            asset.Metadata("matched by " + method, count);
        }
    }

    // A few questions that are new need a few entities; and one that was answered for another award has that answer.
    private static async Task<Func<AwardToEnrich, EnrichedAward>> AnswersAsync(
        AssetContext asset, IReadOnlyList<AwardToEnrich> questions, Table<NamedEntity> names, MatchingSettings settings, CancellationToken cancel)
    {
        var hashes = string.Join(", ", questions.Select(question => question.InputHash.ToString(CultureInfo.InvariantCulture)).DefaultIfEmpty("null"));
        // Found by one column, and read whole at their place.
        var answered = await asset.Query<EnrichedAward>($"from {asset.Relation} where rowid in (select rowid from {asset.Relation} where input_hash in ({hashes}))")
            .DistinctBy(award => award.InputHash).ToDictionaryAsync(award => award.InputHash, cancellationToken: cancel);
        var unanswered = questions.Where(question => !answered.ContainsKey(question.InputHash)).ToList();
        var enrichment = new AwardEnrichment(new NearbyEntities(asset, names.ToString(), settings).Read(unanswered, cancel), settings);
        return award => answered.TryGetValue(award.InputHash, out var same) ? same with { AwardKey = award.AwardKey } : enrichment.Enrich(award);
    }

    private static async Task EnrichContractsAsync(
        AssetContext asset, Table<ContractToEnrich> validated_contracts, Table<SamEntity> validated_companies, Table<NamedEntity> enriched_companies_names,
        Table<EntityVersion> validated_companies_version, IOptions<SbirSettings> settings, EntityCatalogs catalogs, CancellationToken cancel)
    {
        var version = await EntityNameAssets.VersionAsync(asset, enriched_companies_names, validated_companies_version, cancel);
        var catalog = await catalogs.GetAsync(version, () => EntityCatalog.Of([.. validated_companies.Rows(cancel)], enriched_companies_names.Rows(cancel)), cancel);
        await asset.WriteAsync(validated_contracts.Rows(cancel).Select(new ContractEnrichment(catalog, settings.Value.Matching).Enrich), cancel);
    }

    private static IEnumerable<T> Counted<T>(IEnumerable<T> rows, Func<T, string> kind, SortedDictionary<string, long> counts)
    {
        foreach (var row in rows)
        {
            counts[kind(row)] = counts.GetValueOrDefault(kind(row)) + 1;
            yield return row;
        }
    }

    private sealed record EntityIndustry(string Uei, string Naics);

    // An award whose question is another one than before; without a hash where it is gone.
    private sealed record OtherAward(string AwardKey, ulong? InputHash, string? Company, string? Uei, string? Duns, string? Agency, string? Naics, string? ContractNaics)
    {
        internal AwardToEnrich? Question => InputHash is { } hash ? new(AwardKey, hash, Company!, Uei, Duns, Agency, Naics, ContractNaics) : null;
    }
}
