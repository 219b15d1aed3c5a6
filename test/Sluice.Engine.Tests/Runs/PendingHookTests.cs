using Sluice.Engine.Tests.Support;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.Tests.Runs;

/// <summary>Steps whose rows are committed, but not what belongs behind the commit.</summary>
public sealed class PendingHookTests
{
    [Fact]
    public async Task The_next_run_makes_up_for_the_hooks_alone()
    {
        var (project, told) = await FailedHookAsync();

        var plan = await project.PlanAsync();
        var result = await project.RunAsync();

        Assert.Equal(new PlanReason(PlanReasonKind.HooksPending, "a hook after its commit did not finish"), plan.Steps.Single(step => step.Name == "b").Reason);
        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.Equal([false, true], told);
        Assert.Equal(PlanReasonKind.Unchanged, (await project.PlanAsync()).Steps.Single(step => step.Name == "b").Reason.Kind);
    }

    [Fact]
    public async Task So_does_the_run_that_is_resumed()
    {
        var (project, told) = await FailedHookAsync();
        var run = Assert.IsType<Sluice.Engine.State.InMemoryEventLog>(project.Log).Events.OfType<RunStarted>().Single().Run;

        var result = await project.Engine.ResumeAsync(project.Graph(), run);

        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.Equal([false, true], told);
    }

    [Fact]
    public async Task Where_the_inputs_have_changed_the_rows_are_built_again()
    {
        var (project, told) = await FailedHookAsync();
        project.Change("a", "2");

        await project.RunAsync();

        Assert.Equal([false, false], told);
    }

    [Fact]
    public async Task Whoever_asks_for_everything_gets_everything()
    {
        var (project, told) = await FailedHookAsync();

        await project.RunAsync(new PlanRequest { Force = true });

        Assert.Equal([false, false], told);
    }

    // The first time the hook fails; then it does not. What each attempt was told is kept.
    private static async Task<(FakeProject Project, List<bool> Told)> FailedHookAsync()
    {
        var told = new List<bool>();
        var project = new FakeProject();
        project.Add("a").Add("b", "a", asset => asset with
        {
            Body = (context, _) =>
            {
                told.Add(context.OnlyHooks);
                var isFirst = told.Count == 1;
                var result = project.Commits.Commit(context, $"b {context.InputVersion}", hooksPending: isFirst);
                return Task.FromResult(isFirst ? new StepResult(StepStatus.Errored, Message: "the hook failed") : result);
            },
        }).Add("c", "b");
        Assert.Equal(RunStatus.Failed, (await project.RunAsync()).Status);
        return (project, told);
    }
}
