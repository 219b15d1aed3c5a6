using Sluice.Runs;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.DuckDb.Tests;

public sealed class IncrementalTests
{
    private const string First = "select * from (values (1, 1, 'a'), (2, 1, 'b')) t(id, ver, v)";
    private const string Second = "select * from (values (2, 2, 'b2'), (3, 2, 'c')) t(id, ver, v)";

    [Fact]
    public async Task Append_adds_rows()
    {
        Assert.Equal(["1|1|a", "2|1|b", "2|2|b2", "3|2|c"], await RowsAfterSecondAsync(("incremental_strategy", "append"), ("unique_key", "id")));
    }

    [Fact]
    public async Task Without_a_strategy_a_key_means_delete_and_insert()
    {
        Assert.Equal(["1|1|a", "2|2|b2", "3|2|c"], await RowsAfterSecondAsync(("unique_key", "id")));
        Assert.Equal(["1|1|a", "2|1|b", "2|2|b2", "3|2|c"], await RowsAfterSecondAsync());
    }

    [Fact]
    public async Task Delete_and_insert_by_a_list_of_keys_leaves_rows_with_a_null_key()
    {
        await using var bench = await Workbench.OpenAsync();
        var config = new (string, object?)[] { ("materialized", "incremental"), ("incremental_strategy", "delete+insert"), ("unique_key", new List<object?> { "a", "b" }) };

        await bench.MustBuildAsync(bench.Model("i", "select * from (values (1, 'x', 'one'), (1, 'y', 'two'), (null, 'z', 'nul')) t(a, b, v)", config));
        await bench.MustBuildAsync(bench.Model("i", "select * from (values (1, 'x', 'one2'), (1, 'w', 'new'), (null, 'z', 'nul2')) t(a, b, v)", config));

        Assert.Equal(["1|w|new", "1|x|one2", "1|y|two", "|z|nul", "|z|nul2"], await bench.RowsAsync("select a, b, v from i"));
    }

    [Fact]
    public async Task Predicates_limit_what_is_deleted()
    {
        Assert.Equal(
            ["1|1|a", "2|1|b", "2|2|b2", "3|2|c"],
            await RowsAfterSecondAsync(("unique_key", "id"), ("incremental_predicates", new List<object?> { "DBT_INCREMENTAL_TARGET.ver > 1" })));
        Assert.Equal(["1|1|a", "2|2|b2", "3|2|c"], await RowsAfterSecondAsync(("unique_key", "id"), ("incremental_predicates", new List<object?> { "ver < 2" })));
    }

    [Fact]
    public async Task A_key_may_be_an_expression()
    {
        await using var bench = await Workbench.OpenAsync();
        var config = new (string, object?)[] { ("materialized", "incremental"), ("unique_key", new List<object?> { "date_trunc('month', d)", "k" }) };

        await bench.MustBuildAsync(bench.Model("i", "select * from (values (date '2024-01-01', 1, 'a'), (date '2024-01-20', 1, 'b'), (date '2024-02-01', 1, 'c')) t(d, k, v)", config));
        await bench.MustBuildAsync(bench.Model("i", "select date '2024-01-31' as d, 1 as k, 'new' as v", config));

        Assert.Equal(["2024-01-31|new", "2024-02-01|c"], await bench.RowsAsync("select d, v from i"));
    }

    [Fact]
    public async Task Many_rows_of_one_key_are_replaced_without_joining_each_with_each()
    {
        await using var bench = await Workbench.OpenAsync();
        var config = new (string, object?)[] { ("materialized", "incremental"), ("incremental_strategy", "delete+insert"), ("unique_key", new List<object?> { "a", "b" }) };

        await bench.MustBuildAsync(bench.Model("i", "select 1 as a, 1 as b, i from range(200000) t(i)", config));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var result = await bench.BuildAsync(bench.Model("i", "select 1 as a, 1 as b, i + 1 as i from range(200000) t(i)", config), cancel: limit.Token);

        Assert.Equal(StepStatus.Succeeded, result.Status);
        Assert.Equal(["200000|20000100000"], await bench.RowsAsync("select count(*), sum(i) from i"));
    }

    [Fact]
    public async Task Merge_updates_what_matches_and_inserts_the_rest()
    {
        Assert.Equal(["1|1|a", "2|2|b2", "3|2|c"], await RowsAfterSecondAsync(("incremental_strategy", "merge"), ("unique_key", "id")));
    }

    [Fact]
    public async Task Merge_updates_only_the_columns_that_it_is_told_to()
    {
        Assert.Equal(
            ["1|1|a", "2|1|b2", "3|2|c"],
            await RowsAfterSecondAsync(("incremental_strategy", "merge"), ("unique_key", "id"), ("merge_update_columns", new List<object?> { "v" })));
        Assert.Equal(
            ["1|1|a", "2|2|b", "3|2|c"],
            await RowsAfterSecondAsync(("incremental_strategy", "merge"), ("unique_key", "id"), ("merge_exclude_columns", new List<object?> { "v" })));
    }

    [Fact]
    public async Task Merge_obeys_its_conditions_expressions_and_clauses()
    {
        Assert.Equal(
            ["1|1|a", "2|1|b", "3|2|c"],
            await RowsAfterSecondAsync(("incremental_strategy", "merge"), ("unique_key", "id"), ("merge_update_condition", "DBT_INTERNAL_SOURCE.ver > 5")));
        Assert.Equal(
            ["1|1|a", "2|3|b2", "3|2|c"],
            await RowsAfterSecondAsync(
                ("incremental_strategy", "merge"), ("unique_key", "id"),
                ("merge_update_set_expressions", Map(("ver", "DBT_INTERNAL_DEST.ver + DBT_INTERNAL_SOURCE.ver")))));
        Assert.Equal(
            ["2|2|b2"],
            await RowsAfterSecondAsync(
                ("incremental_strategy", "merge"), ("unique_key", "id"),
                ("merge_clauses", Map(
                    ("when_matched", new List<object?> { Map(("action", "update"), ("mode", "star")) }),
                    ("when_not_matched_by_source", new List<object?> { Map(("action", "delete")) })))));
    }

    [Fact]
    public async Task Only_an_existing_table_that_is_not_refreshed_is_incremental()
    {
        await using var bench = await Workbench.OpenAsync();
        ModelNode Model(string materialized, int n) => bench.Model("i", $"select {n} as n, '{{{{ is_incremental }}}}' as inc", ("materialized", materialized));

        await bench.MustBuildAsync(Model("view", 1));
        await bench.MustBuildAsync(Model("incremental", 2));
        await bench.MustBuildAsync(Model("incremental", 3));
        var third = await bench.RowsAsync("select * from i");
        await bench.MustBuildAsync(Model("table", 4));
        await bench.MustBuildAsync(Model("incremental", 5));
        var fifth = await bench.RowsAsync("select * from i");
        await bench.MustBuildAsync(Model("incremental", 6), fullRefresh: true);

        Assert.Equal(["2|False", "3|True"], third);
        Assert.Equal(["4|False", "5|True"], fifth);
        Assert.Equal(["6|False"], await bench.RowsAsync("select * from i"));
    }

    [Fact]
    public async Task A_config_that_refuses_a_full_refresh_wins_over_the_command_line()
    {
        await using var bench = await Workbench.OpenAsync();
        var model = bench.Model("i", "select 1 as id", ("materialized", "incremental"), ("full_refresh", false));

        await bench.MustBuildAsync(model);
        await bench.MustBuildAsync(model, fullRefresh: true);

        Assert.Equal(["1", "1"], await bench.RowsAsync("select id from i"));
    }

    [Fact]
    public async Task A_model_reads_itself_while_it_is_added_to()
    {
        await using var bench = await Workbench.OpenAsync();

        await bench.MustBuildAsync(bench.Model("i", "select 1 as n, cast(0 as hugeint) as total", ("materialized", "incremental")));
        for (var i = 0; i < 2; i++)
        {
            await bench.MustBuildAsync(bench.Model("i", "select max(n) + 1 as n, sum(n) as total from i", ("materialized", "incremental")));
        }

        Assert.Equal(["1|0", "2|1", "3|3"], await bench.RowsAsync("select * from i"));
    }

    [Fact]
    public async Task A_new_column_is_ignored_added_or_an_error()
    {
        const string Wide = "select *, v || '!' as extra from (values (3, 2, 'c')) t(id, ver, v)";

        Assert.Equal(["1|1|a", "2|1|b", "3|2|c"], await RowsAfterAsync(Wide, ("on_schema_change", "ignore"), ("unique_key", "id")));
        Assert.Equal(["1|1|a|", "2|1|b|", "3|2|c|c!"], await RowsAfterAsync(Wide, ("on_schema_change", "append_new_columns")));
        Assert.Equal(["1|1|a|", "2|1|b|", "3|2|c|c!"], await RowsAfterAsync(Wide, ("on_schema_change", "sync_all_columns")));

        await using var bench = await Workbench.OpenAsync();
        var config = new (string, object?)[] { ("materialized", "incremental"), ("on_schema_change", "fail"), ("unique_key", "id") };
        await bench.MustBuildAsync(bench.Model("i", First, config));
        var failed = await bench.BuildAsync(bench.Model("i", Wide, config));
        Assert.Equal("""
            models/i.sql:1:1: error SLUICE3101: the source and target schemas of this incremental model are out of sync: source columns not in target: `extra` VARCHAR
              1 | select *, v || '!' as extra from (values (3, 2, 'c')) t(id, ver, v)
                | ^
              hint: set `on_schema_change` to `append_new_columns` or `sync_all_columns`, or build the table anew with --full-refresh
            """, failed.Diagnostics.Single().ToString(), ignoreLineEndingDifferences: true);
        Assert.Equal(["1|1|a", "2|1|b"], await bench.RowsAsync("select * from i"));
    }

    [Fact]
    public async Task All_columns_follow_the_query_where_they_are_synchronised()
    {
        await using var bench = await Workbench.OpenAsync();
        var config = new (string, object?)[] { ("materialized", "incremental"), ("on_schema_change", "sync_all_columns") };

        await bench.MustBuildAsync(bench.Model("i", "select 1 as id, 'a' as v, 1 as num", config));
        await bench.MustBuildAsync(bench.Model("i", "select 101 as id, cast(5 as bigint) as num, 'n' as added", config));

        Assert.Equal(["id INTEGER", "num BIGINT", "added VARCHAR"], await bench.ColumnsAsync("i"));
        Assert.Equal(["101|5|n", "1|1|"], await bench.RowsAsync("select * from i"));
    }

    [Fact]
    public async Task A_strategy_that_does_not_exist_fails_when_the_table_does()
    {
        await using var bench = await Workbench.OpenAsync();
        var model = bench.Model("i", "select 1 as id", ("materialized", "incremental"), ("incremental_strategy", "teleport"));

        await bench.MustBuildAsync(model);
        var failed = await bench.BuildAsync(model);

        Assert.Equal(StepStatus.Errored, failed.Status);
        Assert.Equal("""
            models/i.sql:1:1: error SLUICE3102: dbt could not find an incremental strategy macro with the name `get_incremental_teleport_sql`: there is no strategy `teleport`
              1 | select 1 as id
                | ^
              hint: use one of `append`, `delete+insert`, `merge`
            """, failed.Diagnostics.Single().ToString(), ignoreLineEndingDifferences: true);
        Assert.Equal(["1"], await bench.RowsAsync("select id from i"));
    }

    [Fact]
    public async Task Nothing_new_keeps_the_fingerprint()
    {
        await using var bench = await Workbench.OpenAsync();
        var config = new (string, object?)[] { ("materialized", "incremental"), ("unique_key", "id") };

        var first = await bench.MustBuildAsync(bench.Model("i", First, config));
        bench.NextRun();
        var none = await bench.MustBuildAsync(bench.Model("i", First + " where false", config));
        bench.NextRun();
        var more = await bench.MustBuildAsync(bench.Model("i", Second, config));

        Assert.Equal(first.Marker!.Fingerprint, none.Marker!.Fingerprint);
        Assert.Equal(2, none.Marker.RowCount);
        Assert.NotEqual(first.Marker.Fingerprint, more.Marker!.Fingerprint);
        Assert.Equal(3, more.Marker.RowCount);
    }

    private static Task<string[]> RowsAfterSecondAsync(params (string Key, object? Value)[] config) => RowsAfterAsync(Second, config);

    private static async Task<string[]> RowsAfterAsync(string second, params (string Key, object? Value)[] config)
    {
        await using var bench = await Workbench.OpenAsync();
        (string, object?)[] all = [("materialized", "incremental"), .. config];
        await bench.MustBuildAsync(bench.Model("i", First, all));
        await bench.MustBuildAsync(bench.Model("i", second, all));
        return await bench.RowsAsync("select * from i");
    }

    private static Dictionary<string, object?> Map(params (string Key, object? Value)[] items) =>
        items.ToDictionary(item => item.Key, item => item.Value, StringComparer.Ordinal);
}
