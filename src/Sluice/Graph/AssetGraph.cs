using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Runs;

namespace Sluice.Graph;

/// <summary>
/// The assets of a project and what reads what, unrolled over their partitions: a node is a step, that is an asset and one
/// of its partitions. Immutable and safe to share between threads.
/// </summary>
public sealed class AssetGraph
{
    private readonly Dictionary<AssetKey, int> _byKey;
    private readonly int[] _firstSteps;
    private readonly int[] _assetOfStep;
    private readonly int[] _topological;

    private AssetGraph(GraphParts parts, Workflow? workflow, int[] topological)
    {
        Assets = parts.Assets;
        Workflow = workflow;
        _byKey = parts.ByKey;
        _firstSteps = parts.FirstSteps;
        _assetOfStep = parts.AssetOfStep;
        UpstreamEdges = parts.Upstream;
        DownstreamEdges = parts.Upstream.Reverse();
        EdgeDependencies = parts.EdgeDependencies;
        _topological = topological;
    }

    /// <summary>The assets, checks and hooks in the order in which they were given.</summary>
    public ImmutableArray<AssetDefinition> Assets { get; }

    /// <summary>The workflow whose stages order the steps beyond what they read; null where there is none.</summary>
    public Workflow? Workflow { get; }

    /// <summary>Every step, each after all that it reads. Steps on a cycle are left out.</summary>
    public IEnumerable<StepKey> Steps => _topological.Select(KeyOf);

    internal int StepCount => _assetOfStep.Length;

    /// <summary>From a step to what it reads.</summary>
    internal Edges UpstreamEdges { get; }

    /// <summary>From a step to what reads it.</summary>
    internal Edges DownstreamEdges { get; }

    /// <summary>For each of the upstream edges: which of the reader's dependencies it comes from.</summary>
    internal int[] EdgeDependencies { get; }

    internal ReadOnlySpan<int> Topological => _topological;

    /// <summary>The definition of an asset.</summary>
    /// <exception cref="KeyNotFoundException">The graph does not hold it.</exception>
    public AssetDefinition this[AssetKey key] => TryGet(key) ?? throw new KeyNotFoundException($"the graph holds no asset `{key}`");

    /// <summary>Builds the graph of assets that no workflow orders.</summary>
    /// <param name="assets">The assets, checks and hooks.</param>
    /// <param name="diagnostics">Takes every problem; where it holds errors afterwards, the graph lacks the edges at fault and must not be run.</param>
    public static AssetGraph Create(IEnumerable<AssetDefinition> assets, DiagnosticBag diagnostics) => Create(assets, null, diagnostics);

    /// <summary>Builds the graph, unrolls it over the partitions and checks it.</summary>
    /// <param name="assets">The assets, checks and hooks.</param>
    /// <param name="workflow">The stages; null where there are none.</param>
    /// <param name="diagnostics">Takes every problem; where it holds errors afterwards, the graph lacks the edges at fault and must not be run.</param>
    public static AssetGraph Create(IEnumerable<AssetDefinition> assets, Workflow? workflow, DiagnosticBag diagnostics)
    {
        var parts = GraphParts.Unroll(assets, diagnostics);
        var topological = TopologicalOrder.Of(parts.Upstream);
        var graph = new AssetGraph(parts, workflow, topological);
        CycleReport.Add(graph, diagnostics);
        StageReport.Add(graph, diagnostics);
        return graph;
    }

    /// <summary>The definition of an asset; null where the graph does not hold it.</summary>
    public AssetDefinition? TryGet(AssetKey key) => _byKey.TryGetValue(key, out var index) ? Assets[index] : null;

    /// <summary>True where the graph holds the asset and the asset has the partition.</summary>
    public bool Contains(StepKey step) => IndexOf(step) >= 0;

    /// <summary>The steps of an asset, earliest partition first.</summary>
    public IEnumerable<StepKey> StepsOf(AssetKey key)
    {
        if (!_byKey.TryGetValue(key, out var asset))
        {
            yield break;
        }

        for (var step = _firstSteps[asset]; step < _firstSteps[asset + 1]; step++)
        {
            yield return KeyOf(step);
        }
    }

    /// <summary>What a step reads directly, each once.</summary>
    public ImmutableArray<StepKey> Upstream(StepKey step) => Keys(UpstreamEdges, step);

    /// <summary>What reads a step directly, each once.</summary>
    public ImmutableArray<StepKey> Downstream(StepKey step) => Keys(DownstreamEdges, step);

    internal int IndexOf(StepKey step)
    {
        if (!_byKey.TryGetValue(step.Asset, out var asset))
        {
            return -1;
        }

        var partitions = Assets[asset].Partitions;
        var position = partitions is null ? (step.Partition.IsNone ? 0 : -1) : partitions.IndexOf(step.Partition);
        return position < 0 ? -1 : _firstSteps[asset] + position;
    }

    internal StepKey KeyOf(int step) => new(AssetOf(step).Key, PartitionOf(step));

    internal AssetDefinition AssetOf(int step) => Assets[_assetOfStep[step]];

    internal int AssetIndexOf(AssetKey key) => _byKey.GetValueOrDefault(key, -1);

    internal int AssetIndexOf(int step) => _assetOfStep[step];

    internal int PositionOf(int step) => step - _firstSteps[_assetOfStep[step]];

    internal PartitionKey PartitionOf(int step) => AssetOf(step).Partitions is { } partitions ? partitions.Keys[PositionOf(step)] : PartitionKey.None;

    private ImmutableArray<StepKey> Keys(Edges edges, StepKey step)
    {
        var index = IndexOf(step);
        if (index < 0)
        {
            return [];
        }

        var keys = ImmutableArray.CreateBuilder<StepKey>();
        var seen = new HashSet<int>();
        foreach (var other in edges[index])
        {
            if (seen.Add(other))
            {
                keys.Add(KeyOf(other));
            }
        }

        return keys.ToImmutable();
    }
}
