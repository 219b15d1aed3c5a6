using System.Diagnostics;
using Sluice.Runs;

namespace Sluice.Sql.DuckDb.Tests;

public sealed class AtomicityTests
{
    [Theory]
    [InlineData("view")]
    [InlineData("table")]
    [InlineData("incremental")]
    public async Task A_statement_that_fails_leaves_the_old_relation_and_no_marker(string materialized)
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.MustBuildAsync(bench.Model("t", "select 1 as n", ("materialized", materialized), ("unique_key", "n")));

        var failed = await bench.BuildAsync(bench.Model("t", "select nothing as n", ("materialized", materialized), ("unique_key", "n")));

        Assert.Equal(StepStatus.Errored, failed.Status);
        Assert.Null(failed.Marker);
        Assert.Equal(["1"], await bench.RowsAsync("select n from t"));
        Assert.Equal(["1"], await bench.RowsAsync("select count(*) from sluice.commits"));
    }

    [Fact]
    public async Task An_error_in_the_middle_of_the_rows_leaves_the_old_table()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.MustBuildAsync(bench.Model("t", "select 1 as n", ("materialized", "table")));

        var failed = await bench.BuildAsync(bench.Model("t", "select case when i = 99999 then error('stop here') else i end as n from range(100000) r(i)", ("materialized", "table")));

        Assert.Equal("Invalid Input Error: stop here", failed.Diagnostics.Single().Message);
        Assert.Equal(["1"], await bench.RowsAsync("select n from t"));
    }

    [Fact]
    public async Task A_hook_after_the_rows_that_fails_undoes_them()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.MustBuildAsync(bench.Model("t", "select 1 as n", ("materialized", "table")));

        var failed = await bench.BuildAsync(bench.Model("t", "select 2 as n", ("materialized", "table"), ("post_hook", "select * from missing_tbl")));

        Assert.Equal("SLUICE4002", failed.Diagnostics.Single().Code);
        Assert.StartsWith("Catalog Error: Table with name missing_tbl does not exist", failed.Diagnostics.Single().Message, StringComparison.Ordinal);
        Assert.Equal(["1"], await bench.RowsAsync("select n from t"));
        Assert.Equal(["1"], await bench.RowsAsync("select count(*) from sluice.commits"));
    }

    [Theory]
    [InlineData("table", "table")]
    [InlineData("view", "view")]
    [InlineData("table", "view")]
    [InlineData("incremental", "incremental")]
    public async Task A_reader_sees_the_old_relation_or_the_new_one_and_never_none(string even, string odd)
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.MustBuildAsync(bench.Model("t", "select 0 as n, i from range(100) r(i)", ("materialized", even)), fullRefresh: true);
        using var stop = new CancellationTokenSource();
        var ready = new TaskCompletionSource();
        var reader = ReadAsync(bench, ready, stop.Token);
        await ready.Task;

        for (var n = 1; n <= 40; n++)
        {
            await bench.MustBuildAsync(bench.Model("t", $"select {n} as n, i from range(100) r(i)", ("materialized", n % 2 == 0 ? even : odd)), fullRefresh: true);
        }

        await stop.CancelAsync();
        var (reads, wrong) = await reader;
        Assert.Empty(wrong);
        Assert.True(reads > 0);
    }

    [Theory]
    [InlineData("before-commit:2", "2025|3", "model.proj.p[2025]")]
    [InlineData("after-commit:2", "2025|3,2026|3", "model.proj.p[2025],model.proj.p[2026]")]
    public async Task A_process_that_is_killed_leaves_whole_partitions_with_their_markers(string crash, string rows, string markers)
    {
        var folder = Directory.CreateTempSubdirectory("sluice-crash-").FullName;
        try
        {
            var start = CrashVictim.Start(CrashVictim.Argument, folder);
            start.Environment["SLUICE_CRASH_AT"] = crash;
            using var victim = Process.Start(start)!;
            await victim.WaitForExitAsync(TestContext.Current.CancellationToken);

            await using var bench = await Workbench.OpenAsync(folder);
            Assert.NotEqual(0, victim.ExitCode);
            Assert.Equal(rows.Split(','), await bench.RowsAsync("select simulation_year, count(*) from p group by all"));
            var found = await bench.Adapter.Commits.ReadAsync(TestContext.Current.CancellationToken);
            Assert.Equal(markers.Split(','), found.Keys.Select(key => key.ToString()).Order(StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_cancelled_step_is_interrupted_within_a_second_and_rolled_back()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.MustBuildAsync(bench.Model("t", "select 1 as n", ("materialized", "table")));
        using var cancel = new CancellationTokenSource();
        var building = bench.BuildAsync(bench.Model("t", "select count(*) as n from range(100000000) a, range(100000) b", ("materialized", "table")), cancel: cancel.Token);
        await Task.Delay(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);
        Assert.False(building.IsCompleted);

        var clock = Stopwatch.StartNew();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => building);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(1), $"it took {clock.Elapsed}");
        Assert.Equal(["1"], await bench.RowsAsync("select n from t"));
    }

    // One statement sees one state: all 100 rows have the same number.
    private static async Task<(int Reads, List<string> Wrong)> ReadAsync(Workbench bench, TaskCompletionSource ready, CancellationToken stop)
    {
        await using var session = await bench.Adapter.OpenSessionAsync(CancellationToken.None);
        return await session.RunAsync(
            () =>
            {
                var reads = 0;
                var wrong = new List<string>();
                while (!stop.IsCancellationRequested)
                {
                    try
                    {
                        var row = session.Query("select count(*), count(distinct n) from t", CancellationToken.None).Rows[0];
                        if (!Equals(row[0], 100L) || !Equals(row[1], 1L))
                        {
                            wrong.Add(string.Join('|', row));
                        }
                    }
                    catch (Adapters.DatabaseException error)
                    {
                        wrong.Add(error.Message);
                    }

                    reads++;
                    ready.TrySetResult();
                }

                return (reads, wrong);
            },
            CancellationToken.None);
    }
}
