using Sluice.Runs;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.DuckDb.Tests;

public sealed class SnapshotTests
{
    private const string Rows = "select * from (values (1, 'a', timestamp '2024-01-01'), (2, 'b', timestamp '2024-01-01')) t(id, v, upd)";
    private const string Later = "select * from (values (1, 'a2', timestamp '2024-02-01'), (3, 'c', timestamp '2024-02-01')) t(id, v, upd)";
    private const string Versions = "select id, v, dbt_valid_to is null from s";

    [Fact]
    public async Task By_time_a_row_with_a_later_time_ends_the_version_before()
    {
        await using var bench = await Workbench.OpenAsync();

        await bench.MustBuildAsync(Snapshot(bench, Rows, ByTime));
        await bench.MustBuildAsync(Snapshot(bench, Later, ByTime));

        Assert.Equal(["1|a2|true", "1|a|false", "2|b|true", "3|c|true"], await bench.RowsAsync(Versions));
        Assert.Equal(
            ["1|2024-01-01 00:00:00|2024-02-01 00:00:00", "1|2024-02-01 00:00:00|", "2|2024-01-01 00:00:00|", "3|2024-02-01 00:00:00|"],
            await bench.RowsAsync("select id, dbt_valid_from, dbt_valid_to from s"));
    }

    [Fact]
    public async Task The_id_of_a_version_is_the_hash_of_key_and_time()
    {
        await using var bench = await Workbench.OpenAsync();

        await bench.MustBuildAsync(Snapshot(bench, Rows, ("strategy", "timestamp"), ("unique_key", List("id", "v")), ("updated_at", "upd")));

        Assert.Equal(["0"], await bench.RowsAsync("select count(*) from s where dbt_scd_id <> md5(id || '|' || v || '|' || cast(upd as varchar))"));
    }

    [Fact]
    public async Task By_columns_only_a_change_of_one_that_is_compared_makes_a_version()
    {
        await using var bench = await Workbench.OpenAsync();
        var config = new (string, object?)[] { ("strategy", "check"), ("unique_key", "id"), ("check_cols", List("v")) };

        await bench.MustBuildAsync(Snapshot(bench, "select * from (values (1, 'a', 1), (2, null, 1), (3, 'c', 1)) t(id, v, other)", config));
        await bench.MustBuildAsync(Snapshot(bench, "select * from (values (1, 'a', 2), (2, 'b', 2), (3, null, 2)) t(id, v, other)", config));

        Assert.Equal(["1|a|1|true", "2|b|2|true", "2||1|false", "3|c|1|false", "3||2|true"], await bench.RowsAsync("select id, v, other, dbt_valid_to is null from s"));
    }

    [Fact]
    public async Task By_all_columns_a_new_column_makes_every_row_a_new_version()
    {
        await using var bench = await Workbench.OpenAsync();
        var config = new (string, object?)[] { ("strategy", "check"), ("unique_key", "id"), ("check_cols", "all") };

        await bench.MustBuildAsync(Snapshot(bench, "select 1 as id, 'a' as v", config));
        await bench.MustBuildAsync(Snapshot(bench, "select 1 as id, 'a' as v", config));
        await bench.MustBuildAsync(Snapshot(bench, "select 1 as id, 'a' as v, 7 as w", config));

        Assert.Equal(["1|a|7|true", "1|a||false"], await bench.RowsAsync("select id, v, w, dbt_valid_to is null from s"));
    }

    [Fact]
    public async Task What_is_gone_holds_on_ends_or_becomes_a_version_of_its_own()
    {
        Assert.Equal(["1|true", "2|true"], await AfterDeletionAsync("select id, dbt_valid_to is null from s"));
        Assert.Equal(["1|true", "2|true"], await AfterDeletionAsync("select id, dbt_valid_to is null from s", ("hard_deletes", "ignore")));
        Assert.Equal(["1|true", "2|false"], await AfterDeletionAsync("select id, dbt_valid_to is null from s", ("hard_deletes", "invalidate")));
        Assert.Equal(["1|true", "2|false"], await AfterDeletionAsync("select id, dbt_valid_to is null from s", ("invalidate_hard_deletes", true)));
        Assert.Equal(
            ["1|False|true", "2|False|false", "2|True|true"],
            await AfterDeletionAsync("select id, dbt_is_deleted, dbt_valid_to is null from s", ("hard_deletes", "new_record")));
    }

    [Fact]
    public async Task A_row_that_comes_back_is_a_new_version()
    {
        await using var bench = await Workbench.OpenAsync();
        (string, object?)[] config = [.. ByTime, ("hard_deletes", "new_record")];

        foreach (var rows in (string[])[Rows, "select 1 as id, 'a' as v, timestamp '2024-01-01' as upd", "select 1 as id, 'a' as v, timestamp '2024-01-01' as upd", Rows, Rows])
        {
            await bench.MustBuildAsync(Snapshot(bench, rows, config));
        }

        Assert.Equal(
            ["1|False|true", "2|False|false", "2|False|true", "2|True|false"],
            await bench.RowsAsync("select id, dbt_is_deleted, dbt_valid_to is null from s"));
    }

    [Fact]
    public async Task Columns_can_be_named_and_the_end_of_what_holds_can_be_a_date()
    {
        await using var bench = await Workbench.OpenAsync();
        (string, object?)[] config =
        [
            .. ByTime, ("dbt_valid_to_current", "date '9999-12-31'"),
            ("snapshot_meta_column_names", Map(("dbt_valid_from", "since"), ("dbt_valid_to", "until"), ("dbt_scd_id", "version"), ("dbt_updated_at", "changed"))),
        ];

        await bench.MustBuildAsync(Snapshot(bench, Rows, config));
        await bench.MustBuildAsync(Snapshot(bench, Later, config));

        Assert.Equal(["id INTEGER", "v VARCHAR", "upd TIMESTAMP", "version VARCHAR", "changed TIMESTAMP", "since TIMESTAMP", "until TIMESTAMP"], await bench.ColumnsAsync("s"));
        Assert.Equal(
            ["1|a2|9999-12-31 00:00:00", "1|a|2024-02-01 00:00:00", "2|b|9999-12-31 00:00:00", "3|c|9999-12-31 00:00:00"],
            await bench.RowsAsync("select id, v, until from s"));
    }

    [Fact]
    public async Task A_column_that_the_query_no_longer_has_stays_and_a_new_one_is_added()
    {
        await using var bench = await Workbench.OpenAsync();

        await bench.MustBuildAsync(Snapshot(bench, Rows, ByTime));
        await bench.MustBuildAsync(Snapshot(bench, "select 1 as id, 5 as w, timestamp '2024-03-01' as upd", ByTime));

        Assert.Equal(["1|a||false", "1||5|true", "2|b||true"], await bench.RowsAsync("select id, v, w, dbt_valid_to is null from s"));
    }

    [Fact]
    public async Task A_full_refresh_does_not_forget_the_past()
    {
        await using var bench = await Workbench.OpenAsync();

        await bench.MustBuildAsync(Snapshot(bench, Rows, ByTime));
        await bench.MustBuildAsync(Snapshot(bench, Later, ByTime), fullRefresh: true);

        Assert.Equal(["4"], await bench.RowsAsync("select count(*) from s"));
    }

    [Fact]
    public async Task Where_nothing_changed_the_fingerprint_stays()
    {
        await using var bench = await Workbench.OpenAsync();

        var first = await bench.MustBuildAsync(Snapshot(bench, Rows, ByTime));
        bench.NextRun();
        var same = await bench.MustBuildAsync(Snapshot(bench, Rows, ByTime));
        bench.NextRun();
        var other = await bench.MustBuildAsync(Snapshot(bench, Later, ByTime));

        Assert.Equal(first.Marker!.Fingerprint, same.Marker!.Fingerprint);
        Assert.NotEqual(first.Marker.Fingerprint, other.Marker!.Fingerprint);
        Assert.Equal(4, other.Marker.RowCount);
    }

    [Fact]
    public async Task A_failure_leaves_the_versions_as_they_were()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.MustBuildAsync(Snapshot(bench, Rows, ByTime));

        var failed = await bench.BuildAsync(Snapshot(bench, "select 1 as id, 'x' as v, timestamp '2025-01-01' as upd, 1 as w", [.. ByTime, ("post-hook", "select no_such_column")]));

        Assert.Equal(StepStatus.Errored, failed.Status);
        Assert.Equal(["1|a|true", "2|b|true"], await bench.RowsAsync(Versions));
        Assert.DoesNotContain("w INTEGER", await bench.ColumnsAsync("s"));
    }

    [Fact]
    public async Task A_table_that_keeps_no_deletions_is_not_taken_for_one_that_does()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.MustBuildAsync(Snapshot(bench, Rows, ByTime));

        var result = await bench.BuildAsync(Snapshot(bench, Rows, [.. ByTime, ("hard_deletes", "new_record")]));

        Assert.Equal("SLUICE3115", Assert.Single(result.Diagnostics).Code);
    }

    [Fact]
    public async Task A_view_of_its_name_is_not_replaced()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.ExecuteAsync("create view s as select 1 as id");

        var result = await bench.BuildAsync(Snapshot(bench, Rows, ByTime));

        Assert.Equal("SLUICE3114", Assert.Single(result.Diagnostics).Code);
    }

    [Fact]
    public async Task An_unknown_strategy_is_named_with_its_nearest()
    {
        await using var bench = await Workbench.OpenAsync();

        var result = await bench.BuildAsync(Snapshot(bench, Rows, ("strategy", "timestmp"), ("unique_key", "id")));

        Assert.Equal(
            "snapshots/s.sql:1:1: error SLUICE3116: there is no snapshot strategy `timestmp`\n  1 | " + Rows + "\n    | ^\n  hint: did you mean `timestamp`?",
            Assert.Single(result.Diagnostics).ToString());
    }

    [Fact]
    public async Task A_properties_file_declares_a_snapshot_of_a_relation()
    {
        await using var bench = await ProjectBench.OpenAsync(
            ("models/m.sql", "{{ config(materialized='table') }}\nselect 1 as id, 'a' as v, timestamp '2024-01-01' as upd"),
            ("snapshots/s.yml", """
                snapshots:
                  - name: s
                    relation: ref('m')
                    description: the past
                    config: { strategy: timestamp, unique_key: id, updated_at: upd, schema: past }
                """));
        var node = bench.Node("s");
        await bench.Adapter.CreateSchemasAsync([(node.Database, node.Schema)], CancellationToken.None);

        await bench.BuildAsync("m");
        await bench.BuildAsync("s");

        Assert.Equal("snapshot.proj.s main_past select * from {{ ref('m') }}", $"{node.UniqueId} {node.Schema} {node.RawCode}");
        Assert.Equal("model.proj.m", Assert.Single(node.Dependencies).UniqueId);
        Assert.Equal(["1|a"], await bench.RowsAsync("select id, v from main_past.s"));
    }

    [Fact]
    public async Task A_project_brings_a_strategy_of_its_own()
    {
        await using var bench = await ProjectBench.OpenAsync(
            ("models/m.sql", "{{ config(materialized='table') }}\nselect 1 as id, 3 as ver"),
            ("snapshots/s.sql", "{% snapshot s %}{{ config(strategy='version', unique_key='id', counter='ver') }}select * from {{ ref('m') }}{% endsnapshot %}"),
            ("macros/version.sql", """
                {% macro snapshot_version_strategy(node, snapshotted_rel, current_rel, config, target_exists) %}
                  {% set counter = config['counter'] %}
                  {% do return({
                    'unique_key': config['unique_key'], 'updated_at': "timestamp '2024-01-01'", 'scd_id': 'md5(id || ' ~ counter ~ ')',
                    'row_changed': snapshotted_rel ~ '.' ~ counter ~ ' < ' ~ current_rel ~ '.' ~ counter, 'hard_deletes': 'ignore'}) %}
                {% endmacro %}
                """));
        await bench.BuildAsync("m");

        await bench.BuildAsync("s");
        await bench.RowsAsync("update m set ver = 2");
        await bench.BuildAsync("s");
        await bench.RowsAsync("update m set ver = 4");
        await bench.BuildAsync("s");

        Assert.Equal(["1|3|False", "1|4|True"], await bench.RowsAsync("select id, ver, dbt_valid_to is null from s order by all"));
    }

    [Fact]
    public async Task An_error_in_a_snapshot_points_into_its_block()
    {
        await using var bench = await ProjectBench.OpenAsync(
            ("snapshots/s.sql", "{% snapshot s %}\n{{ config(strategy='check', unique_key='id', check_cols='all') }}\nselect 1 as id, no_such_thing\n{% endsnapshot %}\n"));

        var result = await bench.TryBuildAsync("s");

        Assert.StartsWith("snapshots/s.sql:3:17: error SLUICE4002", Assert.Single(result.Diagnostics).ToString(), StringComparison.Ordinal);
    }

    private static (string, object?)[] ByTime => [("strategy", "timestamp"), ("unique_key", "id"), ("updated_at", "upd")];

    private static async Task<string[]> AfterDeletionAsync(string query, params (string, object?)[] config)
    {
        await using var bench = await Workbench.OpenAsync();
        (string, object?)[] all = [.. ByTime, .. config];
        await bench.MustBuildAsync(Snapshot(bench, Rows, all));
        await bench.MustBuildAsync(Snapshot(bench, "select 1 as id, 'a' as v, timestamp '2024-01-01' as upd", all));
        return await bench.RowsAsync(query);
    }

    private static ModelNode Snapshot(Workbench bench, string sql, params (string Key, object? Value)[] config)
    {
        var model = bench.Model("s", sql, [("materialized", "snapshot"), .. config]);
        return new ModelNode
        {
            UniqueId = "snapshot.proj.s",
            Name = "s",
            PackageName = "proj",
            Path = "s.sql",
            OriginalFilePath = "snapshots/s.sql",
            Source = new Diagnostics.SourceText("snapshots/s.sql", sql),
            RawCode = sql,
            IsSnapshot = true,
            Config = model.Config,
            Relation = model.Relation,
            Alias = "s",
            Schema = "main",
            Database = model.Database,
        };
    }

    private static List<object?> List(params object?[] items) => [.. items];

    private static Dictionary<string, object?> Map(params (string Key, object? Value)[] items) => items.ToDictionary(item => item.Key, item => item.Value, StringComparer.Ordinal);
}
