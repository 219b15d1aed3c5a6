using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Graph;
using Sluice.Partitions;

namespace Sluice.Plans;

/// <summary>Which steps of a graph a request means.</summary>
/// <param name="Planned">The steps that the graph places.</param>
/// <param name="AtStart">The hooks before them.</param>
/// <param name="AtEnd">The hooks after them.</param>
internal sealed record StepSelection(bool[] Planned, ImmutableArray<int> AtStart, ImmutableArray<int> AtEnd)
{
    /// <summary>Looks up what a request names.</summary>
    /// <exception cref="ArgumentException">The request names a partition that no asset has.</exception>
    internal static StepSelection Of(AssetGraph graph, PlanRequest request)
    {
        var selected = WithStages(graph, request.Selected?.ToHashSet());
        var partitions = Partitions(graph, request);
        var planned = new bool[graph.StepCount];
        var any = false;
        for (var step = 0; step < planned.Length; step++)
        {
            var asset = graph.AssetOf(step);
            planned[step] = IsInGraph(asset, request)
                && selected?.Contains(asset.Key) != false
                && (asset.Partitions is null || partitions?.Contains(graph.PartitionOf(step)) != false);
            any |= planned[step];
        }

        return request.IncludeHooks && any
            ? new StepSelection(planned, Hooks(graph, HookMoment.RunStart), Hooks(graph, HookMoment.RunEnd))
            : new StepSelection(planned, [], []);
    }

    // The prerequisites and the gate of a stage belong to the whole of it.
    private static HashSet<AssetKey>? WithStages(AssetGraph graph, HashSet<AssetKey>? selected)
    {
        if (selected is not null && graph.Workflow is not null)
        {
            var partial = graph.Assets.Where(asset => asset is { Kind: AssetKind.Data, Stage: not null } && !selected.Contains(asset.Key))
                .Select(asset => asset.Stage!).ToHashSet(StringComparer.Ordinal);
            selected.UnionWith(graph.Assets
                .Where(asset => asset is { Kind: AssetKind.Prerequisite or AssetKind.Gate, Stage: { } stage } && !partial.Contains(stage))
                .Select(asset => asset.Key));
        }

        return selected;
    }

    private static bool IsInGraph(AssetDefinition asset, PlanRequest request) => asset.Kind switch
    {
        AssetKind.External => false,
        AssetKind.Check => request.IncludeChecks,
        AssetKind.Hook => asset.Moment == HookMoment.InGraph,
        _ => true,
    };

    private static ImmutableArray<int> Hooks(AssetGraph graph, HookMoment moment) =>
    [
        .. Enumerable.Range(0, graph.StepCount)
            .Where(step => graph.AssetOf(step) is { Kind: AssetKind.Hook } hook && hook.Moment == moment),
    ];

    private static HashSet<PartitionKey>? Partitions(AssetGraph graph, PlanRequest request)
    {
        if (request.Partitions is not { } partitions)
        {
            return null;
        }

        var sets = graph.Assets.Select(asset => asset.Partitions).OfType<PartitionSet>().Distinct().ToList();
        foreach (var partition in partitions.Where(partition => !sets.Exists(set => set.IndexOf(partition) >= 0)))
        {
            throw new ArgumentException($"no asset has the partition `{partition}`", nameof(request));
        }

        return [.. partitions];
    }
}
