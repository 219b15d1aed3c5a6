using System.Diagnostics;
using Sluice.Hosting.Running;
using Sluice.Runs;

namespace Sluice.Hosting.Tests;

/// <summary>An application in a process of its own, which a crash point kills.</summary>
internal static class Victim
{
    internal const string Argument = "--victim";
    internal const int Killed = 128 + 9;

    internal sealed record Item(int Id, string Text);

    /// <summary>Runs it, or goes on with its last run, in a process of its own; gives the exit code.</summary>
    internal static async Task<int> StartAsync(string kind, string folder, string? crashAt)
    {
        var program = Environment.ProcessPath!;
        var start = program.EndsWith("dotnet", StringComparison.Ordinal)
            ? new ProcessStartInfo(program, [typeof(Victim).Assembly.Location, Argument, kind, folder])
            : new ProcessStartInfo(program, [Argument, kind, folder]);
        start.Environment[CrashPoint.Variable] = crashAt ?? "";
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        LastError = await error;
        return process.ExitCode;
    }

    internal static string LastError { get; private set; } = "";

    internal static async Task<int> RunAsync(string kind, string folder)
    {
        var builder = new SluiceApplicationBuilder(CommandWords.Read(["--project-dir", folder]), "shop") { Database = "shop.duckdb" };
        Configure(builder, kind);
        await using var application = builder.Build();
        return await application.RunAsync(Directory.Exists(Path.Combine(folder, ".sluice")) && File.Exists(Path.Combine(folder, ".sluice", "state.db"))
            ? ["resume", "--project-dir", folder]
            : ["run", "--project-dir", folder]);
    }

    internal static void Configure(SluiceApplicationBuilder builder, string kind)
    {
        if (kind == "rows")
        {
            builder.AddAsset<Item>("first", () => Items(5));
            builder.AddAsset<Item>("second", (Table<Item> first) => first);
            return;
        }

        var calls = new ChunkOptions { Rows = 10, LeastRows = 1, MemoryBudget = 100, MeasureMemory = () => kind == "spilling" ? 99 : 1 };
        builder.AddAsset<Item>("items", async (AssetContext asset, CancellationToken cancel) =>
        {
            var report = await asset.ForEachChunkAsync(
                Items(35).ToAsyncEnumerable(),
                chunk =>
                {
                    File.AppendAllText(Path.Combine(builder.Folder, "calls.txt"), $"{chunk[0].Id} {chunk.Count}\n");
                    return chunk.Select(item => item with { Text = $"<{item.Text}>" });
                },
                calls, cancel);
            asset.Metadata("report", report.ToString());
        });
    }

    private static IEnumerable<Item> Items(int count) => Enumerable.Range(0, count).Select(id => new Item(id, $"t{id}"));
}
