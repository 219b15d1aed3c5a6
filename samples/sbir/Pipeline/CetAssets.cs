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
        group.AddAsset<ClassifiedAward>("enriched_sbir_awards_cet", ClassifyAsync).ReadsFiles(paths.Taxonomy)
            .Describe("The technology areas of each award, the primary one first, with the words that speak for them.");
    }

    private static IEnumerable<CetAreaRow> Areas(SourcePaths files)
    {
        var taxonomy = Taxonomy.Load(files.Taxonomy);
        return taxonomy.CetAreas.Select(area => new CetAreaRow(area.CetId, area.Name, area.Definition, area.ParentCetId, taxonomy.Version));
    }

    // An award whose texts were classified before keeps its areas; its abstract is not read again.
    private static async Task ClassifyAsync(
        AssetContext asset, Table<AwardRow> validated_sbir_awards, Table<RawAwardText> raw_sbir_awards, [Previous, From("enriched_sbir_awards_cet")] Table<ClassifiedAward> before,
        SourcePaths files, CancellationToken cancel)
    {
        var taxonomy = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(files.Taxonomy, cancel)));
        var awards = $"(select award_key, hash(row_hash, '{taxonomy}') as text_hash, row_hash, award_title, topic_code from {validated_sbir_awards})";
        var known = asset.FullRefresh ? "(select null::varchar as award_key, null::ubigint as text_hash where false)" : before.ToString();
        asset.ReplaceOnly(["award_key"], $"select award_key from {known} as b anti join {awards} as a using (award_key, text_hash)");
        var texts = asset.Query<AwardText>($"""
            select a.award_key, a.text_hash, a.award_title, a.topic_code, r.abstract
            from (select * from {awards} as a anti join {known} as b using (award_key, text_hash)) as a
            join {raw_sbir_awards} as r using (row_hash)
            order by a.award_key
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
}
