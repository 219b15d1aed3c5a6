using System.Security.Cryptography;
using Sbir.Classify;
using Sluice.Hosting;

namespace Sbir.Pipeline;

/// <summary>The group <c>cet_pipeline</c>: the technology areas of awards.</summary>
internal static class CetAssets
{
    internal static void AddCet(this SluiceApplicationBuilder builder, SourcePaths paths)
    {
        var group = builder.AddGroup("cet_pipeline");
        group.AddAsset<CetAreaRow>("transformed_sbir_awards_areas", (SourcePaths files) => Areas(files)).ReadsFiles(paths.Taxonomy)
            .Describe("The areas of the taxonomy file.");
        group.AddAsset<ClassifiedAward>("enriched_sbir_awards_cet", ClassifyAsync).ReadsFiles(paths.Taxonomy).DependsOn(ChangedAwards.Source, "raw_sbir_awards").TrackChanges("award_key")
            .Describe("The technology areas of each award, the primary one first, with the words that speak for them.");
    }

    private static IEnumerable<CetAreaRow> Areas(SourcePaths files)
    {
        var taxonomy = Taxonomy.Load(files.Taxonomy);
        return taxonomy.CetAreas.Select(area => new CetAreaRow(area.CetId, area.Name, area.Definition, area.ParentCetId, taxonomy.Version));
    }

    private static async Task ClassifyAsync(
        AssetContext asset, Table<AwardRow> validated_sbir_awards, SourcePaths files, CancellationToken cancel)
    {
        var taxonomy = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(files.Taxonomy, cancel)));
        var changed = await ChangedAwards.ReadAsync(asset, taxonomy, cancel);
        if (changed is not null)
        {
            asset.ReplaceOnly(["award_key"], changed);
        }

        var awards = $"""
            select v.award_key, v.award_title, v.topic_code, r.rowid as place
            from {validated_sbir_awards} as v
            join raw_sbir_awards as r using (row_hash)
            {(changed is null ? "" : $"where v.award_key in {changed}")}
            """;
        var texts = asset.Query<AwardText>($"""
            select award_key, hash(award_title, topic_code, abstract, '{taxonomy}') as text_hash, award_title, topic_code, abstract
            from ({(changed is null ? WithAbstracts($"({awards})", "true") : AtTheirPlaces(awards))}) as texts
            order by award_key
            """);
        var classifier = new CetClassifier(Taxonomy.Load(files.Taxonomy));
        var areas = 0L;
        await asset.ForEachChunkAsync(
            texts,
            chunk => chunk.Select(award =>
            {
                var found = classifier.Classify(award.AwardTitle, award.TopicCode, award.Abstract);
                areas += found.Count;
                return ClassifiedAward.Of(award, found);
            }),
            cancellationToken: cancel);
        asset.Metadata("areas given", areas);
    }

    // The abstracts are most of the file. Records that are new stand at its end, and of the others a few are read by their numbers: the database then passes over all between.
    private static string AtTheirPlaces(string awards) => $"""
        with few as materialized ({awards}), new as (select max(place) - 2 * count(*) as place from few)
        {WithAbstracts("few", "a.place >= (from new)")} union all {WithAbstracts("few", "a.place < (from new)")}
        """;

    private static string WithAbstracts(string awards, string which) => $"select a.*, r.abstract from {awards} as a join raw_sbir_awards as r on r.rowid = a.place where {which}";
}
