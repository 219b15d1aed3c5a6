using System.Globalization;
using Sluice.Cli.Crashing;
using Sluice.DuckDb;
using Sluice.Engine.State;
using Sluice.Runs;

namespace Sluice.Crash;

/// <summary>What whoever opens a project after a kill finds; looked at in a copy, so that the next command still finds what the kill left.</summary>
/// <param name="Took">The time to open both databases: the log of runs is closed, the database recovered.</param>
/// <param name="Active">Runs that still count as active.</param>
/// <param name="Last">How the last run stands; null where none has begun.</param>
/// <param name="Commits">Every commit: asset, partition, run, attempt and time.</param>
internal sealed record Reopened(TimeSpan Took, int Active, RunStatus? Last, IReadOnlyList<string> Commits)
{
    internal static async Task<Reopened> LookAsync(ScratchProject folder)
    {
        var copy = Directory.CreateTempSubdirectory("sluice-reopened-").FullName;
        try
        {
            var state = Copy(folder.State, copy, "-wal");
            var database = folder.Database is { } path ? Copy(path, copy, ".wal") : null;
            var began = TimeProvider.System.GetTimestamp();
            var (active, last) = state is null ? (0, null) : await OpenStateAsync(state);
            await using var connection = new DuckDbConnection($"Data Source={database ?? ":memory:"}");
            await connection.OpenAsync();
            return new Reopened(TimeProvider.System.GetElapsedTime(began), active, last, await CommitsAsync(connection));
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    private static async Task<(int Active, RunStatus? Last)> OpenStateAsync(string path)
    {
        await using var store = await StateStore.OpenAsync(path, TimeProvider.System);
        var runs = await store.Runs.ListAsync(100);
        return (runs.Count(run => run.Status == RunStatus.Running), runs.FirstOrDefault()?.Status);
    }

    private static async Task<IReadOnlyList<string>> CommitsAsync(DuckDbConnection connection)
    {
        var tables = await TableComparison.ReadAsync(connection, "select 1 from duckdb_tables() where schema_name = 'sluice' and table_name = 'commit_log'", CancellationToken.None);
        if (tables.Count == 0)
        {
            return [];
        }

        var rows = await TableComparison.ReadAsync(
            connection,
            "select asset, coalesce(partition, ''), run_id::varchar, attempt, committed_at::varchar from sluice.commits order by sequence", CancellationToken.None);
        return [.. rows.Select(row => string.Join('|', row.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture))))];
    }

    private static string? Copy(string path, string folder, string behind)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var copy = Path.Combine(folder, Path.GetFileName(path));
        File.Copy(path, copy);
        if (File.Exists(path + behind))
        {
            File.Copy(path + behind, copy + behind);
        }

        return copy;
    }
}
