using Sluice.Diagnostics;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.DuckDb.Tests.Checkpoints;

public sealed class StageSavesTests
{
    [Fact]
    public async Task Rolling_back_a_first_run_leaves_nothing_of_the_stage()
    {
        await using var stage = await StageBench.OpenAsync();
        var table = stage.Yearly("p", "select {{ key }} as simulation_year, i as id from range(3) r(i)");
        var view = stage.Add(stage.Bench.Model("v", "select 1 as x", Workbench.Years, ("materialized", "view")));
        var before = await stage.StateAsync();

        await stage.SaveAsync("2025");
        var copies = await stage.SavedAsync();
        await stage.Bench.MustBuildAsync(table, "2025");
        await stage.Bench.MustBuildAsync(view, "2025");
        var markers = await stage.RollbackAsync("2025");

        Assert.Empty(copies);
        Assert.Empty(markers);
        Assert.Equal(before, await stage.StateAsync());
        Assert.Equal(["0"], await stage.Bench.RowsAsync("select count(*) from duckdb_tables() where table_name = 'p'"));
    }

    [Fact]
    public async Task A_table_that_another_partition_lives_in_stays()
    {
        await using var stage = await StageBench.OpenAsync();
        var table = stage.Yearly("p", "select {{ key }} as simulation_year, i as id from range(3) r(i)");
        await stage.Bench.MustBuildAsync(table, "2025");
        var before = await stage.StateAsync();

        await stage.SaveAsync("2026");
        await stage.Bench.MustBuildAsync(table, "2026");
        await stage.RollbackAsync("2026");

        Assert.Equal(before, await stage.StateAsync());
    }

    [Fact]
    public async Task Rolling_back_a_rebuild_restores_each_cell_and_the_marker()
    {
        await using var stage = await StageBench.OpenAsync();
        var table = stage.Yearly("p", "select {{ key }} as simulation_year, i as id, case when i = 1 then null else 'a' || i end as name from range(3) r(i)");
        await BuildAsync(stage, table, "2025", "2026");
        var before = await stage.StateAsync();

        stage.Bench.NextRun();
        await stage.SaveAsync("2026");
        table = stage.Yearly("p", "select {{ key }} as simulation_year, i as id, 'new' as name from range(5) r(i)");
        await stage.Bench.MustBuildAsync(table, "2026");
        var markers = await stage.RollbackAsync("2026");

        Assert.Equal(before, await stage.StateAsync());
        Assert.Equal(3, Assert.Single(markers).Value.RowCount);
        Assert.Empty(await stage.SavedAsync());
    }

    [Fact]
    public async Task A_step_that_was_not_built_is_left_alone()
    {
        await using var stage = await StageBench.OpenAsync();
        var table = stage.Yearly("p", "select {{ key }} as simulation_year, 1 as id");
        await BuildAsync(stage, table, "2025");

        stage.Bench.NextRun();
        await stage.SaveAsync("2025");
        await stage.Bench.ExecuteAsync("update p set id = 7");
        var markers = await stage.RollbackAsync("2025");

        Assert.Equal(["2025|7"], await stage.Bench.RowsAsync("select * from p"));
        Assert.Single(markers);
    }

    [Theory]
    [InlineData("select {{ key }} as simulation_year, i as id, 'x' as name, 1 as added from range(2) r(i)")]
    [InlineData("select 0 as front, {{ key }} as simulation_year, i as id, 'x' as name from range(2) r(i)")]
    [InlineData("select {{ key }} as simulation_year, cast(i as double) + 0.5 as id, 'x' as name from range(2) r(i)")]
    [InlineData("select {{ key }} as simulation_year, i as id from range(2) r(i)")]
    public async Task Altered_columns_are_put_back(string query)
    {
        await using var stage = await StageBench.OpenAsync();
        var table = stage.Yearly("p", "select {{ key }} as simulation_year, cast(i as integer) as id, case when {{ key }} = 2026 then 'n' end as name from range(3) r(i)");
        await BuildAsync(stage, table, "2025", "2026");
        var before = await stage.StateAsync();

        stage.Bench.NextRun();
        await stage.SaveAsync("2026");
        await stage.Bench.MustBuildAsync(stage.Yearly("p", query), "2026");
        var between = await stage.Bench.ColumnsAsync("p");
        await stage.RollbackAsync("2026");

        Assert.NotEqual(["simulation_year INTEGER", "id INTEGER", "name VARCHAR"], between);
        Assert.Equal(before, await stage.StateAsync());
    }

    [Fact]
    public async Task A_column_that_another_partition_needs_by_now_stays()
    {
        await using var stage = await StageBench.OpenAsync();
        var table = stage.Yearly("p", "select {{ key }} as simulation_year, cast(1 as integer) as id");
        await BuildAsync(stage, table, "2025", "2026");

        stage.Bench.NextRun();
        await stage.SaveAsync("2026");
        table = stage.Yearly("p", "select {{ key }} as simulation_year, 5000000000 as id, 'x' as added");
        await BuildAsync(stage, table, "2026", "2027");
        await stage.RollbackAsync("2026");

        Assert.Equal(["2025|1|", "2026|1|", "2027|5000000000|x"], await stage.Bench.RowsAsync("select * from p"));
        Assert.Equal(["simulation_year INTEGER", "id BIGINT", "added VARCHAR"], await stage.Bench.ColumnsAsync("p"));
    }

    [Fact]
    public async Task A_table_that_was_created_anew_gets_back_the_markers_of_its_empty_partitions()
    {
        await using var stage = await StageBench.OpenAsync();
        await stage.Bench.MustBuildAsync(stage.Yearly("p", "select {{ key }} as simulation_year, 1 as id where false"), "2025");
        await stage.Bench.MustBuildAsync(stage.Yearly("p", "select {{ key }} as simulation_year, 1 as id"), "2026");
        var before = await stage.StateAsync();

        stage.Bench.NextRun();
        await stage.SaveAsync("2026");
        await stage.Bench.MustBuildAsync(stage.Yearly("p", "select {{ key }} as simulation_year, date '2026-01-01' as id"), "2026");
        var between = await stage.StateAsync();
        await stage.RollbackAsync("2026");

        Assert.DoesNotContain("2025", between, StringComparison.Ordinal);
        Assert.Equal(before, await stage.StateAsync());
    }

    [Fact]
    public async Task Tables_and_views_without_partitions_come_back_with_their_definitions_and_indexes()
    {
        await using var stage = await StageBench.OpenAsync();
        var table = stage.Add(stage.Bench.Model(
            "t", "select i as id, 'a' as name from range(3) r(i)", ("materialized", "table"),
            ("indexes", new List<object?> { new Dictionary<string, object?>(StringComparer.Ordinal) { ["columns"] = new List<object?> { "id" }, ["unique"] = true } })));
        var view = stage.Add(stage.Bench.Model("v", "select id + 1 as next from t", ("materialized", "view")));
        var other = stage.Add(stage.Bench.Model("o", "select 1 as x", ("materialized", "view")));
        foreach (var node in new[] { table, view, other })
        {
            await stage.Bench.MustBuildAsync(node);
        }

        var before = await stage.StateAsync();
        stage.Bench.NextRun();
        await stage.SaveAsync(null);
        await stage.Bench.MustBuildAsync(stage.Add(stage.Bench.Model("t", "select i as id, 1 as other from range(5) r(i)", ("materialized", "table"))));
        await stage.Bench.MustBuildAsync(stage.Add(stage.Bench.Model("v", "select 7 as seven", ("materialized", "view"))));
        await stage.Bench.MustBuildAsync(stage.Add(stage.Bench.Model("o", "select 2 as y", ("materialized", "table"))));
        var markers = await stage.RollbackAsync(null);

        Assert.Equal(before, await stage.StateAsync());
        Assert.Equal(3, markers.Count);
    }

    [Fact]
    public async Task What_was_saved_first_counts_within_a_run()
    {
        await using var stage = await StageBench.OpenAsync();
        var table = stage.Yearly("p", "select {{ key }} as simulation_year, 1 as id");
        await BuildAsync(stage, table, "2025");
        var before = await stage.StateAsync();

        stage.Bench.NextRun();
        await stage.SaveAsync("2025");
        await stage.Bench.MustBuildAsync(stage.Yearly("p", "select {{ key }} as simulation_year, 2 as id"), "2025");
        await stage.SaveAsync("2025");
        await stage.RollbackAsync("2025");

        Assert.Equal(before, await stage.StateAsync());
    }

    [Fact]
    public async Task Another_run_begins_with_the_data_as_it_is_then()
    {
        await using var stage = await StageBench.OpenAsync();
        await BuildAsync(stage, stage.Yearly("p", "select {{ key }} as simulation_year, 1 as id"), "2025");
        stage.Bench.NextRun();
        await stage.SaveAsync("2025");
        await stage.Bench.MustBuildAsync(stage.Yearly("p", "select {{ key }} as simulation_year, 2 as id"), "2025");
        var before = await stage.StateAsync();

        stage.Bench.NextRun();
        await stage.SaveAsync("2025");
        await stage.Bench.MustBuildAsync(stage.Yearly("p", "select {{ key }} as simulation_year, 3 as id"), "2025");
        await stage.RollbackAsync("2025");

        Assert.Equal(before, await stage.StateAsync());
        Assert.Empty(await stage.SavedAsync());
    }

    [Fact]
    public async Task What_was_saved_is_dropped_when_the_stage_has_ended_well()
    {
        await using var stage = await StageBench.OpenAsync();
        var table = stage.Yearly("p", "select {{ key }} as simulation_year, 1 as id");
        await BuildAsync(stage, table, "2025");

        stage.Bench.NextRun();
        await stage.SaveAsync("2025");
        var during = await stage.SavedAsync();
        await stage.Saves.DropAsync(stage.Scope("2025"), CancellationToken.None);

        Assert.Single(during);
        Assert.Empty(await stage.SavedAsync());
        Assert.Equal(["0"], await stage.Bench.RowsAsync("select count(*) from sluice_saved.saves"));
    }

    [Fact]
    public async Task A_stage_whose_beginning_was_not_saved_says_so_and_changes_nothing()
    {
        await using var stage = await StageBench.OpenAsync();
        await BuildAsync(stage, stage.Yearly("p", "select {{ key }} as simulation_year, 1 as id"), "2025");
        var before = await stage.StateAsync();

        var error = await Assert.ThrowsAsync<DiagnosticException>(() => stage.RollbackAsync("2025"));

        Assert.Equal("SLUICE3032", error.Diagnostics[0].Code);
        Assert.Contains("p[2025]", error.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Equal(before, await stage.StateAsync());
    }

    [Fact]
    public async Task The_schema_of_saved_rows_is_not_listed()
    {
        await using var stage = await StageBench.OpenAsync();
        await BuildAsync(stage, stage.Yearly("p", "select {{ key }} as simulation_year, 1 as id"), "2025");
        stage.Bench.NextRun();
        await stage.SaveAsync("2025");

        await using var session = await stage.Bench.Adapter.OpenSessionAsync(CancellationToken.None);

        Assert.NotEmpty(await stage.SavedAsync());
        Assert.Equal(["main"], session.ListSchemas(stage.Bench.Adapter.Database));
        Assert.Empty(session.ListRelations(stage.Bench.Adapter.Database, "sluice_saved"));
    }

    private static async Task BuildAsync(StageBench stage, SqlNode node, params string[] years)
    {
        foreach (var year in years)
        {
            await stage.Bench.MustBuildAsync(node, year);
        }
    }
}
