using System.Diagnostics;
using Sbir.Load;
using Sluice.DuckDb;
using Sluice.Graph;
using Sluice.Hosting;

namespace Sbir.Pipeline;

/// <summary>The load assets of the groups <c>graph_construction</c> and <c>patent_loading</c>. Their rows are the counters of the load.</summary>
internal static class LoadAssets
{
    internal static void AddLoad(this SluiceApplicationBuilder builder)
    {
        var construction = builder.AddGroup("graph_construction");
        var patents = builder.AddGroup("patent_loading");
        Add(construction, "loaded_companies", "transformed_companies", "transformed_companies_cet", "transformed_sbir_awards_areas");
        Add(construction, "loaded_sbir_awards", "loaded_companies", "transformed_sbir_awards", "transformed_sbir_awards_people", "transformed_sbir_awards_follows", "transformed_sbir_awards_cet");
        Add(patents, "loaded_patents", "loaded_sbir_awards", "validated_patents", "transformed_patents", "transformed_patents_assignments", "validated_patents_parties",
            "transformed_patents_chain", "transformed_patents_owners", "transformed_patents_awards");
        Add(construction, "loaded_contracts", "loaded_sbir_awards", "loaded_patents", "transformed_contracts", "transformed_contracts_transitions");
    }

    private static void Add(AssetGroup group, string name, params string[] reads) =>
        group.AddAsset<LoadedElement>(name, LoadAsync).DependsOn(reads).Kind("graph").ConcurrencyKey("graph")
            .Describe("What was loaded into the graph: for each label and relationship type how many rows were new, changed, as they were, or bad.");

    // The embedded graph and its counters are committed with the asset: what was loaded is never counted as if it had been there before.
    private static async Task LoadAsync(AssetContext asset, GraphTargets targets, CancellationToken cancel)
    {
        if (targets.Server is { } server)
        {
            await using var source = asset.OpenConnection();
            await asset.WriteAsync(await MergeAsync(asset, server, source, _ => null, targets.Options, cancel), cancel);
            return;
        }

        // A server may have lost what it was given; what these tables have is known.
        var changed = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var table in SbirGraph.Parts[asset.Name].Select(part => part.Tracked).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            changed[table] = await asset.ChangedKeysSqlAsync(table, cancel);
        }

        await asset.WriteWithinCommitAsync(
            (connection, stop) => MergeAsync(
                asset, EmbeddedGraph.Within(SbirGraph.Schema(), connection), connection, part => part.Tracked is { } table ? part.ChangedKeysSql(changed[table]) : null, targets.Options, stop),
            cancel);
    }

    private static async Task<IEnumerable<LoadedElement>> MergeAsync(
        AssetContext asset, IGraphTarget target, DuckDbConnection database, Func<GraphPart, string?> changedKeys, GraphLoadOptions options, CancellationToken cancel)
    {
        await target.PrepareAsync(cancel);
        var start = Stopwatch.GetTimestamp();
        var loaded = new List<LoadedElement>();
        var quarantine = new List<QuarantinedRow>();
        foreach (var part in SbirGraph.Parts[asset.Name])
        {
            var report = await target.MergeAsync(part.Element, GraphRows.Query(database, part.Sql, changedKeys(part)), options, cancel);
            loaded.Add(LoadedElement.Of(report));
            quarantine.AddRange(report.Quarantine);
        }

        var rows = loaded.Sum(element => element.Submitted);
        asset.Metadata("rows_in", rows);
        asset.Metadata("rows_per_second", Math.Round(rows / Stopwatch.GetElapsedTime(start).TotalSeconds));
        if (quarantine.Count > 0)
        {
            asset.Metadata("quarantined", MetadataValue.Table(quarantine.Take(20).Select(row => new { row.Element, row.Row, row.Key, row.Reason })));
        }

        return loaded;
    }
}
