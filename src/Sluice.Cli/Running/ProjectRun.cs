using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Cli.Artifacts;
using Sluice.Cli.Checkpoints;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Planning;
using Sluice.Cli.Projects;
using Sluice.Cli.Talking;
using Sluice.Engine;
using Sluice.Engine.Progress;
using Sluice.Engine.Runs;
using Sluice.Engine.State;
using Sluice.Graph;
using Sluice.Plans;
using Sluice.Runs;
using Sluice.Sql.Nodes;

namespace Sluice.Cli.Running;

/// <summary>Plans a verb over a project and carries the plan out.</summary>
/// <param name="call">The command's call.</param>
/// <param name="session">The project.</param>
/// <param name="verb">What is taken from it.</param>
/// <param name="settings">How steps are planned and run.</param>
internal sealed class ProjectRun(CommandCall call, ProjectSession session, Verb verb, RunSettings settings)
{
    private ImmutableArray<SqlNode> _selected = [];

    private Verb Verb { get; } = session.IsApplication ? verb.WithChecks : verb;

    /// <summary>Is told how the run ended; null for nobody.</summary>
    internal Action<RunResult, RunPlaces>? Ended { get; init; }

    /// <summary>Stands before the run once it is opened; null before.</summary>
    internal CheckpointGuard? Guard { get; private set; }

    internal async Task<RunPlan> PlanAsync(SelectionSettings selection, CancellationToken cancellationToken)
    {
        var selected = session.Select(selection, Verb.TypesIn(session.TracksChanges));
        await session.DeferAsync(selection.State, selected, builds: verb != Running.Verb.Test, cancellationToken);
        var graph = session.CreateGraph(runner: null);
        var adapter = await session.OpenDatabaseAsync(cancellationToken);
        return await Planner.PlanAsync(graph, Request(selected), adapter.Commits, cancellationToken);
    }

    /// <summary>What a plan is expected to write and to take.</summary>
    internal async Task<PlanForecast> ForecastAsync(RunPlan plan, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<StepKey, TimeSpan> durations = new Dictionary<StepKey, TimeSpan>();
        if (File.Exists(session.StatePath))
        {
            await using var store = await StateStore.OpenAsync(session.StatePath, call.Host.Time, cancellationToken: cancellationToken);
            durations = await store.Runs.LastDurationsAsync(cancellationToken);
        }

        var adapter = await session.OpenDatabaseAsync(cancellationToken);
        return new PlanForecast(plan, durations, await adapter.Commits.ReadAsync(cancellationToken), session.Project.Target.Threads, call.Host.Time);
    }

    internal async Task<int> RunAsync(SelectionSettings selection, string form, CancellationToken cancellationToken)
    {
        var selected = session.Select(selection, Verb.TypesIn(session.TracksChanges));
        _selected = selected;
        await session.DeferAsync(selection.State, selected, builds: verb != Running.Verb.Test, cancellationToken);
        var request = Request(selected);
        return await ExecuteAsync(
            form,
            async (graph, engine, commits, options) =>
            {
                var plan = await Guard!.PassAsync(() => Planner.PlanAsync(graph, request, commits, cancellationToken), verb, settings, cancellationToken);
                if (call.Plan is { } saved)
                {
                    SavedPlan.RequireWhole(saved, plan);
                    plan = saved;
                }

                return (plan, await engine.RunAsync(graph, plan, options, cancellationToken));
            },
            cancellationToken);
    }

    /// <summary>Opens everything that a run needs, runs, and tells how it ended.</summary>
    internal async Task<int> ExecuteAsync(
        string form, Func<AssetGraph, RunEngine, ICommitStore, Engine.Runs.RunOptions, Task<(RunPlan Plan, RunResult Result)>> run, CancellationToken cancellationToken)
    {
        var (runner, opened, audit) = await OpenAsync(cancellationToken);
        await using var store = opened;
        var adapter = await session.OpenDatabaseAsync(cancellationToken);
        var graph = session.CreateGraph(runner, await session.CreateStageRunnerAsync(store, cancellationToken));
        await adapter.CreateSchemasAsync(session.Schemas, cancellationToken);
        var engine = new RunEngine(store, adapter.Commits, call.Host.Time);
        Guard = new CheckpointGuard(call, session, store.Runs);
        var screen = call.Talk is { IsJson: false, Level: <= TalkLevel.Info } ? call.Host.Screen : null;
        var eta = new EtaEstimator(await store.Runs.LastDurationsAsync(cancellationToken), session.Project.Target.Threads, call.Host.Time);
        RunNarrator narrator;
        RunPlan plan;
        RunResult result;
        await using (IRunView view = screen is null
            ? new PlainView(call.Talk, call.Host.Time)
            : new LiveView(screen, call.Talk.Paint, call.Host.Time) { Left = () => eta.Estimate().Remaining, Stopping = cancellationToken })
        {
            narrator = new RunNarrator(call.Talk, view, session.StepName, call.Host.Time)
            {
                Events = new NodeEvents(call.Talk, session.Project.Graph.Find, call.Host.Time),
            };
            narrator.Events.Begun(session.Project.Target.Threads, session.Project.Target.Name);
            var options = new Engine.Runs.RunOptions
            {
                Threads = session.Project.Target.Threads,
                Observer = new ObserverList(eta, narrator),
                FailFast = settings.FailFast,
                Pools = call.Host.Application?.Pools ?? ImmutableDictionary<string, int>.Empty,
                Title = CommandMask.Of(call),
                Audit = audit,
            };
            (plan, result) = await InTurnAsync(() => run(graph, engine, adapter.Commits, options), cancellationToken);
        }

        return await EndAsync(plan, result, narrator, form, cancellationToken);
    }

    /// <summary>Opens the database on its own thread, and beside it what needs none.</summary>
    private async Task<(INodeRunner Runner, StateStore Store, RunAudit Audit)> OpenAsync(CancellationToken cancellationToken)
    {
        var opening = session.CreateRunnerAsync(cancellationToken).AsTask();
        StateStore? store = null;
        try
        {
            var audit = Auditing.Of(call, session);
            store = await StateStore.OpenAsync(session.StatePath, call.Host.Time, cancellationToken: cancellationToken);
            return (await opening, store, audit);
        }
        catch
        {
            if (store is not null)
            {
                await store.DisposeAsync();
            }

            // It has ended before anything is closed. Where neither can be opened, the database's error says more.
            await opening;
            throw;
        }
    }

    // Planned anew each time: the other run may have built what this one is about to.
    private async Task<(RunPlan Plan, RunResult Result)> InTurnAsync(Func<Task<(RunPlan Plan, RunResult Result)>> run, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await run();
            }
            catch (EngineException error) when (error.Code is "SLUICE3021" or "SLUICE3024")
            {
                if (!await session.Turn.PauseAsync(error.Message, cancellationToken))
                {
                    throw;
                }
            }
        }
    }

    private async Task<int> EndAsync(
        RunPlan plan, RunResult result, RunNarrator narrator, string form, CancellationToken cancellationToken)
    {
        var resultsPath = Path.Combine(session.TargetFolder, "run_results.json");
        var results = StepResults.Of(plan, result, narrator.Starts, session.Batches, session.Project.Target.Threads);
        var exposures = StepResults.OfExposures(_selected, results).ToList();
        session.Artifacts.WriteResults(verb.Name, results.Concat(exposures), result.Duration);
        var reports = result.Status == RunStatus.Succeeded ? await new RunReports(call, session).WriteAsync(result.Outcomes, form == "text", cancellationToken) : [];
        var places = new RunPlaces(session.DatabasePath, reports, resultsPath, session.Files.CompiledFolder, session.StatePath);
        if (session.TracksChanges)
        {
            RunSummaryFiles.Write(session.TargetFolder, plan, result, places, Auditing.Of(call, session));
        }

        Ended?.Invoke(result, places);
        RunClosing.Say(call.Talk, plan, result, places, session.StepName, exposures);
        if (form == "json")
        {
            await call.Host.Output.WriteLineAsync(RunOutput.Json(plan, result, places));
        }

        return result.Status switch
        {
            RunStatus.Succeeded => ExitCode.Ok,
            RunStatus.Cancelled => ExitCode.Interrupted,
            _ => ExitCode.Failed,
        };
    }

    private PlanRequest Request(ImmutableArray<SqlNode> selected) => new()
    {
        Selected = [.. selected.Where(node => node is not ExposureNode).Select(node => new AssetKey(node.UniqueId))],
        Partitions = PartitionList.Read(settings.Partitions, session.Project.Partitions.Values, call.Line),
        SkipUnchanged = session.TracksChanges,
        Force = settings.Force,
        FullRefresh = settings.FullRefresh,
        FailFast = settings.FailFast,
        IncludeChecks = Verb.HasChecks,
        ChecksGate = Verb.Gates,
        RequireInputs = session.TracksChanges && session.Project.Deferral is null,
    };
}
