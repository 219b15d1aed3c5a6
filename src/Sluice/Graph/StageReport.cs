using Sluice.Diagnostics;
using Sluice.Plans;

namespace Sluice.Graph;

/// <summary>Reports where the order of the stages and what assets read contradict each other.</summary>
internal static class StageReport
{
    internal static void Add(AssetGraph graph, DiagnosticBag diagnostics)
    {
        if (graph.Workflow is not { } workflow)
        {
            return;
        }

        var names = workflow.Stages.Select(stage => stage.Name).ToList();
        foreach (var asset in graph.Assets.Where(asset => asset.Stage is { } stage && !names.Contains(stage)))
        {
            diagnostics.Add(GraphErrors.UnknownStage(asset, names));
        }

        if (graph.Topological.Length == graph.StepCount)
        {
            AddContradictions(graph, diagnostics);
        }
    }

    private static void AddContradictions(AssetGraph graph, DiagnosticBag diagnostics)
    {
        var planned = new bool[graph.StepCount];
        Array.Fill(planned, true);
        var order = StepOrder.Create(graph, planned, checksGate: false);
        if (order.Order.Length == order.Next.NodeCount)
        {
            return;
        }

        var sorted = new bool[order.Next.NodeCount];
        foreach (var node in order.Order)
        {
            sorted[node] = true;
        }

        var stages = StageOrder.StageNumbers(graph);
        var reported = new HashSet<(int, int)>();
        foreach (var component in Components.Cyclic(order.Next, sorted))
        {
            var direct = Direct(graph, component, stages);
            foreach (var path in direct.Count > 0 ? direct : [Segment(order, ShortestCycle.In(order.Next, component))])
            {
                if (reported.Add((graph.AssetIndexOf(path[0]), graph.AssetIndexOf(path[^1]))))
                {
                    diagnostics.Add(Describe(graph, path));
                }
            }
        }
    }

    // Readings of a later stage within one tangle.
    private static List<int[]> Direct(AssetGraph graph, int[] component, int[] stages)
    {
        var members = component.ToHashSet();
        var found = new List<int[]>();
        foreach (var step in component.Where(node => node < graph.StepCount).Order())
        {
            foreach (var upstream in graph.UpstreamEdges[step])
            {
                var (early, late) = (stages[graph.AssetIndexOf(step)], stages[graph.AssetIndexOf(upstream)]);
                if (members.Contains(upstream) && early >= 0 && late > early && graph.PartitionOf(step) == graph.PartitionOf(upstream))
                {
                    found.Add([upstream, step]);
                }
            }
        }

        return found;
    }

    // The steps between the end of one stage and the next such end on the cycle.
    private static int[] Segment(StepOrder order, int[] cycle)
    {
        var end = Array.FindIndex(cycle, node => !order.IsStep(node));
        int[] turned = [.. cycle[end..], .. cycle[..end]];
        return [.. turned.SkipWhile(node => !order.IsStep(node)).TakeWhile(order.IsStep)];
    }

    private static Diagnostic Describe(AssetGraph graph, int[] path)
    {
        var (late, early) = (graph.AssetOf(path[0]), graph.AssetOf(path[^1]));
        var reader = graph.AssetOf(path[1]);
        var edge = graph.UpstreamEdges.FirstEdge(path[1]) + graph.UpstreamEdges[path[1]].IndexOf(path[0]);
        return GraphErrors.AgainstStages(
            early, late, new Reading(reader, reader.Dependencies[graph.EdgeDependencies[edge]], late),
            [.. path.Select(step => GraphErrors.StepName(graph.AssetOf(step), graph.PartitionOf(step)))],
            graph.Workflow!.Stages.First(stage => stage.Name == early.Stage), graph.Workflow.Stages.First(stage => stage.Name == late.Stage));
    }
}
