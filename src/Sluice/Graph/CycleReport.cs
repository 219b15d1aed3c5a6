using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Partitions;

namespace Sluice.Graph;

/// <summary>Reports the cycles of a graph: the shortest path of each, and the one reading that, made <c>prev</c>, would open it.</summary>
internal sealed class CycleReport
{
    private readonly AssetGraph _graph;
    private readonly bool[] _sorted;
    private readonly int[] _stages;
    private readonly HashSet<int> _readByLag;

    private CycleReport(AssetGraph graph)
    {
        _graph = graph;
        _sorted = new bool[graph.StepCount];
        foreach (var step in graph.Topological)
        {
            _sorted[step] = true;
        }

        _stages = Plans.StageOrder.StageNumbers(graph);
        _readByLag = [.. LagTargets(graph)];
    }

    /// <summary>Adds a diagnostic for each tangle of assets; partitions that are tangled alike are reported once, for the earliest.</summary>
    internal static void Add(AssetGraph graph, DiagnosticBag diagnostics)
    {
        if (graph.Topological.Length == graph.StepCount)
        {
            return;
        }

        var report = new CycleReport(graph);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var component in Components.Cyclic(graph.DownstreamEdges, report._sorted).Select(report.InOrder).OrderBy(report.Place))
        {
            if (seen.Add(string.Join(' ', component.Select(graph.AssetIndexOf).Distinct().Order())))
            {
                diagnostics.Add(report.Describe(component));
            }
        }
    }

    /// <summary>The reading, as positions in the cycle, that opens every cycle of the component when it is made a lag; null where none does.</summary>
    internal static (AssetKey Upstream, AssetKey Reader)? FindOpening(AssetGraph graph, IReadOnlyList<int> component)
    {
        var report = new CycleReport(graph);
        var ordered = report.InOrder(component);
        return report.FindOpening(ordered, ShortestCycle.In(graph.DownstreamEdges, ordered)) is { } hop
            ? (graph.AssetOf(hop.Upstream).Key, graph.AssetOf(hop.Reader).Key)
            : null;
    }

    /// <summary>A shortest cycle of steps of some assets, and each of its readings that would open all of theirs; empty where they have none.</summary>
    internal static (int[] Cycle, ImmutableArray<(int Upstream, int Reader)> Openings) Explain(AssetGraph graph, HashSet<int> assets)
    {
        var report = new CycleReport(graph);
        var component = Components.Cyclic(graph.DownstreamEdges, report._sorted)
            .Where(component => assets.Contains(graph.AssetIndexOf(component[0]))).Select(report.InOrder).OrderBy(report.Place).FirstOrDefault();
        if (component is null)
        {
            return ([], []);
        }

        var cycle = ShortestCycle.In(graph.DownstreamEdges, component);
        return (cycle, [.. report.Openings(component, cycle)]);
    }

    private static IEnumerable<int> LagTargets(AssetGraph graph) => graph.Assets
        .SelectMany(asset => asset.Dependencies)
        .Where(dependency => dependency.Mapping is PartitionMapping.Lag)
        .Select(dependency => graph.AssetIndexOf(dependency.Upstream))
        .Where(asset => asset >= 0);

    // The earliest partitions first, so that the path is told where it is easiest to follow.
    private int[] InOrder(IReadOnlyList<int> component) => [.. component.OrderBy(_graph.PositionOf).ThenBy(_graph.AssetIndexOf)];

    private (int, int) Place(int[] component) => (_graph.PositionOf(component[0]), _graph.AssetIndexOf(component[0]));

    private Diagnostic Describe(int[] component)
    {
        var cycle = ShortestCycle.In(_graph.DownstreamEdges, component);
        if (FindOpening(component, cycle) is not { } hop)
        {
            return GraphErrors.Cycle(Path(cycle), ReadingOf(cycle[^1], cycle[0]), cycle.Any(step => _graph.AssetOf(step).Partitions is null));
        }

        // The path is told from the reader that could look back, so that its last arrow is the one to change.
        var start = Array.IndexOf(cycle, hop.Reader);
        int[] told = [.. cycle[start..], .. cycle[..start]];
        return GraphErrors.CycleWithOpening(Path(told), ReadingOf(hop.Upstream, hop.Reader));
    }

    private string Path(int[] cycle) => string.Join(" -> ", cycle.Append(cycle[0]).Select(step => GraphErrors.StepName(_graph.AssetOf(step), _graph.PartitionOf(step))));

    private Reading ReadingOf(int upstream, int reader)
    {
        var edges = _graph.UpstreamEdges[reader];
        var index = _graph.EdgeDependencies[_graph.UpstreamEdges.FirstEdge(reader) + edges.IndexOf(upstream)];
        return new Reading(_graph.AssetOf(reader), _graph.AssetOf(reader).Dependencies[index], _graph.AssetOf(upstream));
    }

    private (int Upstream, int Reader)? FindOpening(int[] component, int[] cycle) =>
        Openings(component, cycle).Select(hop => ((int, int)?)hop).FirstOrDefault();

    // A reading that opens every cycle lies on each of them, so on the shortest one.
    private IEnumerable<(int Upstream, int Reader)> Openings(int[] component, int[] cycle) => cycle
        .Select((step, place) => (Upstream: step, Reader: cycle[(place + 1) % cycle.Length]))
        .Where(CouldLookBack)
        .OrderBy(hop => Rank(hop, component))
        .Where(hop => Opens(hop, component));

    // Reads the same partition, in one dimension, and nothing in the cycle depends on which reading of the two assets it is.
    private bool CouldLookBack((int Upstream, int Reader) hop)
    {
        var (upstream, reader) = (_graph.AssetOf(hop.Upstream), _graph.AssetOf(hop.Reader));
        return upstream.Partitions is { } theirs && reader.Partitions is { } ours && theirs.Name == ours.Name
            && reader.Dependencies.All(dependency => dependency.Upstream != upstream.Key || dependency.Mapping is PartitionMapping.Same or PartitionMapping.Lag);
    }

    // Best is a reading against the order of the stages, then one of an asset that others read through a lag already, then one by the
    // asset at which the cycle is entered from outside.
    private int Rank((int Upstream, int Reader) hop, int[] component)
    {
        var (upstream, reader) = (_graph.AssetIndexOf(hop.Upstream), _graph.AssetIndexOf(hop.Reader));
        var againstStages = _stages[upstream] >= 0 && _stages[reader] >= 0 && _stages[upstream] > _stages[reader];
        var entered = _graph.UpstreamEdges[hop.Reader].ToArray().Except(component).Any();
        return againstStages ? 0 : _readByLag.Contains(upstream) ? 1 : entered ? 2 : 3;
    }

    private bool Opens((int Upstream, int Reader) hop, int[] component)
    {
        var (upstream, reader) = (_graph.AssetIndexOf(hop.Upstream), _graph.AssetIndexOf(hop.Reader));
        var edges = new List<(int, int)>();
        for (var step = 0; step < _graph.StepCount; step++)
        {
            if (_sorted[step])
            {
                continue;
            }

            foreach (var follower in _graph.DownstreamEdges[step])
            {
                // Readings of the same asset that look back already stay.
                if (_graph.AssetIndexOf(step) != upstream || _graph.AssetIndexOf(follower) != reader || ReadingOf(step, follower).Dependency.Mapping is PartitionMapping.Lag)
                {
                    edges.Add((step, follower));
                }
            }

            AddLag(step, upstream, reader, edges);
        }

        var members = component.ToHashSet();
        return !Components.Cyclic(Edges.Create(_graph.StepCount, edges), _sorted).Exists(cyclic => Array.Exists(cyclic, members.Contains));
    }

    private void AddLag(int step, int upstream, int reader, List<(int, int)> edges)
    {
        if (_graph.AssetIndexOf(step) != reader || _graph.AssetOf(step).Partitions is not { } partitions)
        {
            return;
        }

        var before = _graph.IndexOf(new StepKey(_graph.Assets[upstream].Key, partitions.Back(_graph.PartitionOf(step), 1)));
        if (before >= 0)
        {
            edges.Add((before, step));
        }
    }
}

/// <summary>One asset's reading of another.</summary>
internal sealed record Reading(AssetDefinition Reader, AssetDependency Dependency, AssetDefinition Upstream);
