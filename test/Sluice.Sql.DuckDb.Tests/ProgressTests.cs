using System.Collections.Concurrent;
using Sluice.Runs;

namespace Sluice.Sql.DuckDb.Tests;

/// <summary>How far a statement is, told while it runs.</summary>
public sealed class ProgressTests
{
    [Fact]
    public async Task A_long_statement_tells_how_far_it_is()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.ExecuteAsync("create table numbers as select i from range(8000000) as t(i)");
        var model = bench.Model("m", "select max(md5(i::varchar || md5(i::varchar || 'x'))) as x from numbers", ("materialized", "table"));
        var told = new Told();

        await bench.Runner.RunAsync(model, bench.Step(model) with { Progress = told }, TestContext.Current.CancellationToken);

        Assert.NotEmpty(told.Seen);
        Assert.All(told.Seen, progress => Assert.InRange(progress.Fraction!.Value, 0, 1));
        Assert.Contains(told.Seen, progress => progress.Fraction is > 0 and < 1);
    }

    [Fact]
    public async Task Nothing_is_told_of_a_session_that_does_nothing()
    {
        await using var bench = await Workbench.OpenAsync();
        await using var session = await bench.Adapter.OpenSessionAsync(TestContext.Current.CancellationToken);

        Assert.Null(session.ReadProgress());
    }

    private sealed class Told : IProgress<StepProgress>
    {
        internal ConcurrentQueue<StepProgress> Seen { get; } = new();

        public void Report(StepProgress value) => Seen.Enqueue(value);
    }
}
