using Sluice.Runs;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.DuckDb.Tests;

public sealed class PartitionedTests
{
    [Fact]
    public async Task Each_build_replaces_exactly_the_rows_of_its_partition()
    {
        await using var bench = await Workbench.OpenAsync();

        await bench.MustBuildAsync(Model(bench, "select {{ key }} as simulation_year, i as id from range(2) r(i)"), "2025");
        await bench.MustBuildAsync(Model(bench, "select {{ key }} as simulation_year, i as id from range(2) r(i)"), "2026");
        var result = await bench.MustBuildAsync(Model(bench, "select {{ key }} as simulation_year, 7 as id"), "2025");

        Assert.Equal(["2025|7", "2026|0", "2026|1"], await bench.RowsAsync("select * from p"));
        Assert.Equal(1, result.Marker!.RowCount);
        Assert.Equal(["2025|1", "2026|2"], await bench.RowsAsync(
            "select partition, row_count from sluice.commits qualify row_number() over (partition by partition order by sequence desc) = 1"));
    }

    [Fact]
    public async Task A_partition_without_rows_is_committed_too()
    {
        await using var bench = await Workbench.OpenAsync();

        var result = await bench.MustBuildAsync(Model(bench, "select {{ key }} as simulation_year, 1 as id where false"), "2025");

        Assert.Equal(0, result.Marker!.RowCount);
        Assert.Equal(["simulation_year INTEGER", "id INTEGER"], await bench.ColumnsAsync("p"));
    }

    [Fact]
    public async Task A_new_column_is_added_and_null_in_the_other_partitions()
    {
        await using var bench = await Workbench.OpenAsync();

        await bench.MustBuildAsync(Model(bench, "select {{ key }} as simulation_year, 1 as id"), "2025");
        await bench.MustBuildAsync(Model(bench, "select 'n' as note, {{ key }} as simulation_year, 2 as id"), "2026");

        Assert.Equal(["2025|1|", "2026|2|n"], await bench.RowsAsync("select simulation_year, id, note from p"));
    }

    [Fact]
    public async Task A_column_that_is_gone_is_null_until_no_partition_has_it()
    {
        await using var bench = await Workbench.OpenAsync();
        foreach (var year in new[] { "2025", "2026" })
        {
            await bench.MustBuildAsync(Model(bench, "select {{ key }} as simulation_year, 1 as id, 'x' as old"), year);
        }

        var first = await bench.MustBuildAsync(Model(bench, "select {{ key }} as simulation_year, 2 as id"), "2025");
        var between = await bench.RowsAsync("select * from p");
        var second = await bench.MustBuildAsync(Model(bench, "select {{ key }} as simulation_year, 2 as id"), "2026");

        Assert.Equal(["2025|2|", "2026|1|x"], between);
        Assert.Equal("NULL in this partition, because the query does not have it: old", first.Message);
        Assert.Null(second.Message);
        Assert.Equal(["simulation_year INTEGER", "id INTEGER"], await bench.ColumnsAsync("p"));
    }

    [Theory]
    [InlineData("cast(1 as integer)", "cast(5000000000 as bigint)", "BIGINT")]
    [InlineData("cast(5000000000 as bigint)", "cast(1 as integer)", "BIGINT")]
    [InlineData("cast(1.5 as decimal(4,1))", "cast(1.25 as decimal(6,2))", "DECIMAL(6,2)")]
    [InlineData("cast(1 as integer)", "cast(1.5 as double)", "DOUBLE")]
    [InlineData("date '2024-01-01'", "timestamp '2024-01-01 10:00:00'", "TIMESTAMP")]
    public async Task A_type_that_grew_widens_the_column(string first, string second, string type)
    {
        await using var bench = await Workbench.OpenAsync();

        await bench.MustBuildAsync(Model(bench, $"select {{{{ key }}}} as simulation_year, {first} as x"), "2025");
        await bench.MustBuildAsync(Model(bench, $"select {{{{ key }}}} as simulation_year, {second} as x"), "2026");

        Assert.Contains($"x {type}", await bench.ColumnsAsync("p"));
        Assert.Equal(["2"], await bench.RowsAsync("select count(*) from p"));
    }

    [Fact]
    public async Task Types_of_which_neither_holds_the_other_are_an_error_and_nothing_changes()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.MustBuildAsync(Model(bench, "select {{ key }} as simulation_year, 1 as x"), "2025");

        var result = await bench.BuildAsync(Model(bench, "select {{ key }} as simulation_year, 'a' as x"), "2026");

        Assert.Equal("""
            models/p.sql:1:1: error SLUICE3108: column `x` is VARCHAR in this partition and INTEGER in the table, and neither can hold the other
              1 | select {{ key }} as simulation_year, 'a' as x
                | ^
              hint: cast it to one type in every partition, or drop the table and build all partitions anew
            """, result.Diagnostics.Single().ToString(), ignoreLineEndingDifferences: true);
        Assert.Equal(["2025|1"], await bench.RowsAsync("select * from p"));
    }

    [Fact]
    public async Task The_only_partition_may_change_its_types_freely()
    {
        await using var bench = await Workbench.OpenAsync();

        await bench.MustBuildAsync(Model(bench, "select {{ key }} as simulation_year, 1 as x"), "2025");
        await bench.MustBuildAsync(Model(bench, "select {{ key }} as simulation_year, 'a' as x"), "2025");

        Assert.Equal(["2025|a"], await bench.RowsAsync("select * from p"));
    }

    [Theory]
    [InlineData("2025")]
    [InlineData("2026")]
    public async Task Rows_of_another_partition_are_counted_and_one_is_shown(string year)
    {
        await using var bench = await Workbench.OpenAsync();
        if (year == "2026")
        {
            await bench.MustBuildAsync(Model(bench, "select {{ key }} as simulation_year, 1 as id"), "2025");
        }

        var result = await bench.BuildAsync(Model(bench, "select {{ key }} + i - 1 as simulation_year, i as id from range(4) r(i)"), year);

        Assert.Equal($$$"""
            models/p.sql:1:1: error SLUICE3106: 3 rows have a `simulation_year` other than the partition's `{{{year}}}`, such as {{{int.Parse(year, System.Globalization.CultureInfo.InvariantCulture) - 1}}}
              1 | select {{ key }} + i - 1 as simulation_year, i as id from range(4) r(i)
                | ^
              hint: select only rows of the partition: where simulation_year = {{ partition.key }}
            """, result.Diagnostics.Single().ToString(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task A_null_key_belongs_to_no_partition()
    {
        await using var bench = await Workbench.OpenAsync();

        var result = await bench.BuildAsync(Model(bench, "select cast(null as integer) as simulation_year, 1 as id"), "2025");

        Assert.Contains("1 row has a `simulation_year` other than the partition's `2025`, such as NULL", result.Diagnostics.Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_without_the_partition_column_says_which_is_missing()
    {
        await using var bench = await Workbench.OpenAsync();

        var result = await bench.BuildAsync(Model(bench, "select {{ key }} as simulation_yaer"), "2025");

        Assert.Equal("""
            models/p.sql:1:1: error SLUICE3107: the query has no column `simulation_year`, which holds the partition's key
              1 | select {{ key }} as simulation_yaer
                | ^
              hint: did you mean `simulation_yaer`?
            """, result.Diagnostics.Single().ToString(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task The_same_rows_keep_the_partitions_fingerprint()
    {
        await using var bench = await Workbench.OpenAsync();
        var model = Model(bench, "select {{ key }} as simulation_year, i as id from range(3) r(i)");
        var first = await bench.MustBuildAsync(model, "2025");
        await bench.MustBuildAsync(model, "2026");
        bench.NextRun();

        var same = await bench.MustBuildAsync(model, "2025");
        var other = await bench.MustBuildAsync(Model(bench, "select {{ key }} as simulation_year, i + 1 as id from range(3) r(i)"), "2026");

        Assert.Equal(first.Marker!.Fingerprint, same.Marker!.Fingerprint);
        Assert.NotEqual(first.Marker.Fingerprint, other.Marker!.Fingerprint);
    }

    [Fact]
    public async Task A_table_that_was_dropped_voids_the_markers_of_its_other_partitions()
    {
        await using var bench = await Workbench.OpenAsync();
        var model = Model(bench, "select {{ key }} as simulation_year, 1 as id");
        await bench.MustBuildAsync(model, "2025");
        await bench.MustBuildAsync(model, "2026");
        await bench.ExecuteAsync("drop table p");

        var none = await bench.Adapter.Commits.ReadAsync(TestContext.Current.CancellationToken);
        await bench.MustBuildAsync(model, "2026");
        var one = await bench.Adapter.Commits.ReadAsync(TestContext.Current.CancellationToken);

        Assert.Empty(none);
        Assert.Equal(["model.proj.p[2026]"], one.Keys.Select(key => key.ToString()));
    }

    [Fact]
    public async Task Partitions_are_built_side_by_side()
    {
        await using var bench = await Workbench.OpenAsync();
        var model = Model(bench, "select {{ key }} as simulation_year, i as id from range(20000) r(i)");
        await bench.MustBuildAsync(model, "2025");

        var results = await Task.WhenAll(new[] { "2025", "2026", "2027", "2028", "2029" }.Select(year => bench.BuildAsync(model, year)));

        Assert.All(results, result => Assert.Equal(StepStatus.Succeeded, result.Status));
        Assert.Equal(["2025|20000", "2026|20000", "2027|20000", "2028|20000", "2029|20000"], await bench.RowsAsync("select simulation_year, count(*) from p group by all"));
    }

    [Fact]
    public async Task First_partitions_that_race_to_create_the_table_are_tried_again()
    {
        await using var bench = await Workbench.OpenAsync();
        var model = Model(bench, "select {{ key }} as simulation_year, i as id from range(1000) r(i)");

        var results = await Task.WhenAll(new[] { "2025", "2026", "2027" }.Select(year => bench.BuildAsync(model, year)));
        foreach (var (year, result) in new[] { "2025", "2026", "2027" }.Zip(results))
        {
            Assert.True(result.Status == StepStatus.Succeeded || result.IsTransient, string.Join('\n', result.Diagnostics));
            if (result.Status != StepStatus.Succeeded)
            {
                await bench.MustBuildAsync(model, year);
            }
        }

        Assert.Equal(["2025|1000", "2026|1000", "2027|1000"], await bench.RowsAsync("select simulation_year, count(*) from p group by all"));
    }

    private static ModelNode Model(Workbench bench, string sql) => bench.Model("p", sql, Workbench.Years, ("materialized", "table"), ("partition_by", "simulation_year"));
}
