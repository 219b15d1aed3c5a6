using Sluice.Assets;
using Sluice.Engine.Recovery;
using Sluice.Engine.State;
using Sluice.Graph;
using Sluice.Plans;
using Sluice.Runs;
using Sluice.Threads;

namespace Sluice.Engine.Runs;

/// <summary>Carries out plans, one run at a time for each log.</summary>
/// <param name="log">Where what happens is recorded.</param>
/// <param name="commits">Where the commit markers lie.</param>
/// <param name="time">The clock.</param>
public sealed class RunEngine(IEventLog log, ICommitStore commits, TimeProvider time)
{
    /// <summary>Carries out a plan as a new run. Failed steps are outcomes, not exceptions; so is a cancel.</summary>
    /// <param name="graph">The graph that the plan was made from.</param>
    /// <param name="plan">What to do.</param>
    /// <param name="options">How; the defaults where null.</param>
    /// <param name="cancellationToken">Stops the run: steps at work are cancelled, and the run ends as cancelled.</param>
    /// <exception cref="EngineException">Another run of the log is active; the project or the data has changed since the plan was made; or the log could not be written.</exception>
    public async Task<RunResult> RunAsync(
        AssetGraph graph, RunPlan plan, RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        var markers = await RecoverAsync();
        var changes = PlanDrift.Code(graph, plan).Concat(PlanDrift.Data(plan, markers)).ToList();
        if (changes.Count > 0)
        {
            throw RunErrors.PlanMoved(changes);
        }

        var run = RunId.New(time);
        await BeginAsync(new RunStarted(run, time.GetUtcNow(), RunOwners.Current, options?.Title, plan) { Audit = options?.Audit });
        return await ExecuteAsync(run, graph, plan, markers, options, cancellationToken);
    }

    /// <summary>What is left of a stopped run, planned over the project as it is now; says what has changed since.</summary>
    /// <exception cref="EngineException">The run is unknown, still active, or has succeeded.</exception>
    public async Task<RunPlan> PlanResumeAsync(AssetGraph graph, RunId run, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var markers = await RecoverAsync();
        return await PlanRestAsync(graph, run, markers);
    }

    /// <summary>Goes on with a stopped run under its id. What it has committed is not repeated unless its code or inputs have changed.</summary>
    /// <param name="graph">The project as it is now.</param>
    /// <param name="run">An interrupted, cancelled or failed run.</param>
    /// <param name="options">How; the defaults where null.</param>
    /// <param name="cancellationToken">Stops the run again.</param>
    /// <exception cref="EngineException">The run is unknown, still active, or has succeeded; another run of the log is active; or the log could not be written.</exception>
    public async Task<RunResult> ResumeAsync(
        AssetGraph graph, RunId run, RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        var markers = await RecoverAsync();
        var plan = await PlanRestAsync(graph, run, markers);
        CrashPoint.Reach(CrashPoint.BeforeResume);
        await BeginAsync(new RunResumed(run, time.GetUtcNow(), RunOwners.Current, plan) { Audit = options?.Audit });
        return await ExecuteAsync(run, graph, plan, markers, options, cancellationToken);
    }

    // Two runs at a time would each plan over what the other one is about to replace.
    private async Task BeginAsync(RunEvent begins)
    {
        if (await log.TryAppendAsync(begins, CancellationToken.None) is { } active)
        {
            throw active.Run == begins.Run ? RunErrors.StillActive(active.Run, active.Owner) : RunErrors.AnotherRun(active);
        }
    }

    private async Task<IReadOnlyDictionary<StepKey, CommitMarker>> RecoverAsync()
    {
        var markers = await commits.ReadAsync(CancellationToken.None);
        await LogRepair.RunAsync(log, markers, time);
        return markers;
    }

    private async Task<RunPlan> PlanRestAsync(AssetGraph graph, RunId run, IReadOnlyDictionary<StepKey, CommitMarker> markers)
    {
        var history = RunHistory.Of(await log.ReadAsync(run)) ?? throw RunErrors.UnknownRun(run);
        return history.Status switch
        {
            RunStatus.Running => throw RunErrors.StillActive(run, history.Owner),
            RunStatus.Succeeded => throw RunErrors.AlreadySucceeded(run),
            _ => Planner.PlanRest(graph, history, markers),
        };
    }

    private async Task<RunResult> ExecuteAsync(
        RunId run, AssetGraph graph, RunPlan plan, IReadOnlyDictionary<StepKey, CommitMarker> markers, RunOptions? options,
        CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var watch = new CancelWatch(run, log, stop);
        options ??= new RunOptions();
        using var threads = new WorkThreads("sluice step", options.Threads);
        try
        {
            return await new RunExecution(run, graph, plan, markers, options, threads, log, time).RunAsync(stop.Token);
        }
        finally
        {
            // The last step's thread is left to itself: what the caller does next is no step.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
    }
}
