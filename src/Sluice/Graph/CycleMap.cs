using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Partitions;

namespace Sluice.Graph;

/// <summary>One asset's reading of another.</summary>
/// <param name="Upstream">What is read.</param>
/// <param name="Reader">Who reads it.</param>
/// <param name="Mapping">Which of its partitions.</param>
public sealed record AssetEdge(AssetKey Upstream, AssetKey Reader, PartitionMapping Mapping);

/// <summary>Assets that read each other in a circle.</summary>
public sealed record AssetCycle
{
    /// <summary>The assets, in the order in which they were given.</summary>
    public required ImmutableArray<AssetKey> Assets { get; init; }

    /// <summary>True where the circle is one of assets only: over partitions the steps have an order.</summary>
    public bool IsOpen => Path.IsEmpty;

    /// <summary>The readings within the circle that look at earlier partitions.</summary>
    public ImmutableArray<AssetEdge> Lags { get; init; } = [];

    /// <summary>The order of the steps over the first partitions; empty for a circle that stays.</summary>
    public ImmutableArray<StepKey> Order { get; init; } = [];

    /// <summary>The steps of a shortest circle, the first one not repeated; empty where there is none.</summary>
    public ImmutableArray<StepKey> Path { get; init; } = [];

    /// <summary>The readings of which any one, made a lag, would open every circle through these assets, the best first.</summary>
    public ImmutableArray<AssetEdge> Openings { get; init; } = [];
}

/// <summary>Every circle of a graph over assets: those that time resolves, and those that stay.</summary>
public static class CycleMap
{
    /// <summary>Maps the circles of a graph, which may be one that is refused for them.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="partitions">How many partitions of each asset the order shows.</param>
    public static ImmutableArray<AssetCycle> Of(AssetGraph graph, int partitions = 2)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var edges = new List<(int, int)>();
        for (var reader = 0; reader < graph.Assets.Length; reader++)
        {
            edges.AddRange(graph.Assets[reader].Dependencies.Select(read => graph.AssetIndexOf(read.Upstream)).Where(upstream => upstream >= 0).Distinct().Select(upstream => (upstream, reader)));
        }

        // Edges come in the order of their first node.
        edges.Sort();
        return
        [
            .. Components.Cyclic(Edges.Create(graph.Assets.Length, edges), new bool[graph.Assets.Length])
                .Select(component => component.Order().ToArray()).OrderBy(component => component[0])
                .Select(component => Describe(graph, component, partitions)),
        ];
    }

    private static AssetCycle Describe(AssetGraph graph, int[] assets, int partitions)
    {
        var members = assets.ToHashSet();
        var within = assets.SelectMany(reader => graph.Assets[reader].Dependencies
            .Where(read => members.Contains(graph.AssetIndexOf(read.Upstream)))
            .Select(read => new AssetEdge(read.Upstream, graph.Assets[reader].Key, read.Mapping))).ToList();
        var cycle = new AssetCycle
        {
            Assets = [.. assets.Select(asset => graph.Assets[asset].Key)],
            Lags = [.. within.Where(edge => edge.Mapping is PartitionMapping.Lag or PartitionMapping.Window)],
        };
        var (path, openings) = CycleReport.Explain(graph, members);
        if (path.Length == 0)
        {
            return cycle with
            {
                Order = [.. graph.Topological.ToArray().Where(step => members.Contains(graph.AssetIndexOf(step)) && graph.PositionOf(step) < partitions).Select(graph.KeyOf)],
            };
        }

        return cycle with
        {
            Path = [.. path.Select(graph.KeyOf)],
            Openings = [.. openings.Select(hop => within.First(edge => edge.Upstream == graph.AssetOf(hop.Upstream).Key && edge.Reader == graph.AssetOf(hop.Reader).Key && edge.Mapping is not PartitionMapping.Lag))],
        };
    }
}
