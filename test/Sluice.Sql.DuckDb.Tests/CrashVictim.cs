using System.Diagnostics;

namespace Sluice.Sql.DuckDb.Tests;

/// <summary>What a child process does until a crash point kills it: builds two partitions.</summary>
internal static class CrashVictim
{
    internal const string Argument = "--crash-victim";

    internal const string Hold = "--hold-database";

    /// <summary>A start of this very program.</summary>
    internal static ProcessStartInfo Start(params string[] arguments) =>
        Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal)
            ? new ProcessStartInfo(Environment.ProcessPath, [typeof(CrashVictim).Assembly.Location, .. arguments])
            : new ProcessStartInfo(Environment.ProcessPath, arguments);

    /// <summary>Opens the database, says so, and keeps it until the input ends.</summary>
    internal static async Task HoldAsync(string folder)
    {
        await using var bench = await Workbench.OpenAsync(folder);
        await Console.Out.WriteLineAsync("open");
        await Console.In.ReadToEndAsync();
    }

    internal static async Task RunAsync(string folder)
    {
        var bench = await Workbench.OpenAsync(folder);
        var model = bench.Model(
            "p", "select {{ key }} as simulation_year, i as id from range(3) r(i)", Workbench.Years, ("materialized", "table"), ("partition_by", "simulation_year"));
        await bench.MustBuildAsync(model, "2025");
        await bench.MustBuildAsync(model, "2026");
    }
}

/// <summary>The entry point: the tests, or the child process of one of them.</summary>
internal static class Program
{
    internal static async Task<int> Main(string[] args)
    {
        if (args is [CrashVictim.Argument, var folder])
        {
            await CrashVictim.RunAsync(folder);
            return 0;
        }

        if (args is [Checkpoints.RollbackVictim.Argument, var stage])
        {
            await Checkpoints.RollbackVictim.RunAsync(stage);
            return 0;
        }

        if (args is [CrashVictim.Hold, var held])
        {
            await CrashVictim.HoldAsync(held);
            return 0;
        }

        return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
    }
}
