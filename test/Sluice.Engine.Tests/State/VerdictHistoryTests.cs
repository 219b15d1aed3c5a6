using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Sluice.Assets;
using Sluice.Engine.State;
using Sluice.Engine.Tests.Support;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.Tests.State;

public sealed class VerdictHistoryTests : IDisposable
{
    private static readonly RunOwner Owner = new(Environment.MachineName, 1, "now");
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Verdicts_are_found_by_rule_partition_and_run_the_last_one_first(bool inMemory)
    {
        await using var store = await StateStore.OpenAsync(_folder.StateDb, _time);
        var memory = new InMemoryEventLog();
        IEventLog log = inMemory ? memory : store;
        IVerdictHistory history = inMemory ? memory : store.Runs;
        var first = await RunAsync(log, ("2025", Of("drift", 1)), ("2025", Of("drift", 2)), ("2026", Of("drift", 3)), ("2026", Of("ratio", 4)));
        var second = await RunAsync(log, ("2026", Of("drift", 5, VerdictStatus.Error)));
        var third = await RunAsync(log, ("2026", Of("drift", 6, VerdictStatus.Error) with { Override = "known" }));

        Assert.Equal("6 5 3 2", await ValuesAsync(history, new VerdictQuery { Rule = "drift" }));
        Assert.Equal("6 5 4 3", await ValuesAsync(history, new VerdictQuery { Partition = new PartitionKey("2026") }));
        Assert.Equal("6 3 2", await ValuesAsync(history, new VerdictQuery { Rule = "drift", AcceptedOnly = true }));
        Assert.Equal("5", await ValuesAsync(history, new VerdictQuery { Run = second }));
        Assert.Equal("5 3 2", await ValuesAsync(history, new VerdictQuery { Rule = "drift", Except = third }));
        Assert.Equal("6", await ValuesAsync(history, new VerdictQuery { Limit = 1 }));
        Assert.Empty(await ValuesAsync(history, new VerdictQuery { Rule = "drift", Partition = PartitionKey.None }));
        Assert.Equal("4 3 2", await ValuesAsync(history, new VerdictQuery { Run = first }));
    }

    [Fact]
    public async Task A_verdict_is_read_back_with_all_that_it_says()
    {
        await using var store = await StateStore.OpenAsync(_folder.StateDb, _time);
        var verdict = new Verdict("drift", "row_count_change", VerdictStatus.Warn, "expected 100 rows, found 104")
        {
            Value = 104, Baseline = 100, Warn = "0.5%", Error = "5%", Numbers = ImmutableSortedDictionary<string, double>.Empty.Add("rows", 104),
        };
        var run = await RunAsync(store, ("2026", verdict));

        var record = Assert.Single(await store.Runs.FindVerdictsAsync(new VerdictQuery()));

        Assert.Equal((run, "gate[2026]", verdict with { Numbers = record.Verdict.Numbers }), (record.Run, record.Step.ToString(), record.Verdict));
        Assert.Equal(verdict.Numbers, record.Verdict.Numbers);
    }

    [Fact]
    public async Task Verdicts_are_forgotten_with_their_run()
    {
        await using (var store = await StateStore.OpenAsync(_folder.StateDb, _time))
        {
            await RunAsync(store, ("2025", Of("drift", 1)));
            await RunAsync(store, ("2025", Of("drift", 2)));
        }

        await using var later = await StateStore.OpenAsync(_folder.StateDb, _time, new RetentionPolicy { MaxRuns = 1 });

        Assert.Equal("2", await ValuesAsync(later.Runs, new VerdictQuery()));
    }

    [Fact]
    public async Task A_store_without_verdicts_is_brought_up_to_date()
    {
        await (await StateStore.OpenAsync(_folder.StateDb, _time)).DisposeAsync();
        await using (var connection = new SqliteConnection($"Data Source={_folder.StateDb};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "drop table verdicts; drop table checkpoints; alter table runs drop column cancel_requested; pragma user_version = 1";
            await command.ExecuteNonQueryAsync();
        }

        await using var store = await StateStore.OpenAsync(_folder.StateDb, _time);
        await RunAsync(store, ("2025", Of("drift", 1)));

        Assert.Equal("1", await ValuesAsync(store.Runs, new VerdictQuery()));
    }

    public void Dispose() => _folder.Dispose();

    private static Verdict Of(string rule, double value, VerdictStatus status = VerdictStatus.Pass) => new(rule, "row_count", status, "") { Value = value };

    private static async Task<string> ValuesAsync(IVerdictHistory history, VerdictQuery query) =>
        string.Join(' ', (await history.FindVerdictsAsync(query)).Select(record => record.Verdict.Value));

    private async Task<RunId> RunAsync(IEventLog log, params (string Partition, Verdict Verdict)[] found)
    {
        var run = RunId.New(_time);
        await log.AppendAsync(new RunStarted(run, _time.GetUtcNow(), Owner, null, new RunPlan { Request = new PlanRequest() }));
        foreach (var (partition, verdict) in found)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            var step = new StepKey(new AssetKey(verdict.Rule == "drift" ? "gate" : "other"), new PartitionKey(partition));
            await log.AppendAsync(new StepEnded(run, _time.GetUtcNow(), step, StepStatus.Succeeded) { Verdicts = [verdict] });
        }

        await log.AppendAsync(new RunEnded(run, _time.GetUtcNow(), RunStatus.Succeeded, null));
        return run;
    }
}
