using Sluice.Engine.Runs;
using Sluice.Engine.Tests.Support;
using Sluice.Runs;

namespace Sluice.Engine.Tests.Runs;

public sealed class AttemptTests
{
    private static readonly RetryPolicy ThreeTimes = new() { MaxAttempts = 3, FirstDelay = TimeSpan.FromSeconds(10) };

    [Fact]
    public async Task A_failure_that_may_pass_is_tried_again_after_growing_waits()
    {
        var time = new ManualTime();
        var observer = new RecordingObserver();
        var project = new FakeProject { Time = time };
        project.Add("a", with: asset => asset with
        {
            Retry = ThreeTimes,
            Body = (context, _) => Task.FromResult(context.Attempt < 3
                ? new StepResult(StepStatus.Errored, Message: "busy") { IsTransient = true }
                : project.Commits.Commit(context, "a")),
        });
        var running = project.RunAsync(options: new RunOptions { Observer = observer });

        var waits = new List<TimeSpan>();
        for (var retry = 0; retry < 2; retry++)
        {
            waits.Add(await time.NextTimerAsync());
            time.Advance(waits[^1]);
        }

        var result = await running;
        Assert.Equal((StepStatus.Succeeded, 3), (result.StatusOf("a"), result.OutcomeOf("a").Attempts));
        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(60)));
        Assert.Equal(waits[0] + waits[1], result.OutcomeOf("a").Duration);
        Assert.Equal(
            ["run of 1", "a starts 1", "a retries after 1: busy", "a starts 2", "a retries after 2: busy", "a starts 3", "a Succeeded", "run Succeeded"],
            observer.Told);
        Assert.Equal([1, 2], (await project.Log.ReadAsync(result.Run)).OfType<StepRetried>().Select(retried => retried.Attempt));
        Assert.Equal(3, project.Commits["a"]!.Attempt);
    }

    [Fact]
    public async Task Retries_end_at_the_limit_with_the_last_failure()
    {
        var project = new FakeProject().Add("a", with: asset => asset with
        {
            Retry = new RetryPolicy { MaxAttempts = 3, FirstDelay = TimeSpan.Zero },
            Body = (context, _) => Task.FromResult(new StepResult(StepStatus.Errored, Message: $"busy {context.Attempt}") { IsTransient = true }),
        });

        var result = await project.RunAsync();

        Assert.Equal(("busy 3", 3), (result.MessageOf("a"), result.OutcomeOf("a").Attempts));
    }

    [Theory]
    [InlineData(StepStatus.Errored, false)]
    [InlineData(StepStatus.Failed, true)]
    public async Task What_will_not_pass_is_not_tried_again(StepStatus status, bool transient)
    {
        var project = new FakeProject().Add("a", with: asset => asset with
        {
            Retry = ThreeTimes,
            Body = (_, _) => Task.FromResult(new StepResult(status) { IsTransient = transient }),
        });

        var result = await project.RunAsync();

        Assert.Equal(1, result.OutcomeOf("a").Attempts);
    }

    [Fact]
    public async Task An_exception_is_not_tried_again()
    {
        var project = new FakeProject().Add("a", with: asset => asset with { Retry = ThreeTimes, Body = (_, _) => throw new IOException("gone") });

        var result = await project.RunAsync();

        Assert.Equal(("IOException: gone", 1), (result.MessageOf("a"), result.OutcomeOf("a").Attempts));
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_cancelled_and_says_so()
    {
        var time = new ManualTime();
        var project = new FakeProject { Time = time }.Add("a", with: asset => asset with
        {
            Timeout = TimeSpan.FromSeconds(90),
            Retry = ThreeTimes,
            Body = async (_, cancel) =>
            {
                await Task.Delay(Timeout.Infinite, cancel);
                return new StepResult(StepStatus.Succeeded);
            },
        }).Add("b", "a");
        var running = project.RunAsync();

        await time.NextTimerAsync();
        time.Advance(TimeSpan.FromSeconds(90));

        var result = await running;
        Assert.Equal((StepStatus.TimedOut, "SLUICE3012: a did not end within its limit of 90 s"), (result.StatusOf("a"), result.MessageOf("a")));
        Assert.Equal("a timed out", result.MessageOf("b"));
        Assert.Equal(RunStatus.Failed, result.Status);
    }

    [Fact]
    public async Task An_attempt_that_outlives_its_limit_is_waited_for_so_that_two_never_work_at_once()
    {
        var time = new ManualTime();
        var release = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        var project = new FakeProject { Time = time };
        project.Add("a", with: asset => asset with
        {
            Timeout = TimeSpan.FromSeconds(1),
            Retry = ThreeTimes,
            Body = async (context, cancel) =>
            {
                await using var registration = cancel.Register(cancelled.SetResult);
                await release.Task;
                return project.Commits.Commit(context, "late");
            },
        });
        var running = project.RunAsync();
        await time.NextTimerAsync();
        time.Advance(TimeSpan.FromSeconds(1));
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.False(running.IsCompleted);
        release.SetResult();

        // It committed after all, and that is what counts.
        var result = await running;
        Assert.Equal((StepStatus.Succeeded, 1), (result.StatusOf("a"), result.OutcomeOf("a").Attempts));
        Assert.Equal(["a"], project.Ran);
    }
}
