using System.Diagnostics;
using Sluice.Runs;

namespace Sluice.Sql.DuckDb.Tests.Checkpoints;

/// <summary>What a child process does until a crash point kills it: saves a stage, builds over it with other columns, puts it back.</summary>
internal static class RollbackVictim
{
    internal const string Argument = "--rollback-victim";

    internal static RunId Run { get; } = new(new Guid("01a1fdcc-0000-7000-8000-000000000001"));

    internal static string Old => "select {{ key }} as simulation_year, i as id from range(3) r(i)";

    internal static string New => "select {{ key }} as simulation_year, i as id, 'x' as added from range(5) r(i)";

    /// <summary>What the stage held when it began.</summary>
    internal static string StateFile(string folder) => Path.Combine(folder, "before.txt");

    internal static async Task RunAsync(string folder)
    {
        var stage = await StageBench.OpenAsync(folder);
        var old = stage.Yearly("p", Old);
        await stage.Bench.MustBuildAsync(old, "2025");
        await stage.Bench.MustBuildAsync(old, "2026");
        await File.WriteAllTextAsync(StateFile(folder), await stage.StateAsync());
        stage.Bench.NextRun(Run);
        await stage.SaveAsync("2026");
        await stage.Bench.MustBuildAsync(stage.Yearly("p", New), "2026");
        await stage.RollbackAsync("2026");
        // Dies without closing the database, whatever the crash point.
        using var process = Process.GetCurrentProcess();
        process.Kill();
    }
}
