using Sluice.Assets;
using Sluice.Graph;
using Sluice.Partitions;

namespace Sluice.Plans;

/// <summary>Tells a step that only waits for partitions that were not asked for from one whose input is missing.</summary>
internal static class MissingInputs
{
    private const int MostRanges = 4;

    /// <summary>Why a step whose inputs were never built does not run.</summary>
    /// <param name="order">The graph and what is planned.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="steps">What was decided until now.</param>
    /// <param name="step">The step.</param>
    /// <param name="missing">What it reads and was never built; at least one.</param>
    internal static PlanReason Reason(StepOrder order, PlanRequest request, PlannedStep?[] steps, int step, List<int> missing)
    {
        var graph = order.Graph;
        var first = graph.AssetOf(missing[0]);
        if (missing.TrueForAll(read => IsAwaited(order, request, steps, step, read)))
        {
            return new PlanReason(PlanReasonKind.Waits, $"waits for {Names(graph, first, missing)}");
        }

        // One partition is named as the step that it is; of several, those of the first asset are.
        return new PlanReason(
            PlanReasonKind.MissingInput,
            missing.Count(read => graph.AssetOf(read) == first) == 1
                ? $"input {GraphErrors.StepName(first, graph.PartitionOf(missing[0]))} was never built"
                : $"{Names(graph, first, missing)} were never built");
    }

    /// <summary>
    /// True where the read waits itself; or where the step reads all partitions, the request leaves this one out, and the run builds
    /// others of the same asset. Where it builds none of them, the step was asked for by itself, and cannot be built.
    /// </summary>
    private static bool IsAwaited(StepOrder order, PlanRequest request, PlannedStep?[] steps, int step, int read)
    {
        if (steps[read] is { } planned)
        {
            return planned.Reason.Kind == PlanReasonKind.Waits;
        }

        var graph = order.Graph;
        return request.Partitions is { } asked && graph.AssetOf(step).Partitions is null && graph.AssetOf(read).Partitions is not null
            && !asked.Contains(graph.PartitionOf(read))
            && graph.StepsOf(graph.AssetOf(read).Key).Any(other => steps[graph.IndexOf(other)] is { Reason.Kind: not PlanReasonKind.MissingInput });
    }

    // Of the first asset alone: a reason is a few words.
    private static string Names(AssetGraph graph, AssetDefinition asset, List<int> missing)
    {
        var keys = missing.Where(read => graph.AssetOf(read) == asset).Select(graph.PartitionOf).ToList();
        return asset.Partitions is { } set ? $"{(keys.Count == 1 ? "partition" : "partitions")} {Ranges(set, keys)} of {asset.Name}" : asset.Name;
    }

    private static string Ranges(PartitionSet set, List<PartitionKey> keys)
    {
        var positions = keys.Select(set.IndexOf).Order().ToList();
        var ranges = new List<string>();
        for (var i = 0; i < positions.Count; i++)
        {
            var start = i;
            while (i + 1 < positions.Count && positions[i + 1] == positions[i] + 1)
            {
                i++;
            }

            ranges.Add(start == i ? $"{set.Keys[positions[i]]}" : $"{set.Keys[positions[start]]}{(i == start + 1 ? ", " : "..")}{set.Keys[positions[i]]}");
        }

        return ranges.Count <= MostRanges ? string.Join(", ", ranges) : $"{string.Join(", ", ranges.Take(MostRanges))}…";
    }
}
