using Sluice.Assets;
using Sluice.Graph;

namespace Sluice.Plans;

/// <summary>
/// What must end before what among the steps of a run: what they read, also through assets that do not run; the stages of the
/// workflow; and the checks that gate. Planner and engine share it, so that a plan's order is the order of its run.
/// </summary>
/// <remarks>
/// Nodes 0 to <see cref="AssetGraph.StepCount"/>-1 are the graph's steps, whether they run or not; those after them are the
/// moments of stages, which stand for nothing but order.
/// </remarks>
internal sealed class StepOrder
{
    private StepOrder(AssetGraph graph, bool[] planned, StageOrder? stages, Edges next, int[] order, List<(int Check, int Step)> gates)
    {
        Stages = stages;
        Graph = graph;
        Planned = planned;
        Next = next;
        Order = order;
        Gates = gates;
    }

    internal AssetGraph Graph { get; }

    /// <summary>The nodes that stand for the moments of stages; null where there are no stages.</summary>
    internal StageOrder? Stages { get; }

    /// <summary>Which of the graph's steps run.</summary>
    internal bool[] Planned { get; }

    /// <summary>From a node to those that wait for it.</summary>
    internal Edges Next { get; }

    /// <summary>All nodes, each behind those that it waits for. Lacks the nodes on a cycle, where there is one.</summary>
    internal int[] Order { get; }

    /// <summary>Which check must hold before which step.</summary>
    internal List<(int Check, int Step)> Gates { get; }

    internal bool IsStep(int node) => node < Graph.StepCount;

    /// <summary>Orders the planned steps of a graph.</summary>
    internal static StepOrder Create(AssetGraph graph, bool[] planned, bool checksGate)
    {
        var stageEdges = new List<(int, int)>();
        var stages = StageOrder.Create(graph, planned, stageEdges);
        var next = graph.DownstreamEdges.With(stages?.NodeCount ?? 0, stageEdges);
        var order = Sort(graph, next);
        var gates = checksGate ? CheckGates.Find(graph, planned, next, order) : [];
        return new StepOrder(graph, planned, stages, next.With(0, gates), order, gates);
    }

    // Moments of stages, prerequisites, gates and checks come as early as they can, then the earlier partitions, then the order of definition.
    // A check comes directly behind what it checks, so that each gate leads forward in this order.
    private static int[] Sort(AssetGraph graph, Edges next)
    {
        var waiting = next.InDegrees();
        var ready = new PriorityQueue<int, long>();
        for (var node = 0; node < waiting.Length; node++)
        {
            if (waiting[node] == 0)
            {
                ready.Enqueue(node, Priority(graph, node));
            }
        }

        var order = new List<int>(waiting.Length);
        while (ready.TryDequeue(out var node, out _))
        {
            order.Add(node);
            foreach (var follower in next[node])
            {
                if (--waiting[follower] == 0)
                {
                    ready.Enqueue(follower, Priority(graph, follower));
                }
            }
        }

        return [.. order];
    }

    private static long Priority(AssetGraph graph, int node)
    {
        if (node >= graph.StepCount)
        {
            return 0;
        }

        var asset = graph.AssetOf(node);
        var place = ((long)(asset.Partitions is null ? 0 : graph.PositionOf(node) + 1) << 32) | (uint)graph.AssetIndexOf(node);
        return asset.Kind is AssetKind.Check or AssetKind.Prerequisite or AssetKind.Gate ? place : place | (1L << 62);
    }
}
