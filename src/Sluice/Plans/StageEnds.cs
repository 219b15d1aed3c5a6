using Sluice.Assets;
using Sluice.Graph;
using Sluice.Partitions;

namespace Sluice.Plans;

/// <summary>
/// The order that stages add to what steps read. In each partition a stage begins when the one before it has ended there. Assets
/// without partitions that read nothing partitioned come before every later stage; for others without partitions the graph alone decides.
/// </summary>
internal static class StageEnds
{
    /// <summary>Adds the edges through the ends of stages, whose nodes are numbered from the number of steps on; returns how many there are.</summary>
    internal static int Add(AssetGraph graph, bool[] planned, List<(int From, int To)> edges)
    {
        if (graph.Workflow is not { Stages.Length: > 0 } workflow)
        {
            return 0;
        }

        var stageCount = workflow.Stages.Length;
        var stageOf = StageNumbers(graph);
        var touchesPartitions = FindPartitioned(graph);
        var columns = new Dictionary<PartitionKey, int>();
        int End(int stage, int column) => graph.StepCount + (column * stageCount) + stage;

        for (var step = 0; step < graph.StepCount; step++)
        {
            var stage = stageOf[graph.AssetIndexOf(step)];
            if (!planned[step] || stage < 0)
            {
                continue;
            }

            // Column 0 is for the assets without partitions, the others are the partitions.
            int column;
            var partitions = graph.AssetOf(step).Partitions;
            if (partitions is null && !touchesPartitions[step])
            {
                column = 0;
            }
            else if (IsColumn(partitions, workflow.ForEach))
            {
                columns.TryAdd(graph.PartitionOf(step), columns.Count + 1);
                column = columns[graph.PartitionOf(step)];
            }
            else
            {
                continue;
            }

            edges.Add((step, End(stage, column)));
            if (stage > 0)
            {
                edges.Add((End(stage - 1, column), step));
            }
        }

        for (var column = 0; column <= columns.Count; column++)
        {
            for (var stage = 0; stage < stageCount; stage++)
            {
                if (stage > 0)
                {
                    edges.Add((End(stage - 1, column), End(stage, column)));
                }

                if (column > 0)
                {
                    edges.Add((End(stage, 0), End(stage, column)));
                }
            }
        }

        return (columns.Count + 1) * stageCount;
    }

    /// <summary>The number of each asset's stage; -1 for none.</summary>
    internal static int[] StageNumbers(AssetGraph graph)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var stage in graph.Workflow?.Stages ?? [])
        {
            numbers.TryAdd(stage.Name, numbers.Count);
        }

        return [.. graph.Assets.Select(asset => asset.Stage is { } stage && numbers.TryGetValue(stage, out var number) ? number : -1)];
    }

    private static bool IsColumn(PartitionSet? partitions, string? forEach) => partitions is not null && partitions.Name == forEach;

    private static bool[] FindPartitioned(AssetGraph graph)
    {
        var touches = new bool[graph.StepCount];
        foreach (var step in graph.Topological)
        {
            touches[step] = graph.AssetOf(step).Partitions is not null;
            foreach (var upstream in graph.UpstreamEdges[step])
            {
                touches[step] |= touches[upstream];
            }
        }

        return touches;
    }
}
