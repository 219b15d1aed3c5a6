using Sluice.Assets;
using Sluice.Graph;
using Sluice.Runs;

namespace Sluice.Plans;

/// <summary>Works out what a run does, without doing any of it.</summary>
public static class Planner
{
    /// <summary>Plans a run over what is committed now.</summary>
    /// <param name="graph">A graph without errors.</param>
    /// <param name="request">What to run.</param>
    /// <param name="commits">Where the markers lie.</param>
    /// <param name="cancellationToken">Ends the planning.</param>
    /// <exception cref="ArgumentException">The request names a partition that no asset has.</exception>
    public static async Task<RunPlan> PlanAsync(
        AssetGraph graph, PlanRequest request, ICommitStore commits, CancellationToken cancellationToken = default)
    {
        var markers = await commits.ReadAsync(cancellationToken);
        return Plan(graph, request, markers);
    }

    /// <summary>Plans a run over markers that were read before.</summary>
    /// <exception cref="ArgumentException">The request names a partition that no asset has.</exception>
    public static RunPlan Plan(AssetGraph graph, PlanRequest request, IReadOnlyDictionary<StepKey, CommitMarker> markers) =>
        Plan(graph, request, markers, null);

    /// <summary>Plans what is left of a run, over the project as it is now. Says what has changed since the run was last planned.</summary>
    internal static RunPlan PlanRest(AssetGraph graph, RunHistory history, IReadOnlyDictionary<StepKey, CommitMarker> markers)
    {
        var rest = Plan(graph, history.Plan.Request, markers, history);
        return rest with
        {
            Changes =
            [
                .. PlanDrift.Code(graph, history.Plan),
                .. PlanDrift.Added(history.Plan, rest),
                .. PlanDrift.Overwritten(graph, history, markers),
            ],
        };
    }

    private static RunPlan Plan(
        AssetGraph graph, PlanRequest request, IReadOnlyDictionary<StepKey, CommitMarker> markers, RunHistory? history)
    {
        var selection = StepSelection.Of(graph, request);
        var order = StepOrder.Create(graph, selection.Planned, request.ChecksGate);
        return new RunPlan { Request = request, Steps = new StepPlanning(order, request, markers, history).PlanSteps(selection) };
    }
}
