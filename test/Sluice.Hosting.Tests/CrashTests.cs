namespace Sluice.Hosting.Tests;

/// <summary>A killed process leaves nothing half written, and repeats nothing that it had committed.</summary>
public sealed class CrashTests
{
    [Theory]
    [InlineData("before-commit:1")]
    [InlineData("after-commit:1")]
    [InlineData("before-commit:2")]
    public async Task A_killed_write_is_whole_or_not_there(string crashAt)
    {
        using var bench = new Bench();

        Assert.Equal(Victim.Killed, await Victim.StartAsync("rows", bench.Folder, crashAt));
        var after = bench.Query("select table_name, estimated_size from duckdb_tables() where schema_name = 'main' order by 1");
        var exit = await Victim.StartAsync("rows", bench.Folder, null);

        Assert.True(exit == 0, Victim.LastError);
        Assert.All(after, table => Assert.EndsWith("|5", table, StringComparison.Ordinal));
        Assert.Equal(["5|5"], bench.Query("select (select count(*) from first), (select count(*) from second)"));
    }

    [Theory]
    [InlineData("chunks", "after-chunk:3", 3)]
    [InlineData("chunks", "before-commit:1", 4)]
    [InlineData("spilling", "before-chunk:3", 2)]
    public async Task A_killed_run_goes_on_behind_the_last_committed_chunk(string kind, string crashAt, int committed)
    {
        using var bench = new Bench();

        Assert.Equal(Victim.Killed, await Victim.StartAsync(kind, bench.Folder, crashAt));
        var calls = await File.ReadAllLinesAsync(Path.Combine(bench.Folder, "calls.txt"), TestContext.Current.CancellationToken);
        var exit = await Victim.StartAsync(kind, bench.Folder, null);

        Assert.True(exit == 0, Victim.LastError);
        Assert.Equal(["35|35|595|<t34>"], bench.Query("select count(*), count(distinct id), sum(id), max(text) filter (id = 34) from items"));
        var all = await File.ReadAllLinesAsync(Path.Combine(bench.Folder, "calls.txt"), TestContext.Current.CancellationToken);
        Assert.Equal(calls.Take(committed), all.Distinct().Take(committed));
        Assert.All(calls.Take(committed), call => Assert.Single(all, other => other == call));
        Assert.Empty(bench.Query("select 1 from duckdb_tables() where table_name like 'chunk_rows%' union all select 1 from sluice.chunks"));
        Assert.False(Directory.Exists(Path.Combine(bench.Folder, ".sluice", "spill")) && Directory.EnumerateFiles(Path.Combine(bench.Folder, ".sluice", "spill"), "*", SearchOption.AllDirectories).Any());
    }
}
