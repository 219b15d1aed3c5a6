using Sluice.Engine.Runs;
using Sluice.Engine.State;
using Sluice.Engine.Tests.Support;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.Tests.Runs;

public sealed class CancelTests
{
    [Fact]
    public async Task Cancel_reaches_the_running_step_and_ends_the_run_as_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var project = new FakeProject();
        project.Add("a").Add("b", "a", Waiting(cancel.Cancel)).Add("c", "b");

        var result = await project.RunAsync(cancellationToken: cancel.Token);

        Assert.Equal(RunStatus.Cancelled, result.Status);
        Assert.Equal(StepStatus.Succeeded, result.StatusOf("a"));
        Assert.Equal(StepStatus.Cancelled, result.StatusOf("b"));
        Assert.Equal((StepStatus.Skipped, "the run was cancelled"), (result.StatusOf("c"), result.MessageOf("c")));
        Assert.Equal(RunStatus.Cancelled, (await project.Log.ReadAsync(result.Run)).OfType<RunEnded>().Single().Status);
    }

    [Fact]
    public async Task A_cancel_that_another_process_asks_for_stops_the_run_and_is_kept_with_it()
    {
        using var folder = new TempFolder();
        await using var store = await StateStore.OpenAsync(folder.StateDb, TimeProvider.System);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var project = new FakeProject { Log = store }.Add("a", with: Waiting(started.SetResult)).Add("b", "a");
        var running = project.RunAsync();
        await started.Task;
        await using var other = await StateStore.OpenAsync(folder.StateDb, TimeProvider.System);
        var run = (await other.Runs.ListAsync(1)).Single().Run;

        Assert.True(await other.RequestCancelAsync(run));

        var result = await running;
        Assert.Equal((RunStatus.Cancelled, StepStatus.Cancelled), (result.Status, result.StatusOf("a")));
        Assert.Equal(Environment.ProcessId, (await store.ReadAsync(run)).OfType<CancelRequested>().Single().By.ProcessId);
        Assert.False(await other.RequestCancelAsync(run));
    }

    [Fact]
    public async Task A_run_cancelled_before_it_starts_does_nothing()
    {
        var project = new FakeProject().Add("a");

        var result = await project.RunAsync(cancellationToken: new CancellationToken(canceled: true));

        Assert.Equal((RunStatus.Cancelled, StepStatus.Skipped), (result.Status, result.StatusOf("a")));
        Assert.Empty(project.Ran);
    }

    [Fact]
    public async Task A_step_that_does_not_stop_is_left_behind_after_the_grace()
    {
        var time = new ManualTime();
        var started = new TaskCompletionSource();
        using var cancel = new CancellationTokenSource();
        var project = new FakeProject { Time = time }.Add("a", with: asset => asset with
        {
            Body = async (_, _) =>
            {
                started.SetResult();
                await new TaskCompletionSource().Task;
                return new StepResult(StepStatus.Succeeded);
            },
        });
        var running = project.RunAsync(options: new RunOptions { CancelGrace = TimeSpan.FromSeconds(30) }, cancellationToken: cancel.Token);
        await started.Task;

        await cancel.CancelAsync();
        time.Advance(await time.NextTimerAsync());

        var result = await running;
        Assert.Equal(RunStatus.Cancelled, result.Status);
        Assert.Equal("SLUICE3013: a was cancelled and had not stopped after 30 s", result.MessageOf("a"));
    }

    [Fact]
    public async Task The_wait_before_a_retry_ends_with_the_run()
    {
        var time = new ManualTime();
        using var cancel = new CancellationTokenSource();
        var project = new FakeProject { Time = time }.Add("a", with: asset => asset with
        {
            Retry = new RetryPolicy(),
            Body = (_, _) => Task.FromResult(new StepResult(StepStatus.Errored) { IsTransient = true }),
        });
        var running = project.RunAsync(cancellationToken: cancel.Token);
        await time.NextTimerAsync();

        await cancel.CancelAsync();

        var result = await running;
        Assert.Equal((RunStatus.Cancelled, StepStatus.Cancelled), (result.Status, result.StatusOf("a")));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Fail_fast_stops_what_runs_and_skips_the_rest(bool inRequest, bool inOptions)
    {
        var failed = new TaskCompletionSource();
        var project = new FakeProject()
            .Add("slow", with: Waiting(failed.SetResult))
            .Add("bad", with: asset => asset with
            {
                Body = async (_, _) =>
                {
                    await failed.Task;
                    return new StepResult(StepStatus.Errored, Message: "no");
                },
            })
            .Add("after", "slow").Add("never");

        var result = await project.RunAsync(
            new PlanRequest { FailFast = inRequest }, new RunOptions { Threads = 2, FailFast = inOptions });

        Assert.Equal(RunStatus.Failed, result.Status);
        Assert.Equal(StepStatus.Cancelled, result.StatusOf("slow"));
        Assert.Equal("the run ended at its first failure, bad", result.MessageOf("never"));
        Assert.Equal("the run ended at its first failure, bad", result.MessageOf("after"));
    }

    private static Func<Sluice.Assets.AssetDefinition, Sluice.Assets.AssetDefinition> Waiting(Action whenStarted) => asset => asset with
    {
        Body = async (_, token) =>
        {
            whenStarted();
            await Task.Delay(Timeout.Infinite, token);
            return new StepResult(StepStatus.Succeeded);
        },
    };
}
