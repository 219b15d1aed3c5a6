using Sluice.Cli.Crashing;
using Sluice.DuckDb;

namespace Sluice.Crash;

/// <summary>
/// The last year fails its gate, is tried again and put back. Killed at a named place of all this and resumed, the database is what it is
/// without the kill.
/// </summary>
public sealed class CrashPointTests(ChangedProject project) : IClassFixture<ChangedProject>
{
    public static TheoryData<string> Points =>
    [
        "before-gate", "after-gate", "stage-retry", "before-save:2", "after-save:2", "before-rollback", "after-rollback", "before-checkpoint", "after-checkpoint",
    ];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Killed_around_gates_retries_rollbacks_and_checkpoints_a_run_goes_on_to_the_same_cells(string point)
    {
        using var folder = new ScratchProject(project.Before.Root, ScratchParts.Everything);

        var killed = await folder.CallAsync(["run", "--threads", "1"], crashAt: point);
        var found = await Reopened.LookAsync(folder);
        var resumed = await folder.CallAsync(["resume"]);

        Assert.True(killed.Killed, $"{point} was not reached: {killed.Said}");
        Assert.Equal(0, found.Active);
        Assert.True(resumed.Exit == 1, resumed.Said);
        Assert.Empty(await TableComparison.CompareAsync(project.After.Database!, folder.Database!));
        Assert.Equal(["2024|100", "2025|300", "2026|400"], await YearsAsync(folder));
    }

    private static async Task<IEnumerable<string>> YearsAsync(ScratchProject folder)
    {
        await using var connection = new DuckDbConnection($"Data Source={folder.Database}");
        await connection.OpenAsync();
        var rows = await TableComparison.ReadAsync(
            connection, "select year::integer, max(amount)::integer from growth group by year order by year", CancellationToken.None);
        return [.. rows.Select(row => $"{row[0]}|{row[1]}")];
    }
}
