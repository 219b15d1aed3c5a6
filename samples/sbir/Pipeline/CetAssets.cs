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
        group.AddAsset<CetRow>("transformed_sbir_awards_cet", ClassifyAsync).ReadsFiles(paths.Taxonomy)
            .Describe("Up to four areas for each award, the primary one first, with the words that speak for it.");
    }

    private static IEnumerable<CetAreaRow> Areas(SourcePaths files)
    {
        var taxonomy = Taxonomy.Load(files.Taxonomy);
        return taxonomy.CetAreas.Select(area => new CetAreaRow(area.CetId, area.Name, area.Definition, area.ParentCetId, taxonomy.Version));
    }

    private static async Task ClassifyAsync(
        AssetContext asset, Table<AwardRow> validated_sbir_awards, Table<RawAwardText> raw_sbir_awards, SourcePaths files, CancellationToken cancel)
    {
        var awards = asset.Query<AwardText>(
            $"select v.award_key, v.award_title, v.topic_code, r.abstract from {validated_sbir_awards} as v join {raw_sbir_awards} as r using (row_hash)");
        var classifier = new CetClassifier(Taxonomy.Load(files.Taxonomy));
        var classified = 0L;
        var read = 0L;
        await asset.WriteAsync(
            awards.Rows(cancel).SelectMany(award =>
            {
                var areas = classifier.Classify(award.AwardTitle, award.TopicCode, award.Abstract);
                read++;
                classified += areas.Count > 0 ? 1 : 0;
                return areas.Select(area => CetRow.Of(award.AwardKey, area));
            }),
            cancel);
        asset.Metadata("awards read", read);
        asset.Metadata("awards classified", classified);
    }
}
