using Sluice.Engine.Tests.Support;
using Sluice.Runs;

namespace Sluice.Engine.Tests.Runs;

public sealed class LogFailureTests
{
    [Fact]
    public async Task A_log_that_cannot_be_written_stops_the_run_and_cancels_what_runs()
    {
        var log = new FullLog();
        var stopped = new TaskCompletionSource();
        var quickRuns = new TaskCompletionSource();
        var project = new FakeProject { Log = log };
        project
            .Add("slow", with: asset => asset with
            {
                Body = async (_, cancel) =>
                {
                    await quickRuns.Task;
                    log.IsFull = true;
                    await using var registration = cancel.Register(stopped.SetResult);
                    await stopped.Task;
                    return new StepResult(StepStatus.Cancelled);
                },
            })
            .Add("quick", with: asset => asset with
            {
                Body = async (context, cancel) =>
                {
                    quickRuns.SetResult();
                    await log.BecameFull.WaitAsync(TimeSpan.FromSeconds(30), cancel);
                    return project.Commits.Commit(context, "quick");
                },
            });

        var error = await Assert.ThrowsAsync<EngineException>(() => project.RunAsync());

        Assert.Equal("SLUICE3003", error.Code);
        Assert.True(stopped.Task.IsCompleted);
        Assert.NotNull(project.Commits["quick"]);
    }

    private sealed class FullLog : ForwardingLog
    {
        private readonly TaskCompletionSource _becameFull = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal bool IsFull
        {
            get => _becameFull.Task.IsCompleted;
            set => _becameFull.TrySetResult();
        }

        internal Task BecameFull => _becameFull.Task;

        public override Task AppendAsync(IReadOnlyList<RunEvent> happened, CancellationToken cancellationToken = default) => IsFull
            ? Task.FromException(new EngineException("SLUICE3003", "the disk is full"))
            : base.AppendAsync(happened, cancellationToken);
    }
}
