using FsCheck;
using FsCheck.Fluent;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Graph;
using Sluice.Plans;
using Sluice.Runs;
using Sluice.Tests.Support;

namespace Sluice.Tests.Plans;

public sealed class PlanProperties
{
    [Fact]
    public void Each_step_comes_behind_all_that_it_depends_on_selected_or_not() => ForAny(stages: false, (project, graph) =>
    {
        var plan = Planner.Plan(graph, AnyRequest(project), new Dictionary<StepKey, CommitMarker>());
        var places = plan.Steps.Select((step, place) => (step.Step, place)).ToDictionary(pair => pair.Step, pair => pair.place);
        var ancestors = new Oracle(project.Assets).Ancestors();

        return places.All(step => ancestors[step.Key].All(ancestor => !places.TryGetValue(ancestor, out var before) || before < step.Value));
    });

    [Fact]
    public void A_blocking_check_holds_back_exactly_what_depends_on_all_that_it_reads() => ForAny(stages: false, (project, graph) =>
    {
        var plan = Planner.Plan(graph, new PlanRequest { RequireInputs = false }, new Dictionary<StepKey, CommitMarker>());
        var oracle = new Oracle(project.Assets);
        var ancestors = oracle.Ancestors();
        var heldBack = plan.Steps.SelectMany(step => step.Gates.Select(gate => (gate, step.Step))).ToLookup(gate => gate.gate, gate => gate.Step);

        return plan.Steps.Where(step => step.Kind == AssetKind.Check && oracle.Reads[step.Step].Count > 0).All(check =>
        {
            var reads = oracle.Reads[check.Step];
            // A check without partitions over partitioned data sees all of it, and so holds back only what has no partitions either.
            var all = check.Step.Partition.IsNone && reads.Any(read => !read.Partition.IsNone);
            bool DependsOnAll(StepKey step) => all
                ? step.Partition.IsNone && reads.GroupBy(read => read.Asset).All(asset => asset.Any(read => ancestors[step].Contains(read)))
                : reads.All(read => ancestors[step].Contains(read));
            var expected = plan.Steps.Where(step => step.Kind != AssetKind.Check && DependsOnAll(step.Step)).Select(step => step.Step).ToHashSet();
            var direct = heldBack[check.Step].ToHashSet();
            var places = plan.Steps.Select((step, place) => (step.Step, place)).ToDictionary(pair => pair.Step, pair => pair.place);
            return direct.IsSubsetOf(expected)
                && expected.All(step => direct.Contains(step) || ancestors[step].Overlaps(direct) || (all && places[step] < places[check.Step]))
                && direct.All(step => places[step] > places[check.Step]);
        });
    });

    [Fact]
    public void Stages_follow_each_other_in_each_partition() => ForAny(stages: true, (project, graph) =>
    {
        var plan = Planner.Plan(graph, new PlanRequest { RequireInputs = false }, new Dictionary<StepKey, CommitMarker>());
        var stages = project.Workflow!.Stages.Select(stage => stage.Name).ToList();
        var places = plan.Steps.Select((step, place) => (step.Step, place)).ToDictionary(pair => pair.Step, pair => pair.place);
        var ancestors = new Oracle(project.Assets).Ancestors();
        bool IsGlobal(PlannedStep step) => step.Step.Partition.IsNone && ancestors[step.Step].All(ancestor => ancestor.Partition.IsNone);
        var staged = plan.Steps.Where(step => step.Stage is not null && (IsGlobal(step) || !step.Step.Partition.IsNone)).ToList();

        return staged.TrueForAll(early => staged.TrueForAll(late =>
            stages.IndexOf(early.Stage!) >= stages.IndexOf(late.Stage!)
            || (!IsGlobal(early) && early.Step.Partition != late.Step.Partition)
            || places[early.Step] < places[late.Step]));
    });

    // Contradictory stages are an error, not a plan; enough projects must be left over.
    private static void ForAny(bool stages, Func<RandomProject, AssetGraph, bool> holds)
    {
        var planned = 0;
        Prop.ForAll(
            ArbMap.Default.ArbFor<int[]>(),
            numbers =>
            {
                var project = new RandomProject(numbers, stages, forward: true);
                var diagnostics = new DiagnosticBag();
                var graph = AssetGraph.Create(project.Assets, project.Workflow, diagnostics);
                if (diagnostics.ToSorted().Any(error => error.Code is "SLUICE2105" or "SLUICE2106"))
                {
                    return true;
                }

                planned++;
                return holds(project, graph);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500).WithEndSize(80));

        Assert.True(planned > 300, $"only {planned} projects could be planned");
    }

    private static PlanRequest AnyRequest(RandomProject project) => new()
    {
        Selected = [.. project.Assets.Where(_ => project.Take(3) > 0).Select(asset => asset.Key)],
        ChecksGate = project.Take(2) == 0,
        RequireInputs = false,
    };
}
