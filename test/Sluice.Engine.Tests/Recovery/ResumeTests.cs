using Sluice.Assets;
using Sluice.Engine.State;
using Sluice.Engine.Tests.Support;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.Tests.Recovery;

public sealed class ResumeTests
{
    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    [InlineData(false, false, false)]
    public async Task A_run_of_everything_does_not_repeat_what_it_has_committed(bool force, bool refresh, bool skipUnchanged)
    {
        var project = new FakeProject().Add("a").Add("b", "a").Add("c", "b");
        await project.RunAsync();
        var stopped = await FailAtAsync(project, "b", "a", new PlanRequest { Force = force, FullRefresh = refresh, SkipUnchanged = skipUnchanged });

        var result = await project.Engine.ResumeAsync(project.Graph(), stopped.Run);

        Assert.Equal((stopped.Run, RunStatus.Succeeded), (result.Run, result.Status));
        Assert.Equal(["b", "c"], project.Ran);
        Assert.Equal("already done in this run", result.MessageOf("a"));
    }

    [Fact]
    public async Task What_failed_and_what_was_skipped_runs()
    {
        var project = new FakeProject().Add("a").Add("b", "a").Add("c", "b").Add("d");
        var stopped = await FailAtAsync(project, "b", "a");

        await project.Engine.ResumeAsync(project.Graph(), stopped.Run);

        Assert.Equal(["b", "c"], project.Ran);
    }

    [Fact]
    public async Task A_check_that_held_is_not_asked_again_and_one_that_failed_is()
    {
        var project = new FakeProject().Add("a").Check("good", "a", StepStatus.Succeeded).Check("bad", "a", StepStatus.Failed).Add("b", "a");
        var stopped = await project.RunAsync();
        project.Check("bad", "a", StepStatus.Succeeded).Forget();

        var result = await project.Engine.ResumeAsync(project.Graph(), stopped.Run);

        Assert.Equal(["bad", "b"], project.Ran);
        Assert.Equal(RunStatus.Succeeded, result.Status);
    }

    [Fact]
    public async Task A_check_is_asked_again_where_what_it_read_is_built_again()
    {
        var project = new FakeProject().Add("a").Check("good", "a", StepStatus.Succeeded).Add("b", "a");
        var stopped = await FailAtAsync(project, "b", "a");

        await project.Change("a", "2").Engine.ResumeAsync(project.Graph(), stopped.Run);

        Assert.Equal(["a", "good", "b"], project.Ran);
    }

    [Fact]
    public async Task Added_and_removed_assets_are_named()
    {
        var project = new FakeProject().Add("a").Add("b", "a");
        var stopped = await FailAtAsync(project, "b", "a");
        var other = new FakeProject { Log = project.Log }.Add("b").Add("c", "b");

        var plan = await other.Engine.PlanResumeAsync(other.Graph(), stopped.Run);

        Assert.Equal(["a is gone", "c is new"], plan.Changes.Select(change => change.Text));
    }

    [Fact]
    public async Task Hooks_around_the_run_run_again()
    {
        var project = new FakeProject().Add("a").Add("b", "a").Add("start", with: asset => asset with
        {
            Kind = AssetKind.Hook,
            Body = (_, _) => Task.FromResult(new StepResult(StepStatus.Succeeded)),
        });
        var stopped = await FailAtAsync(project, "b", "a");

        await project.Engine.ResumeAsync(project.Graph(), stopped.Run);

        Assert.Equal(["start", "b"], project.Ran);
    }

    [Fact]
    public async Task The_record_of_what_was_done_stays_as_it_was()
    {
        using var folder = new TempFolder();
        await using var store = await StateStore.OpenAsync(folder.StateDb, TimeProvider.System);
        var project = new FakeProject { Log = store }.Add("a").Add("b", "a");
        var stopped = await FailAtAsync(project, "b", "a");

        await project.Engine.ResumeAsync(project.Graph(), stopped.Run);

        var run = await store.Runs.GetAsync(stopped.Run);
        Assert.All(run!.Steps, step => Assert.Equal((StepStatus.Succeeded, 1), (step.Status, step.Attempts)));
        Assert.Equal(RunStatus.Succeeded, run.Summary.Status);
    }

    [Fact]
    public async Task A_run_that_nobody_knows_cannot_go_on()
    {
        var project = new FakeProject().Add("a");
        var unknown = new RunId(Guid.Empty);

        var error = await Assert.ThrowsAsync<EngineException>(() => project.Engine.ResumeAsync(project.Graph(), unknown));

        Assert.Equal(
            """
            error SLUICE3020: no run has the id 00000000-0000-0000-0000-000000000000
              hint: `sluice runs` lists the runs that are kept
            """,
            error.ToDisplay(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task A_run_that_succeeded_cannot_go_on()
    {
        var project = new FakeProject().Add("a");
        var done = await project.RunAsync();

        var error = await Assert.ThrowsAsync<EngineException>(() => project.Engine.ResumeAsync(project.Graph(), done.Run));

        Assert.Equal(
            $"error SLUICE3022: run {done.Run} has succeeded; there is nothing to resume\n  hint: start a new run instead", error.ToDisplay());
    }

    [Fact]
    public async Task A_run_that_is_active_cannot_be_taken_over()
    {
        using var folder = new TempFolder();
        await using var store = await StateStore.OpenAsync(folder.StateDb, TimeProvider.System);
        await using var other = await StateStore.OpenAsync(folder.StateDb, TimeProvider.System);
        var (started, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var project = new FakeProject { Log = store };
        project.Add("a", with: asset => asset with
        {
            Body = async (context, _) =>
            {
                started.SetResult();
                await release.Task;
                return project.Commits.Commit(context, "a");
            },
        });
        var running = project.RunAsync();
        await started.Task;
        var active = Assert.Single(await other.Runs.ListAsync());

        var error = await Assert.ThrowsAsync<EngineException>(
            () => new FakeProject { Log = other }.Add("a").Engine.ResumeAsync(project.Graph(), active.Run));

        release.SetResult();
        Assert.Equal(RunStatus.Succeeded, (await running).Status);
        Assert.Equal(
            $"error SLUICE3021: run {active.Run} is still active: process {Environment.ProcessId} on {Environment.MachineName} works on it\n"
            + $"  hint: wait for it, or stop it: sluice cancel {active.Run}",
            error.ToDisplay());
    }

    // Runs until one asset fails; the next time it succeeds.
    private static async Task<Engine.Runs.RunResult> FailAtAsync(FakeProject project, string name, string reads, PlanRequest? request = null)
    {
        project.Add(name, reads, asset => asset with { Body = (_, _) => Task.FromResult(new StepResult(StepStatus.Errored, Message: "no")) });
        var result = await project.RunAsync(request);
        project.Add(name, reads).Forget();
        return result;
    }
}
