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
    /// <summary>The bytes of DuckDB's write-ahead log that had to be read again.</summary>
    internal long Log { get; private init; }

    /// <summary>The runs that have begun.</summary>
    internal int Runs { get; private init; }

    /// <summary>By step that is not committed: its chunks that are.</summary>
    internal IReadOnlyDictionary<string, long> Chunks { get; private init; } = new Dictionary<string, long>();

    /// <summary>By step whose end is recorded: its run, and the chunks that it found committed.</summary>
    internal IReadOnlyDictionary<string, (string Run, long Chunks)> Resumed { get; private init; } = new Dictionary<string, (string, long)>();

    internal static async Task<Reopened> LookAsync(ScratchProject folder)
    {
        var copy = Directory.CreateTempSubdirectory("sluice-reopened-").FullName;
        try
        {
            var state = Copy(folder.State, copy, "-wal");
            var database = folder.Database is { } path && IsBegun(path) ? Copy(path, copy, ".wal") : null;
            var log = new FileInfo(database + ".wal");
            var bytes = log.Exists ? log.Length : 0;
            var began = TimeProvider.System.GetTimestamp();
            var (runs, active, last, resumed) = state is null ? (0, 0, null, []) : await OpenStateAsync(state);
            await using var connection = new DuckDbConnection($"Data Source={database ?? ":memory:"}");
            await connection.OpenAsync();
            var took = TimeProvider.System.GetElapsedTime(began);
            return new Reopened(took, active, last, await CommitsAsync(connection)) { Log = bytes, Runs = runs, Chunks = await ChunksAsync(connection), Resumed = resumed };
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    // Shorter than its headers: killed while the file was created. The next command begins it anew.
    private static bool IsBegun(string database) => new FileInfo(database).Length >= 3 * 4096;

    private static async Task<(int Runs, int Active, RunStatus? Last, Dictionary<string, (string Run, long Chunks)> Resumed)> OpenStateAsync(string path)
    {
        await using var store = await StateStore.OpenAsync(path, TimeProvider.System);
        var runs = await store.Runs.ListAsync(100);
        var resumed = new Dictionary<string, (string, long)>(StringComparer.Ordinal);
        foreach (var run in runs.Reverse())
        {
            foreach (var step in (await store.ReadAsync(run.Run)).OfType<StepEnded>())
            {
                if (step.Metadata?.FirstOrDefault(item => item.Name == "chunks_resumed") is { } chunks)
                {
                    resumed[step.Step.ToString()] = (run.Run.ToString(), long.Parse(chunks.Value, CultureInfo.InvariantCulture));
                }
            }
        }

        return (runs.Length, runs.Count(run => run.Status == RunStatus.Running), runs.FirstOrDefault()?.Status, resumed);
    }

    private static async Task<IReadOnlyList<string>> CommitsAsync(DuckDbConnection connection) => await ReadAsync(
        connection, "commit_log", "select asset, coalesce(partition, ''), run_id::varchar, attempt, committed_at::varchar from sluice.commits order by sequence");

    private static async Task<Dictionary<string, long>> ChunksAsync(DuckDbConnection connection) =>
        (await ReadAsync(connection, "chunks", "select step, count(*) from sluice.chunks group by step")).Select(row => row.Split('|'))
            .ToDictionary(row => row[0], row => long.Parse(row[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);

    // Nothing where there is no such table yet.
    private static async Task<IReadOnlyList<string>> ReadAsync(DuckDbConnection connection, string table, string sql)
    {
        var tables = await TableComparison.ReadAsync(connection, $"select 1 from duckdb_tables() where schema_name = 'sluice' and table_name = '{table}'", CancellationToken.None);
        var rows = tables.Count == 0 ? [] : await TableComparison.ReadAsync(connection, sql, CancellationToken.None);
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
