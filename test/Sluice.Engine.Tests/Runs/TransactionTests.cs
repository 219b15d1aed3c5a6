using Sluice.Engine.Runs;
using Sluice.Engine.Tests.Support;
using Sluice.Runs;

namespace Sluice.Engine.Tests.Runs;

public sealed class TransactionTests
{
    [Fact]
    public async Task That_a_step_has_ended_and_that_the_next_one_starts_is_written_at_once()
    {
        var log = new BatchLog();

        await new FakeProject { Log = log }.Add("a").Add("b", "a").Add("c", "b").RunAsync(options: new RunOptions { Threads = 1 });

        Assert.Equal(["StepStarted a", "StepEnded a, StepStarted b", "StepEnded b, StepStarted c", "StepEnded c", "RunEnded"], log.Batches);
    }

    [Fact]
    public async Task A_step_whose_inputs_failed_is_written_with_them()
    {
        var log = new BatchLog();
        var project = new FakeProject { Log = log }.Add("bad", with: asset => asset with { Body = (_, _) => throw new IOException("no") }).Add("after", "bad");

        await project.RunAsync();

        Assert.Equal(["StepStarted bad", "StepEnded bad, StepEnded after", "RunEnded"], log.Batches);
    }

    private sealed class BatchLog : ForwardingLog
    {
        internal List<string> Batches { get; } = [];

        public override Task AppendAsync(IReadOnlyList<RunEvent> happened, CancellationToken cancellationToken = default)
        {
            Batches.Add(string.Join(", ", happened.Select(Describe)));
            return base.AppendAsync(happened, cancellationToken);
        }

        private static string Describe(RunEvent happened) => happened switch
        {
            StepStarted started => $"{nameof(StepStarted)} {started.Step}",
            StepEnded ended => $"{nameof(StepEnded)} {ended.Step}",
            _ => happened.GetType().Name,
        };
    }
}
