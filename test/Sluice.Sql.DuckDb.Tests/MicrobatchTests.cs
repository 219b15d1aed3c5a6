using System.Globalization;
using Sluice.Assets;
using Sluice.Runs;
using Sluice.Sql.Operations;

namespace Sluice.Sql.DuckDb.Tests;

public sealed class MicrobatchTests
{
    private const string Source = "{{ config(materialized='table', event_time='ts') }}\nselect * from (values (1, timestamp '2024-01-01 05:00'), (2, timestamp '2024-01-02 06:00'), (3, timestamp '2024-01-03 07:00')) t(id, ts)";

    private const string Model = "{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='ts', begin='2024-01-01', batch_size='day') }}\n"
        + "select id, ts, '{{ model.batch.id }}' as batch, {{ is_incremental() }} as added from {{ ref('src') }}";

    [Fact]
    public async Task The_first_build_writes_every_batch_since_its_begin()
    {
        await using var bench = await OpenAsync(Model);

        var result = await BuildAsync(bench, "2024-01-03 12:00");

        Assert.Equal((StepStatus.Succeeded, 3L), (result.Status, result.Rows));
        Assert.Equal(["1|20240101|False", "2|20240102|True", "3|20240103|True"], await bench.RowsAsync("select id, batch, added from m order by id"));
    }

    [Fact]
    public async Task A_later_build_replaces_the_batch_of_now_and_the_one_before()
    {
        await using var bench = await OpenAsync(Model);
        await BuildAsync(bench, "2024-01-03 12:00");
        await bench.RowsAsync("update src set id = id + 10");

        await BuildAsync(bench, "2024-01-03 13:00");

        Assert.Equal(["1", "12", "13"], await bench.RowsAsync("select id from m order by id"));
    }

    [Fact]
    public async Task A_lookback_of_none_replaces_the_batch_of_now_alone()
    {
        await using var bench = await OpenAsync(Model.Replace("batch_size='day'", "batch_size='day', lookback=0", StringComparison.Ordinal));
        await BuildAsync(bench, "2024-01-03 12:00");
        await bench.RowsAsync("update src set id = id + 10");

        await BuildAsync(bench, "2024-01-03 13:00");

        Assert.Equal(["1", "2", "13"], await bench.RowsAsync("select id from m order by id"));
    }

    [Fact]
    public async Task A_batch_that_fails_keeps_no_other_from_being_built_and_is_built_alone_by_the_next_run()
    {
        await using var bench = await OpenAsync(Model.Replace("select id", "select case when id = 2 then error('bad row') else id end as id", StringComparison.Ordinal));

        var failed = await BuildAsync(bench, "2024-01-05 12:00");
        await bench.RowsAsync("update src set id = id + 10");
        var next = await BuildAsync(bench, "2024-01-05 12:00");

        Assert.Equal(StepStatus.Errored, failed.Status);
        Assert.StartsWith("PARTIAL SUCCESS (4/5): ", failed.Message, StringComparison.Ordinal);
        Assert.Null(failed.Marker);
        Assert.Equal((StepStatus.Succeeded, 1L), (next.Status, next.Rows));
        Assert.Equal(["1", "3", "12"], await bench.RowsAsync("select id from m order by id"));
    }

    [Fact]
    public async Task Only_the_batches_that_are_asked_for_are_built()
    {
        await using var bench = await OpenAsync(Model);
        await BuildAsync(bench, "2024-01-03 12:00");
        await bench.RowsAsync("update src set id = id + 10");

        await BuildAsync(bench, "2024-01-09 00:00", new RunSettings { EventTimeStart = new DateTime(2024, 1, 1), EventTimeEnd = new DateTime(2024, 1, 2) });

        Assert.Equal(["2", "3", "11"], await bench.RowsAsync("select id from m order by id"));
    }

    [Fact]
    public async Task A_full_refresh_begins_anew()
    {
        await using var bench = await OpenAsync(Model);
        await BuildAsync(bench, "2024-01-03 12:00");
        await bench.RowsAsync("update src set id = id + 10");

        await BuildAsync(bench, "2024-01-03 12:00", new RunSettings { FullRefresh = true });

        Assert.Equal(["11", "12", "13"], await bench.RowsAsync("select id from m order by id"));
    }

    [Theory]
    [InlineData("event_time='ts', ", "", "event_time")]
    [InlineData("begin='2024-01-01', ", "", "begin")]
    [InlineData("batch_size='day'", "batch_size='days'", "batch_size")]
    public async Task A_config_that_is_not_complete_is_named(string from, string to, string key)
    {
        await using var bench = await OpenAsync(Model.Replace(from, to, StringComparison.Ordinal));

        var result = await BuildAsync(bench, "2024-01-03 12:00");

        Assert.Equal($"SLUICE3195: the microbatch model `m` has no valid `{key}`", $"{result.Diagnostics[0].Code}: {result.Diagnostics[0].Message}");
    }

    private static async Task<ProjectBench> OpenAsync(string model)
    {
        var bench = await ProjectBench.OpenAsync(("models/src.sql", Source), ("models/m.sql", model));
        await bench.BuildAsync("src");
        return bench;
    }

    private static Task<StepResult> BuildAsync(ProjectBench bench, string now, RunSettings? settings = null)
    {
        var runner = new NodeRunner(bench.Adapter, bench.Project.Templates, settings ?? new RunSettings(), new Clock(now));
        var step = new StepContext { Run = RunId.New(TimeProvider.System), Step = new StepKey(new AssetKey("model.proj.m"), PartitionKey.None) };
        return runner.RunAsync(bench.Node("m"), step, CancellationToken.None);
    }

    private sealed class Clock(string now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.Parse(now, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }
}
