using Sluice.Assets;
using Sluice.Graph;
using Sluice.Runs;

namespace Sluice.Plans;

/// <summary>Finds what has changed since a plan was made.</summary>
internal static class PlanDrift
{
    /// <summary>Steps whose code is not the plan's, and steps that are gone.</summary>
    internal static IEnumerable<PlanChange> Code(AssetGraph graph, RunPlan plan)
    {
        foreach (var planned in plan.Steps)
        {
            if (!graph.Contains(planned.Step))
            {
                yield return new PlanChange(planned.Step, PlanChangeKind.Removed, $"{planned.Title} is gone");
            }
            else if (graph[planned.Step.Asset].CodeVersion(planned.Step.Partition) != planned.CodeVersion)
            {
                yield return new PlanChange(planned.Step, PlanChangeKind.CodeChanged, $"the code of {planned.Title} changed");
            }
        }
    }

    /// <summary>Data steps whose last commit is not the one that the plan saw.</summary>
    internal static IEnumerable<PlanChange> Data(RunPlan plan, IReadOnlyDictionary<StepKey, CommitMarker> markers) => plan.Steps
        .Where(planned => planned.Kind == AssetKind.Data && markers.GetValueOrDefault(planned.Step)?.Fingerprint != planned.Fingerprint)
        .Select(planned => new PlanChange(planned.Step, PlanChangeKind.DataChanged, $"the data of {planned.Title} changed"));

    /// <summary>Steps of a later plan that an earlier one lacks.</summary>
    internal static IEnumerable<PlanChange> Added(RunPlan earlier, RunPlan later)
    {
        var known = earlier.Steps.Select(planned => planned.Step).ToHashSet();
        return later.Steps
            .Where(planned => !known.Contains(planned.Step))
            .Select(planned => new PlanChange(planned.Step, PlanChangeKind.Added, $"{planned.Title} is new"));
    }

    /// <summary>Steps that a run committed and that another one, or nobody, has committed last.</summary>
    internal static IEnumerable<PlanChange> Overwritten(
        AssetGraph graph, RunHistory history, IReadOnlyDictionary<StepKey, CommitMarker> markers) => history.Plan.Steps
        .Where(planned => graph.Contains(planned.Step) && history.Done.TryGetValue(planned.Step, out var done) && done.Fingerprint is not null
            && markers.GetValueOrDefault(planned.Step)?.Run != history.Run)
        .Select(planned => new PlanChange(
            planned.Step, PlanChangeKind.DataChanged,
            markers.ContainsKey(planned.Step) ? $"{planned.Title} was built again by another run" : $"the data of {planned.Title} is gone"));
}
