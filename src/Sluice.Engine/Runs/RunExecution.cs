using System.Collections.Immutable;
using System.Threading.Channels;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Graph;
using Sluice.Plans;
using Sluice.Runs;
using Sluice.Threads;

namespace Sluice.Engine.Runs;

/// <summary>One run on its way: starts each step when its turn has come and a slot is free, and records how it ended.</summary>
/// <remarks>One loop decides everything; bodies run beside it and report back through a channel.</remarks>
internal sealed class RunExecution
{
    private const string RunCancelled = "the run was cancelled";
    private readonly RunScope _scope;
    private readonly AssetGraph _graph;
    private readonly RunPlan _plan;
    private readonly RunOptions _options;
    private readonly StepAttempts _attempts;
    private readonly WorkThreads _threads;
    private readonly StepBoard _board;
    private readonly SlotCounter _slots;
    private readonly ReadySteps _ready;
    private readonly Dictionary<int, ReadyStep> _atWork = [];
    private readonly List<RunEvent> _unwritten = [];
    // A step's last act is to say that it is done, so the loop may go on in its thread.
    private readonly Channel<Finished> _finished = Channel.CreateUnbounded<Finished>(
        new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly ImmutableArray<StepOutcome>.Builder _outcomes = ImmutableArray.CreateBuilder<StepOutcome>();
    private readonly Dictionary<int, int> _outcomeOf = [];
    private readonly long _start;
    private string? _stopReason;

    internal RunExecution(
        RunId run, AssetGraph graph, RunPlan plan, IReadOnlyDictionary<StepKey, CommitMarker> markers, RunOptions options, WorkThreads threads,
        IEventLog log, TimeProvider time)
    {
        (_graph, _plan, _options, _threads) = (graph, plan, options, threads);
        _scope = new RunScope(run, log, new RunReporter(options.Observer, options.ProgressInterval, time), time);
        _start = time.GetTimestamp();
        _attempts = new StepAttempts(_scope);
        _slots = new SlotCounter(options.Threads, options.Pools, graph.Workflow);
        _ready = new ReadySteps(_slots);
        _board = new StepBoard(graph, plan, markers, time, TellLate)
        {
            Ready = _ready.Add,
            SettledWithout = SettleWithout,
            Reopened = RetryStage,
        };
    }

    private bool FailsFast => _options.FailFast || _plan.Request.FailFast;

    internal async Task<RunResult> RunAsync(CancellationToken cancellationToken)
    {
        _scope.Reporter.Tell(told => told.RunStarted(_scope.Run, _plan));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            if (await RunHooksAsync(HookMoment.RunStart, cancellationToken) is { } failed)
            {
                _stopReason = $"{failed} failed";
            }
            else
            {
                await RunGraphAsync(stop);
                ThrowWhereUnreached(stop.Token);
            }

            SkipRest(cancellationToken.IsCancellationRequested ? RunCancelled : _stopReason);
            await WriteEventsAsync();
            await RunHooksAsync(HookMoment.RunEnd, cancellationToken);
            Skip(_board.Hooks(HookMoment.RunEnd), RunCancelled);
            await WriteEventsAsync();
            return await EndAsync(StatusOf(cancellationToken), null);
        }
        catch (EngineException error)
        {
            await StopAllAsync(stop);
            await TryEndAsync(error);
            throw;
        }
    }

    private async Task RunGraphAsync(CancellationTokenSource stop)
    {
        using var grace = new CancellationTokenSource();
        await using var graceEnds = StartGraceWhenStopped(grace, stop.Token);
        _board.IsStopped = stop.IsCancellationRequested;
        _board.Begin();
        while (true)
        {
            while (!stop.IsCancellationRequested && _board.ToRollBack.TryDequeue(out var failed))
            {
                await WriteEventsAsync();
                await RollBackAsync(failed, stop.Token);
            }

            await StartReadyAsync(stop.Token);
            if (_atWork.Count == 0)
            {
                if (stop.IsCancellationRequested || _board.ToRollBack.Count == 0)
                {
                    return;
                }

                continue;
            }

            try
            {
                Handle(await _finished.Reader.ReadAsync(grace.Token), stop);
            }
            catch (OperationCanceledException) when (grace.IsCancellationRequested)
            {
                AbandonWork();
                return;
            }

            _board.IsStopped = stop.IsCancellationRequested;
            _board.Advance();
        }
    }

    // A run must never be called complete with work undone.
    private void ThrowWhereUnreached(CancellationToken stopped)
    {
        if (!stopped.IsCancellationRequested && _board.Unsettled().Select(node => _board.Planned(node).Title).ToList() is { Count: > 0 } unreached)
        {
            throw RunErrors.NeverReached(unreached);
        }
    }

    private IAsyncDisposable StartGraceWhenStopped(CancellationTokenSource grace, CancellationToken stopped)
    {
        var timer = _scope.Time.CreateTimer(_ => grace.Cancel(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        stopped.Register(() => timer.Change(_options.CancelGrace, Timeout.InfiniteTimeSpan));
        return timer;
    }

    private async Task StartReadyAsync(CancellationToken cancellationToken)
    {
        var starting = new List<StartingStep>();
        while (!cancellationToken.IsCancellationRequested && _ready.Take() is { } ready)
        {
            var start = new StartingStep(ready, ContextOf(ready.Node, ready.InputVersion), _board.Clock.Left(ready.Node));
            starting.Add(start);
            if (start.RunsBody)
            {
                _unwritten.Add(new StepStarted(_scope.Run, _scope.Time.GetUtcNow(), start.Context.Step, 1));
            }
        }

        // What has ended and what starts in one transaction: what a step reads is in the log when its start is.
        await WriteEventsAsync();
        foreach (var start in starting)
        {
            _atWork.Add(start.Ready.Node, start.Ready);
            // A body may compute for a while before its first await, and the loop must not wait for that. The task cannot fail: it posts whatever happens.
            _threads.Post(() => _ = WorkAsync(start, cancellationToken));
        }
    }

    private async Task WorkAsync(StartingStep start, CancellationToken cancellationToken)
    {
        var (ready, context, left) = start;
        try
        {
            var outcome = left <= TimeSpan.Zero
                ? new StepOutcome(context.Step, RunErrors.StageTimedOut(ready.Planned.Title, ready.Planned.Stage!), 0, TimeSpan.Zero)
                : await _attempts.RunAsync(Within(_graph.AssetOf(ready.Node), left), context, ready.Planned.Title, ready.Blocked, start.RunsBody, cancellationToken);
            _finished.Writer.TryWrite(new Finished(start, outcome, null));
        }
        catch (Exception error)
        {
            _finished.Writer.TryWrite(new Finished(start, null, error));
        }
    }

    private void Handle(Finished finished, CancellationTokenSource stop)
    {
        var (ready, context, _) = finished.Start;
        _atWork.Remove(ready.Node);
        _slots.Release(ready.Planned);
        if (finished.Outcome is not { } outcome)
        {
            throw finished.Error as EngineException ?? RunErrors.Stopped(finished.Error!);
        }

        if (outcome.Result.Status == StepStatus.TimedOut && finished.Start.Left is { } left && !(_graph.AssetOf(ready.Node).Timeout <= left))
        {
            _board.Clock.End(ready.Node);
        }

        _unwritten.Add(EventOf(outcome, context));
        Record(ready.Node, outcome);
        if (StepBoard.IsFailure(outcome.Result.Status) && FailsFast && _stopReason is null)
        {
            _stopReason = $"the run ended at its first failure, {ready.Planned.Title}";
            stop.Cancel();
        }
    }

    private void SettleWithout(int node, StepResult result)
    {
        var outcome = new StepOutcome(_board.Planned(node).Step, result, 0, TimeSpan.Zero);
        // What was done before the run was stopped is in the log already.
        if (_board.Planned(node).Reason.Kind != PlanReasonKind.AlreadyDone)
        {
            _unwritten.Add(EventOf(outcome, ContextOf(node, "")));
        }

        Record(node, outcome);
    }

    /// <summary>Writes what has happened since the last time: one transaction however much it is.</summary>
    private async Task WriteEventsAsync()
    {
        if (_unwritten.Count > 0)
        {
            await _scope.Log.AppendAsync([.. _unwritten], CancellationToken.None);
            _unwritten.Clear();
        }
    }

    // Of two limits the one that leaves less counts.
    private static AssetDefinition Within(AssetDefinition asset, TimeSpan? left) =>
        left is null || asset.Timeout <= left ? asset : asset with { Timeout = left };

    private void TellLate(Stage stage, PartitionKey partition, TimeSpan elapsed)
    {
        _unwritten.Add(new StageLate(_scope.Run, _scope.Time.GetUtcNow(), stage.Name, partition, elapsed, stage.Sla!.Value));
        _scope.Reporter.Tell(told => told.StageLate(stage.Name, partition, elapsed, stage.Sla!.Value));
    }

    private void RetryStage(Stage stage, PartitionKey partition, int retry, ImmutableArray<StepKey> steps)
    {
        CrashPoint.Reach(CrashPoint.StageRetry);
        _unwritten.Add(new StageRetried(_scope.Run, _scope.Time.GetUtcNow(), stage.Name, partition, retry, steps));
        _scope.Reporter.Tell(told => told.StageRetrying(stage.Name, partition, retry, steps));
    }

    private async Task RollBackAsync(FailedStage failed, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<StepKey, CommitMarker>? markers = null;
        string? problem = null;
        try
        {
            markers = _graph.Workflow?.Rollback is { } rollback
                ? await rollback(new StageScope(_scope.Run, failed.Stage, failed.Partition, failed.Steps), cancellationToken)
                : null;
            problem = markers is null ? "nothing here can put data back" : null;
        }
        catch (Exception error) when (error is not EngineException)
        {
            problem = error is DiagnosticException { Diagnostics: [var first, ..] } ? first.Message : $"{error.GetType().Name}: {error.Message}";
        }

        await _scope.Log.AppendAsync(
            new StageRolledBack(_scope.Run, _scope.Time.GetUtcNow(), failed.Stage.Name, failed.Partition, LogText.Limit(problem)), CancellationToken.None);
        _scope.Reporter.Tell(told => told.StageRolledBack(failed.Stage.Name, failed.Partition, problem));
        _board.Release(failed, markers);
    }

    private void Record(int node, StepOutcome outcome)
    {
        _board.Record(node, outcome);
        // A step of a stage that is tried again ends once more: the last time counts.
        if (_outcomeOf.TryAdd(node, _outcomes.Count))
        {
            _outcomes.Add(outcome);
        }
        else
        {
            _outcomes[_outcomeOf[node]] = outcome;
        }

        _scope.Reporter.Tell(told => told.StepFinished(outcome));
    }

    /// <summary>Runs hooks one after the other. At the start of a run the first one that fails ends it: its title is returned.</summary>
    private async Task<string?> RunHooksAsync(HookMoment moment, CancellationToken cancellationToken)
    {
        foreach (var node in _board.Hooks(moment).TakeWhile(_ => !cancellationToken.IsCancellationRequested))
        {
            var title = _board.Planned(node).Title;
            var context = ContextOf(node, "") with { Outcomes = moment == HookMoment.RunEnd ? _outcomes.ToImmutable() : [] };
            var outcome = await _attempts.RunAsync(_graph.AssetOf(node), context, title, blocked: null, isAnnounced: false, cancellationToken);
            await _scope.Log.AppendAsync(EventOf(outcome, context), CancellationToken.None);
            Record(node, outcome);
            if (StepBoard.IsFailure(outcome.Result.Status) && moment == HookMoment.RunStart)
            {
                return title;
            }
        }

        return null;
    }

    // Hooks at the end of the run are left to run, unless the user has cancelled.
    private void SkipRest(string? reason)
    {
        if (reason is not null)
        {
            Skip(_board.Hooks(HookMoment.RunStart), reason);
            Skip(_board.Unsettled(), reason);
        }
    }

    private void Skip(IEnumerable<int> nodes, string reason)
    {
        foreach (var node in nodes.Where(node => !_board.IsSettled(node)).ToList())
        {
            SettleWithout(node, new StepResult(StepStatus.Skipped, Message: reason));
        }
    }

    private void AbandonWork()
    {
        foreach (var (node, ready) in _atWork)
        {
            SettleWithout(node, RunErrors.DidNotStop(ready.Planned.Title, _options.CancelGrace));
        }
    }

    private async Task StopAllAsync(CancellationTokenSource stop)
    {
        await stop.CancelAsync();
        using var grace = new CancellationTokenSource(_options.CancelGrace, _scope.Time);
        try
        {
            while (_atWork.Count > 0)
            {
                var finished = await _finished.Reader.ReadAsync(grace.Token);
                _atWork.Remove(finished.Start.Ready.Node);
                if (finished.Outcome is { } outcome)
                {
                    _unwritten.Add(EventOf(outcome, finished.Start.Context));
                }
            }
        }
        catch (OperationCanceledException) when (grace.IsCancellationRequested)
        {
            // What does not stop is left behind; the run fails all the same.
        }
    }

    private async Task TryEndAsync(EngineException error)
    {
        try
        {
            await EndAsync(RunStatus.Failed, error.Message);
        }
        catch (EngineException)
        {
            // The log could not be written before and cannot be written now; the next open closes the run as interrupted.
        }
    }

    private async Task<RunResult> EndAsync(RunStatus status, string? message)
    {
        CrashPoint.Reach(CrashPoint.BeforeRunEnd);
        _unwritten.Add(new RunEnded(_scope.Run, _scope.Time.GetUtcNow(), status, message));
        await WriteEventsAsync();
        var result = new RunResult(_scope.Run, status, _outcomes.ToImmutable(), _scope.Time.GetElapsedTime(_start), message);
        _scope.Reporter.Tell(told => told.RunFinished(result));
        return result;
    }

    private RunStatus StatusOf(CancellationToken cancellationToken)
    {
        if (_outcomes.Any(outcome => StepBoard.IsFailure(outcome.Result.Status) || (outcome.Result.Status == StepStatus.Skipped && !_board.Waits(outcome.Step))))
        {
            return cancellationToken.IsCancellationRequested ? RunStatus.Cancelled : RunStatus.Failed;
        }

        return RunStatus.Succeeded;
    }

    private StepContext ContextOf(int node, string inputVersion) => new()
    {
        Run = _scope.Run,
        Step = _board.Planned(node).Step,
        CodeVersion = _board.Planned(node).CodeVersion,
        InputVersion = inputVersion,
        Previous = _board.MarkerOf(node),
        FullRefresh = _plan.Request.FullRefresh,
        OnlyHooks = _board.Planned(node).Reason.Kind == PlanReasonKind.HooksPending
            && _board.MarkerOf(node) is { HooksPending: true } marker && marker.InputVersion == inputVersion,
    };

    private StepEnded EventOf(StepOutcome outcome, StepContext context) =>
        new(_scope.Run, _scope.Time.GetUtcNow(), outcome.Step, outcome.Result.Status)
        {
            Attempts = outcome.Attempts,
            Duration = outcome.Duration,
            Rows = outcome.Result.Rows,
            Message = LogText.Limit(outcome.Result.Message),
            Details = outcome.Result.Diagnostics.IsDefaultOrEmpty ? null : LogText.Limit(string.Join('\n', outcome.Result.Diagnostics)),
            Degraded = outcome.Result.Marker?.Degraded,
            Verdicts = outcome.Result.Verdicts.IsDefaultOrEmpty ? null : outcome.Result.Verdicts,
            Metadata = outcome.Result.Metadata.IsDefaultOrEmpty ? null : outcome.Result.Metadata,
            CodeVersion = context.CodeVersion,
            InputVersion = context.InputVersion,
            Fingerprint = outcome.Result.Marker?.Fingerprint,
        };

    private sealed record Finished(StartingStep Start, StepOutcome? Outcome, Exception? Error);
}
