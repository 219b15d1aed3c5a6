using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Runs;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.DuckDb.Tests;

public sealed class HookTests
{
    [Fact]
    public async Task Hooks_run_around_the_rows_inside_and_outside_of_the_transaction()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.ExecuteAsync("create table log(i integer, what varchar); create sequence s");
        const string Log = "insert into log select nextval('s'), ";
        var model = bench.Model(
            "m", "select count(*) as hooks_before from log", ("materialized", "table"),
            ("pre_hook", new List<object?> { Log + "'pre inside'", Hook(Log + "'pre outside'", inTransaction: false) }),
            ("post_hook", new List<object?> { Log + "'post inside, sees ' || (select count(*) from m)", Hook(Log + "'post outside'", inTransaction: false), "  " }));

        await bench.MustBuildAsync(model);

        Assert.Equal(["1|pre outside", "2|pre inside", "3|post inside, sees 1", "4|post outside"], await bench.RowsAsync("select i, what from log"));
        Assert.Equal(["2"], await bench.RowsAsync("select * from m"));
    }

    [Fact]
    public async Task What_outer_hooks_did_stays_and_what_inner_hooks_did_goes_where_the_model_fails()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.ExecuteAsync("create table log(what varchar)");
        var model = bench.Model(
            "m", "select nothing", ("materialized", "table"),
            ("pre_hook", new List<object?> { "insert into log values ('inside')", Hook("insert into log values ('outside')", inTransaction: false) }));

        var failed = await bench.BuildAsync(model);

        Assert.Equal(StepStatus.Errored, failed.Status);
        Assert.Equal(["outside"], await bench.RowsAsync("select what from log"));
    }

    [Fact]
    public async Task Hooks_and_query_share_a_session_with_its_temporary_tables()
    {
        await using var bench = await Workbench.OpenAsync();
        var model = bench.Model("m", "select x from scratch", ("materialized", "table"), ("pre_hook", "create temp table scratch as select 5 as x"));

        await bench.MustBuildAsync(model);
        await bench.MustBuildAsync(model);

        Assert.Equal(["5"], await bench.RowsAsync("select x from m"));
    }

    [Fact]
    public async Task A_hook_that_creates_the_relation_is_seen_by_the_build()
    {
        await using var bench = await Workbench.OpenAsync();

        await bench.MustBuildAsync(bench.Model("m", "select 1 as id", ("materialized", "table"), ("pre_hook", "create view m as select 0 as id")));

        Assert.Equal(["BASE TABLE"], await bench.RowsAsync("select table_type from information_schema.tables where table_name = 'm'"));
    }

    [Fact]
    public async Task Statements_around_a_run_are_executed_and_leave_no_marker()
    {
        await using var bench = await Workbench.OpenAsync();

        var start = await bench.BuildAsync(bench.Hook("create table audit(n integer); insert into audit values (1), (2)", atStart: true));
        var end = await bench.BuildAsync(bench.Hook("insert into audit values (3)", atStart: false));
        var failed = await bench.BuildAsync(bench.Hook("insert into nowhere values (3)", atStart: false));

        Assert.Equal((StepStatus.Succeeded, 0L, null), (start.Status, start.Rows!.Value, start.Marker));
        Assert.Equal(StepStatus.Succeeded, end.Status);
        Assert.Equal(StepStatus.Errored, failed.Status);
        Assert.Equal(["1", "2", "3"], await bench.RowsAsync("select n from audit"));
    }

    [Fact]
    public async Task The_end_of_a_run_sees_results_and_schemas()
    {
        await using var bench = await Workbench.OpenAsync();
        var model = bench.Model("a", "select 1 as id");
        model.Schema = "main_x";
        var test = bench.Test("t", "select 1");
        foreach (var node in new SqlNode[] { model, test })
        {
            bench.Templates.Nodes[node.UniqueId] = node;
        }

        ImmutableArray<StepOutcome> outcomes =
        [
            new(new(new AssetKey(model.UniqueId), PartitionKey.None), new StepResult(StepStatus.Succeeded, 1), 1, TimeSpan.FromSeconds(2)),
            new(new(new AssetKey(test.UniqueId), PartitionKey.None), new StepResult(StepStatus.Failed, 3, "Got 3 results"), 1, TimeSpan.FromSeconds(1)),
        ];
        var hook = bench.Hook("select 1", atStart: false);
        var step = bench.Step(hook) with { Outcomes = outcomes };
        IReadOnlyDictionary<string, object?>? seen = null;
        bench.Templates.Rendering = (_, extra) => seen = extra;

        await bench.Runner.RunAsync(hook, step, TestContext.Current.CancellationToken);

        Assert.Equal("['main_x']", seen!["schemas"]!.ToString());
        var results = Assert.IsType<Sluice.Jinja.JinjaList>(seen["results"]);
        Assert.Equal(
            ["model.proj.a|success|None", "test.proj.t|fail|3"],
            results.Cast<Sluice.Jinja.JinjaObject>().Select(result => string.Join('|', new[] { "unique_id", "status", "failures" }.Select(name => result.TryGetAttribute(name, out var value) ? Sluice.Jinja.JinjaValue.ToText(value) : "?"))));
    }

    [Fact]
    public async Task A_hook_behind_the_commit_that_fails_leaves_a_marker_that_says_so()
    {
        await using var bench = await Workbench.OpenAsync();
        var model = Appending(bench);

        var failed = await bench.BuildAsync(model);

        Assert.Equal((StepStatus.Errored, false), (failed.Status, failed.IsTransient));
        var marker = Assert.Single(await MarkersAsync(bench));
        Assert.True(marker.HooksPending);
        Assert.Equal(["1"], await bench.RowsAsync("select count(*) from m"));
    }

    [Fact]
    public async Task Only_the_hooks_run_where_the_rows_are_committed()
    {
        await using var bench = await Workbench.OpenAsync();
        var model = Appending(bench);
        await bench.BuildAsync(model);
        var pending = Assert.Single(await MarkersAsync(bench));
        await bench.ExecuteAsync("create table late(n integer)");

        var result = await bench.Runner.RunAsync(
            model, bench.Step(model) with { Previous = pending, OnlyHooks = true, InputVersion = pending.InputVersion, CodeVersion = pending.CodeVersion }, TestContext.Current.CancellationToken);

        Assert.Equal((StepStatus.Succeeded, 1L), (result.Status, result.Rows!.Value));
        Assert.Equal(["1"], await bench.RowsAsync("select count(*) from m"));
        Assert.Equal(["1"], await bench.RowsAsync("select n from late"));
        var marker = Assert.Single(await MarkersAsync(bench));
        Assert.Equal((false, pending.Fingerprint, pending.InputVersion), (marker.HooksPending, marker.Fingerprint, marker.InputVersion));
    }

    [Fact]
    public async Task A_marker_with_all_hooks_run_is_written_behind_them()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.ExecuteAsync("create table late(n integer)");

        var result = await bench.MustBuildAsync(Appending(bench));

        Assert.False(result.Marker!.HooksPending);
        Assert.False(Assert.Single(await MarkersAsync(bench)).HooksPending);
    }

    private static async Task<IEnumerable<CommitMarker>> MarkersAsync(Workbench bench) =>
        (await bench.Adapter.Commits.ReadAsync(TestContext.Current.CancellationToken)).Values;

    // Built once more, it would hold the row twice.
    private static ModelNode Appending(Workbench bench) => bench.Model(
        "m", "select 1 as id", ("materialized", "incremental"), ("incremental_strategy", "append"),
        ("post_hook", new List<object?> { Hook("insert into late select count(*) from m", inTransaction: false) }));

    private static Dictionary<string, object?> Hook(string sql, bool inTransaction) =>
        new(StringComparer.Ordinal) { ["sql"] = sql, ["transaction"] = inTransaction };
}
