using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Engine.Runs;
using Sluice.Engine.State;
using Sluice.Graph;
using Sluice.Partitions;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.Tests.Recovery;

/// <summary>A three-year project on disk, run by a process of its own that the environment may have killed at a named point.</summary>
internal sealed class Victim : IAsyncDisposable
{
    internal const string Argument = "--victim";
    internal const int Killed = 128 + 9;
    private const string Opened = "opened";
    private const string DelayVariable = "SLUICE_TEST_STEP_MS";
    private static readonly PartitionSet Years = PartitionSet.Range("year", 2025, 2027);

    private Victim(string folder, StateStore store, IReadOnlyDictionary<string, string>? code)
    {
        Database = new FileDatabase(folder);
        Store = store;
        Graph = CreateGraph(Database, code ?? new Dictionary<string, string>());
    }

    internal FileDatabase Database { get; }

    internal StateStore Store { get; }

    internal AssetGraph Graph { get; }

    private RunEngine Engine => new(Store, Database, TimeProvider.System);

    internal static async Task<Victim> OpenAsync(string folder, IReadOnlyDictionary<string, string>? code = null) =>
        new(folder, await StateStore.OpenAsync(Path.Combine(folder, ".sluice", "state.db"), TimeProvider.System), code);

    /// <summary>What the child process does.</summary>
    internal static async Task<int> RunAsync(string folder, string what)
    {
        await using var victim = await OpenAsync(folder);
        await Console.Out.WriteLineAsync(Opened);
        if (what == "repair")
        {
            await victim.PlanResumeAsync();
            return 0;
        }

        // A process may be killed when its run has ended and it has not: then there is nothing left to do.
        var last = await victim.Store.Runs.ListAsync(1);
        return last is [{ Status: RunStatus.Succeeded }] || (await victim.GoOnAsync()).Status == RunStatus.Succeeded ? 0 : 1;
    }

    /// <summary>Runs the project in a process of its own; returns its exit code.</summary>
    internal static async Task<int> StartAsync(string folder, string crashAt, string what = "run")
    {
        using var process = Start(folder, crashAt, what, stepMilliseconds: 0);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>
    /// Runs the project in a process of its own and kills that some time after it has opened the project, unless it has ended; returns its
    /// exit code.
    /// </summary>
    internal static async Task<int> StartAndKillAsync(string folder, TimeSpan after)
    {
        using var process = Start(folder, "", "run", stepMilliseconds: 10);
        Assert.Equal(Opened, await process.StandardOutput.ReadLineAsync());
        try
        {
            await process.WaitForExitAsync().WaitAsync(after);
        }
        catch (TimeoutException)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        return process.ExitCode;
    }

    /// <summary>Resumes the last run; begins one where there is none.</summary>
    internal async Task<RunResult> GoOnAsync()
    {
        var last = await Store.Runs.ListAsync(1);
        return last.IsEmpty || last[0].Status == RunStatus.Succeeded
            ? await Engine.RunAsync(Graph, await Planner.PlanAsync(Graph, new PlanRequest(), Database))
            : await Engine.ResumeAsync(Graph, last[0].Run);
    }

    internal async Task<RunPlan> PlanResumeAsync() => await Engine.PlanResumeAsync(Graph, (await Store.Runs.ListAsync(1)).Single().Run);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Database.Dispose();
    }

    private static Process Start(string folder, string crashAt, string what, int stepMilliseconds)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Victim).Assembly.Location, Argument, folder, what]) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment["SLUICE_CRASH_AT"] = crashAt;
        start.Environment[DelayVariable] = stepMilliseconds.ToString(CultureInfo.InvariantCulture);
        return Process.Start(start)!;
    }

    // The loop through the year before, a start value, and a total over all years.
    private static AssetGraph CreateGraph(FileDatabase database, IReadOnlyDictionary<string, string> code)
    {
        var diagnostics = new DiagnosticBag();
        AssetGraph? graph = null;
        var delay = int.Parse(Environment.GetEnvironmentVariable(DelayVariable) ?? "0", CultureInfo.InvariantCulture);
        AssetDefinition Asset(string name, PartitionSet? years, params ImmutableArray<(string, PartitionMapping)> reads) => new()
        {
            Key = new AssetKey(name),
            Name = name,
            Partitions = years,
            Dependencies = [.. reads.Select(read => new AssetDependency(new AssetKey(read.Item1), read.Item2))],
            // One slot for all of them, which a killed process must not keep.
            Pool = "database",
            CodeVersion = _ => code.GetValueOrDefault(name, "1"),
            Body = async (context, cancel) =>
            {
                await Task.Delay(delay, cancel);
                return database.Build(context, graph!.Upstream(context.Step));
            },
        };

        graph = AssetGraph.Create(
            [
                Asset("census", null),
                Asset("pay", Years, ("snapshot", new PartitionMapping.Lag()), ("census", new PartitionMapping.FirstOnly())),
                Asset("merit", Years, ("pay", new PartitionMapping.Same())),
                Asset("raise", Years, ("pay", new PartitionMapping.Same())),
                Asset("snapshot", Years, ("merit", new PartitionMapping.Same()), ("raise", new PartitionMapping.Same())),
                Asset("report", null, ("snapshot", new PartitionMapping.All())),
            ],
            diagnostics);
        diagnostics.ThrowIfErrors();
        return graph;
    }
}
