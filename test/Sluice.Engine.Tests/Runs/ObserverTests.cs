using Sluice.Assets;
using Sluice.Engine.Runs;
using Sluice.Engine.Tests.Support;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.Tests.Runs;

public sealed class ObserverTests
{
    [Fact]
    public async Task An_observer_is_told_everything_in_order()
    {
        var observer = new RecordingObserver();

        await new FakeProject().Add("a").Add("b", "a").RunAsync(options: new RunOptions { Observer = observer });

        Assert.Equal(["run of 2", "a starts 1", "a Succeeded", "b starts 1", "b Succeeded", "run Succeeded"], observer.Told);
    }

    [Fact]
    public async Task Where_nobody_listens_nobody_is_asked_for_progress()
    {
        var heard = new List<bool>();
        var project = new FakeProject();
        project.Add("a", with: asset => asset with
        {
            Body = (context, _) =>
            {
                heard.Add(context.Progress is not null);
                return Task.FromResult(project.Commits.Commit(context, "a"));
            },
        });

        await project.RunAsync(new PlanRequest { Force = true });
        await project.RunAsync(new PlanRequest { Force = true }, new RunOptions { Observer = new RecordingObserver() });

        Assert.Equal([false, true], heard);
    }

    [Fact]
    public async Task Progress_is_passed_on_once_in_an_interval_and_always_at_the_end()
    {
        var time = new ManualTime();
        var observer = new RecordingObserver();
        var project = new FakeProject { Time = time };
        project.Add("a", with: asset => asset with
        {
            Body = (context, _) =>
            {
                for (var rows = 0; rows < 1000; rows++)
                {
                    context.Progress!.Report(new StepProgress(rows, null));
                    time.Advance(TimeSpan.FromMilliseconds(1));
                }

                context.Progress!.Report(new StepProgress(1000, 1));
                return Task.FromResult(project.Commits.Commit(context, "a"));
            },
        });

        await project.RunAsync(options: new RunOptions { Observer = observer, ProgressInterval = TimeSpan.FromMilliseconds(250) });

        Assert.Equal(["a at 0", "a at 250", "a at 500", "a at 750", "a at 1000"], observer.Told.Where(told => told.StartsWith("a at", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_observer_that_throws_does_not_break_the_run()
    {
        var result = await new FakeProject().Add("a").Add("b", "a").RunAsync(options: new RunOptions { Observer = new Broken() });

        Assert.Equal(RunStatus.Succeeded, result.Status);
    }

    private sealed class Broken : IRunObserver
    {
        public void RunStarted(RunId run, RunPlan plan) => throw new IOException("the terminal is gone");

        public void StepStarted(StepKey step, int attempt) => throw new IOException("the terminal is gone");

        public void StepProgressed(StepKey step, StepProgress progress) => throw new IOException("the terminal is gone");

        public void StepRetrying(StepKey step, int attempt, TimeSpan delay, string? message) => throw new IOException("the terminal is gone");

        public void StepFinished(StepOutcome outcome) => throw new IOException("the terminal is gone");

        public void RunFinished(RunResult result) => throw new IOException("the terminal is gone");
    }
}
