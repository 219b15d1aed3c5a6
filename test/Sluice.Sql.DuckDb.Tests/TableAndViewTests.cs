using Sluice.Runs;

namespace Sluice.Sql.DuckDb.Tests;

public sealed class TableAndViewTests
{
    [Fact]
    public async Task A_table_holds_the_rows_of_its_query_and_the_marker_says_so()
    {
        await using var bench = await Workbench.OpenAsync();

        var result = await bench.MustBuildAsync(bench.Model("t", "select i as id from range(3) r(i) -- all of them;", ("materialized", "table")));

        Assert.Equal(["0", "1", "2"], await bench.RowsAsync("select id from t"));
        Assert.Equal(3, result.Rows);
        Assert.Equal(3, result.Marker!.RowCount);
        Assert.Equal(["model.proj.t||3"], await bench.RowsAsync("select asset, partition, row_count from sluice.commits"));
    }

    [Fact]
    public async Task A_query_that_ends_in_a_semicolon_is_built()
    {
        await using var bench = await Workbench.OpenAsync();

        await bench.MustBuildAsync(bench.Model("v", "select 1 as id;\n"));

        Assert.Equal(["1"], await bench.RowsAsync("select id from v"));
    }

    [Theory]
    [InlineData("view", "table", "BASE TABLE")]
    [InlineData("table", "view", "VIEW")]
    [InlineData("table", "table", "BASE TABLE")]
    [InlineData("view", "view", "VIEW")]
    [InlineData("view", "incremental", "BASE TABLE")]
    [InlineData("incremental", "view", "VIEW")]
    public async Task A_relation_changes_its_type(string first, string second, string type)
    {
        await using var bench = await Workbench.OpenAsync();

        await bench.MustBuildAsync(bench.Model("t", "select 1 as id", ("materialized", first)));
        await bench.MustBuildAsync(bench.Model("t", "select 2 as id", ("materialized", second)), fullRefresh: true);

        Assert.Equal([$"{type}"], await bench.RowsAsync("select table_type from information_schema.tables where table_name = 't'"));
        Assert.Equal(["2"], await bench.RowsAsync("select id from t"));
    }

    [Fact]
    public async Task A_rebuild_with_the_same_rows_keeps_the_fingerprint()
    {
        await using var bench = await Workbench.OpenAsync();
        var first = await bench.MustBuildAsync(bench.Model("t", "select 1 as id union all select 2", ("materialized", "table")));

        bench.NextRun();
        var same = await bench.MustBuildAsync(bench.Model("t", "select 2 as id union all select 1", ("materialized", "table")));
        bench.NextRun();
        var other = await bench.MustBuildAsync(bench.Model("t", "select 2 as id union all select 2", ("materialized", "table")));
        bench.NextRun();
        var renamed = await bench.MustBuildAsync(bench.Model("t", "select 2 as number union all select 2", ("materialized", "table")));

        Assert.Equal(first.Marker!.Fingerprint, same.Marker!.Fingerprint);
        Assert.NotEqual(same.Marker.Fingerprint, other.Marker!.Fingerprint);
        Assert.NotEqual(other.Marker.Fingerprint, renamed.Marker!.Fingerprint);
    }

    [Fact]
    public async Task A_view_gets_a_new_fingerprint_each_time()
    {
        await using var bench = await Workbench.OpenAsync();
        var model = bench.Model("v", "select 1 as id");

        var first = await bench.MustBuildAsync(model);
        bench.NextRun();
        var second = await bench.MustBuildAsync(model);

        Assert.Null(second.Marker!.RowCount);
        Assert.NotEqual(first.Marker!.Fingerprint, second.Marker.Fingerprint);
    }

    [Fact]
    public async Task Descriptions_become_comments_of_the_columns_that_exist()
    {
        await using var bench = await Workbench.OpenAsync();
        var model = bench.Model(
            "t", "select 1 as id", ("materialized", "table"),
            ("persist_docs", new Dictionary<string, object?>(StringComparer.Ordinal) { ["relation"] = true, ["columns"] = true }));
        model.Description = "It's a table";
        model.Columns = [new() { Name = "ID", Description = "The key" }, new() { Name = "gone", Description = "Nothing" }];

        await bench.MustBuildAsync(model);

        Assert.Equal(["It's a table"], await bench.RowsAsync("select comment from duckdb_tables() where table_name = 't'"));
        Assert.Equal(["The key"], await bench.RowsAsync("select comment from duckdb_columns() where table_name = 't'"));
    }

    [Fact]
    public async Task A_header_stands_before_the_statement()
    {
        await using var bench = await Workbench.OpenAsync();

        await bench.MustBuildAsync(bench.Model("t", "select twice(4) as n", ("materialized", "table"), ("sql_header", "create temp macro twice(x) as x * 2")));

        Assert.Equal(["8"], await bench.RowsAsync("select n from t"));
    }

    [Fact]
    public async Task Indexes_are_created_with_the_table()
    {
        await using var bench = await Workbench.OpenAsync();
        var model = bench.Model(
            "t", "select 1 as id", ("materialized", "table"),
            ("indexes", new List<object?> { new Dictionary<string, object?>(StringComparer.Ordinal) { ["columns"] = new List<object?> { "id" }, ["unique"] = true, ["type"] = "btree" } }));

        await bench.MustBuildAsync(model);
        await bench.MustBuildAsync(model);

        Assert.Equal(["t__id__index|true"], await bench.RowsAsync("select index_name, is_unique from duckdb_indexes()"));
    }

    [Fact]
    public async Task A_model_of_an_attached_database_has_its_marker_there()
    {
        await using var bench = await Workbench.OpenAsync(target => target.Attach.Add(new(":memory:", "side", null, ReadOnly: false, [])));
        var model = bench.Model("a", "select 1 as id", ("materialized", "table"));
        model.Relation = model.Relation!.WithDatabase("side");

        await bench.MustBuildAsync(model);

        Assert.Equal(["1"], await bench.RowsAsync("select id from side.main.a"));
        Assert.Equal(["model.proj.a"], await bench.RowsAsync("select asset from side.sluice.commits"));
        Assert.Single(await bench.Adapter.Commits.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_unknown_materialization_is_named_with_the_nearest()
    {
        await using var bench = await Workbench.OpenAsync();

        var result = await bench.BuildAsync(bench.Model("t", "select 1 as id", ("materialized", "tabel")));

        Assert.Equal(StepStatus.Errored, result.Status);
        Assert.Equal("""
            models/t.sql:1:1: error SLUICE3109: there is no materialization `tabel`
              1 | select 1 as id
                | ^
              hint: did you mean `table`?
            """, result.Diagnostics.Single().ToString(), ignoreLineEndingDifferences: true);
    }
}
