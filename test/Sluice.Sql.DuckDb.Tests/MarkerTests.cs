using Sluice.DuckDb;

namespace Sluice.Sql.DuckDb.Tests;

public sealed class MarkerTests
{
    [Fact]
    public async Task The_last_marker_counts_and_those_before_it_go_when_the_database_is_opened()
    {
        await using var bench = await Workbench.OpenAsync();
        var model = bench.Model("t", "select 1 as id", ("materialized", "table"));
        await bench.MustBuildAsync(model);
        bench.NextRun();
        await bench.MustBuildAsync(bench.Model("v", "select 1 as id"));
        var last = await bench.MustBuildAsync(model);

        var before = await bench.RowsAsync("select count(*) from sluice.commits");
        await bench.ReopenAsync();
        var after = await bench.RowsAsync("select count(*) from sluice.commits");
        var markers = await bench.Adapter.Commits.ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["3"], before);
        Assert.Equal(["2"], after);
        Assert.Equal(2, markers.Count);
        Assert.Equal(last.Marker, markers[last.Marker!.Step]);
    }

    [Fact]
    public async Task The_view_shows_each_marker_as_columns()
    {
        await using var bench = await Workbench.OpenAsync();
        var built = await bench.MustBuildAsync(bench.Model("quo\"te d'été", "select 1 as id", ("materialized", "table")));
        await bench.MustBuildAsync(bench.Model("v", "select 1 as id"));

        Assert.Equal(
            [$"model.proj.quo\"te d'été||{built.Marker!.Run}|1|{built.Marker.Fingerprint}|1|false|main|quo\"te d'été", $"model.proj.v||{built.Marker.Run}|1||false|main|v"],
            await bench.RowsAsync("select asset, partition, run_id, attempt, case when row_count = 1 then fingerprint || '|' || row_count end, hooks_pending, schema_name, relation_name from sluice.commits"));
    }

    [Fact]
    public async Task Wherever_the_log_breaks_off_the_table_and_its_view_are_both_there_or_neither()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.MustBuildAsync(bench.Model("t", "select 1 as id", ("materialized", "table")));
        var database = Path.Combine(bench.Folder, "case.duckdb");
        var log = await File.ReadAllBytesAsync($"{database}.wal", TestContext.Current.CancellationToken);
        var torn = Path.Combine(bench.Folder, "torn.duckdb");
        var found = new SortedSet<string>(StringComparer.Ordinal);
        for (var length = 0; length <= log.Length; length += 40)
        {
            File.Copy(database, torn, overwrite: true);
            await File.WriteAllBytesAsync($"{torn}.wal", log[..length], TestContext.Current.CancellationToken);
            await using var connection = new DuckDbConnection($"Data Source={torn}");
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand(
                "select (select count(*) from duckdb_tables() where table_name = 'commit_log') || ' ' || (select count(*) from duckdb_views() where view_name = 'commits')");
            found.Add((string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!);
        }

        Assert.Equal(["0 0", "1 1"], found);
    }

    [Fact]
    public async Task A_marker_is_not_reported_once_its_relation_is_gone()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.MustBuildAsync(bench.Model("t", "select 1 as id", ("materialized", "table")));
        await bench.MustBuildAsync(bench.Model("v", "select 1 as id"));

        await bench.ExecuteAsync("drop table t");
        var markers = await bench.Adapter.Commits.ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["model.proj.v"], markers.Keys.Select(key => key.ToString()));
    }

    [Fact]
    public async Task A_sequence_goes_on_after_the_database_is_opened_again()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.MustBuildAsync(bench.Model("a", "select 1 as id"));
        await bench.MustBuildAsync(bench.Model("b", "select 1 as id"));

        await bench.ReopenAsync();
        await bench.MustBuildAsync(bench.Model("a", "select 2 as id"));

        Assert.Equal(["model.proj.a|1", "model.proj.a|3", "model.proj.b|2"], await bench.RowsAsync("select asset, sequence from sluice.commits"));
    }

    [Fact]
    public async Task A_database_without_markers_has_none()
    {
        await using var bench = await Workbench.OpenAsync();

        Assert.Empty(await bench.Adapter.Commits.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Markers_are_no_relation_of_the_project()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.MustBuildAsync(bench.Model("t", "select 1 as id"));

        await using var session = await bench.Adapter.OpenSessionAsync(TestContext.Current.CancellationToken);
        var (own, main, schemas) = await session.RunAsync(
            () => (session.ListRelations("case", "sluice"), session.ListRelations("case", "main"), session.ListSchemas("case")), TestContext.Current.CancellationToken);

        Assert.Empty(own);
        Assert.Single(main);
        Assert.Equal(["main"], schemas);
    }

    [Fact]
    public async Task Sessions_are_used_again_unless_a_hook_left_something_behind()
    {
        await using var bench = await Workbench.OpenAsync();
        var first = await bench.Adapter.OpenSessionAsync(TestContext.Current.CancellationToken);
        await first.DisposeAsync();
        await using (var second = await bench.Adapter.OpenSessionAsync(TestContext.Current.CancellationToken))
        {
            Assert.Same(first, second);
        }

        await bench.MustBuildAsync(bench.Model("t", "select 1 as id", ("materialized", "table"), ("pre_hook", "set threads = 1; create temp table scratch(x int)")));
        await using var third = await bench.Adapter.OpenSessionAsync(TestContext.Current.CancellationToken);

        Assert.NotSame(first, third);
    }
}
