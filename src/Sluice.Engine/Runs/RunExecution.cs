using System.Collections.Immutable;
using System.Threading.Channels;
using Sluice.Assets;
using Sluice.Graph;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.Runs;

/// <summary>One run on its way: starts each step when all that it waits for has ended and a slot is free, and settles what need not run.</summary>
/// <remarks>One loop decides everything; bodies run beside it and report back through a channel.</remarks>
internal sealed class RunExecution
{
    private readonly RunId _run;
    private readonly AssetGraph _graph;
    private readonly RunPlan _plan;
    private readonly RunOptions _options;
    private readonly IEventLog _log;
    private readonly TimeProvider _time;
    private readonly RunReporter _reporter;
    private readonly StepAttempts _attempts;
    private readonly StepOrder _order;
    private readonly SlotCounter _slots;
    private readonly ReadySteps _ready;
    private readonly PlannedStep?[] _planned;
    private readonly int[] _places;
    private readonly int[] _waiting;
    private readonly int[] _blame;
    private readonly StepStatus?[] _statuses;
    private readonly Stack<int> _settling = new();
    private readonly Dictionary<StepKey, CommitMarker> _markers;
    private readonly Dictionary<int, ReadyStep> _atWork = [];
    private readonly List<Task> _appends = [];
    private readonly Channel<Finished> _finished = Channel.CreateUnbounded<Finished>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ImmutableArray<StepOutcome>.Builder _outcomes = ImmutableArray.CreateBuilder<StepOutcome>();
    private string? _stopReason;
    private CancellationToken _cancelled;

    internal RunExecution(
        RunId run, AssetGraph graph, RunPlan plan, IReadOnlyDictionary<StepKey, CommitMarker> markers, RunOptions options, IEventLog log,
        TimeProvider time)
    {
        (_run, _graph, _plan, _options, _log, _time) = (run, graph, plan, options, log, time);
        _reporter = new RunReporter(options.Observer, options.ProgressInterval, time);
        _attempts = new StepAttempts(new RunScope(run, log, _reporter, time));
        _markers = new Dictionary<StepKey, CommitMarker>(markers);
        _planned = new PlannedStep?[graph.StepCount];
        _places = new int[graph.StepCount];
        var inGraph = new bool[graph.StepCount];
        for (var place = 0; place < plan.Steps.Length; place++)
        {
            var node = graph.IndexOf(plan.Steps[place].Step);
            _planned[node] = plan.Steps[place];
            _places[node] = place;
            inGraph[node] = !IsAround(node);
        }

        _order = StepOrder.Create(graph, inGraph, plan.Request.ChecksGate);
        _waiting = _order.Next.InDegrees();
        _blame = new int[_waiting.Length];
        Array.Fill(_blame, -1);
        _statuses = new StepStatus?[graph.StepCount];
        _slots = new SlotCounter(options.Threads, options.Pools, graph.Workflow);
        _ready = new ReadySteps(_slots);
    }

    private bool FailsFast => _options.FailFast || _plan.Request.FailFast;

    internal async Task<RunResult> RunAsync(CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        _cancelled = cancellationToken;
        _reporter.Tell(told => told.RunStarted(_run, _plan));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            if (await RunHooksAsync(HookMoment.RunStart, stop.Token) is { } failed)
            {
                _stopReason = $"{failed} failed";
            }
            else
            {
                await RunGraphAsync(stop);
            }

            if (cancellationToken.IsCancellationRequested || _stopReason is not null)
            {
                SkipRest(cancellationToken.IsCancellationRequested ? "the run was cancelled" : _stopReason!);
            }

            if (!cancellationToken.IsCancellationRequested)
            {
                await RunHooksAsync(HookMoment.RunEnd, cancellationToken);
            }

            SkipHooks(HookMoment.RunEnd, "the run was cancelled");
            await Task.WhenAll(_appends);
            return await EndAsync(StatusOf(cancellationToken), null, start);
        }
        catch (EngineException error)
        {
            await StopAllAsync(stop);
            await TryEndAsync(error, start);
            throw;
        }
    }

    private async Task RunGraphAsync(CancellationTokenSource stop)
    {
        using var grace = new CancellationTokenSource();
        await using var graceEnds = StartGraceWhenStopped(grace, stop.Token);
        foreach (var node in _order.Order.Where(node => _waiting[node] == 0).ToList())
        {
            Arrive(node);
        }

        Settle();
        while (true)
        {
            while (!stop.IsCancellationRequested && _ready.Take() is { } ready)
            {
                Start(ready, stop.Token);
            }

            if (_atWork.Count == 0)
            {
                return;
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

            Settle();
        }
    }

    private IAsyncDisposable StartGraceWhenStopped(CancellationTokenSource grace, CancellationToken stopped)
    {
        var timer = _time.CreateTimer(_ => grace.Cancel(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        stopped.Register(() => timer.Change(_options.CancelGrace, Timeout.InfiniteTimeSpan));
        return timer;
    }

    private void Start(ReadyStep ready, CancellationToken cancellationToken)
    {
        _atWork.Add(ready.Node, ready);
        var context = ContextOf(ready.Node, ready.InputVersion);
        // The task cannot fail: it posts whatever happens.
        _ = WorkAsync(ready, context, cancellationToken);
    }

    private async Task WorkAsync(ReadyStep ready, StepContext context, CancellationToken cancellationToken)
    {
        // A body may compute for a while before its first await; the loop must not wait for that.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var outcome = await _attempts.RunAsync(_graph.AssetOf(ready.Node), context, ready.Planned.Title, cancellationToken);
            await _log.AppendAsync(EventOf(outcome, context), CancellationToken.None);
            _finished.Writer.TryWrite(new Finished(ready, outcome, null));
        }
        catch (Exception error)
        {
            _finished.Writer.TryWrite(new Finished(ready, null, error));
        }
    }

    private void Handle(Finished finished, CancellationTokenSource stop)
    {
        _atWork.Remove(finished.Ready.Node);
        _slots.Release(finished.Ready.Planned);
        if (finished.Outcome is not { } outcome)
        {
            throw finished.Error as EngineException
                ?? new EngineException("SLUICE3006", $"the run stopped: {finished.Error!.Message}", null, finished.Error);
        }

        Record(finished.Ready.Node, outcome);
        if (IsFailure(outcome.Result.Status) && FailsFast && _stopReason is null)
        {
            _stopReason = $"the run ended at its first failure, {finished.Ready.Planned.Title}";
            stop.Cancel();
        }
    }

    // All that waits for the node has arrived: it is settled, or it becomes ready.
    private void Arrive(int node)
    {
        if (!_order.IsStep(node) || !_order.Planned[node])
        {
            _settling.Push(node);
        }
        else if (_stopReason is null && !_cancelled.IsCancellationRequested)
        {
            Decide(node, _planned[node]!);
        }
    }

    private void Decide(int node, PlannedStep planned)
    {
        if (_blame[node] >= 0)
        {
            SettleWithout(node, new StepResult(StepStatus.Skipped, Message: $"{_planned[_blame[node]]!.Title} {HowItEnded(_blame[node])}"));
            return;
        }

        if (planned.Action == PlanAction.Skip)
        {
            SettleWithout(node, planned.Reason.Kind == PlanReasonKind.MissingInput
                ? new StepResult(StepStatus.Skipped, Message: planned.Reason.Text)
                : new StepResult(StepStatus.Unchanged, Message: planned.Reason.Text));
            return;
        }

        var inputs = InputVersion.Of(StepInputs.Of(_graph, node, key => _markers.GetValueOrDefault(key)?.Fingerprint));
        if (planned.Action == PlanAction.RunIfChanged && _markers.TryGetValue(planned.Step, out var marker) && marker.InputVersion == inputs)
        {
            SettleWithout(node, new StepResult(StepStatus.Unchanged, Message: "inputs turned out unchanged"));
            return;
        }

        _ready.Add(new ReadyStep(node, _places[node], planned, inputs));
    }

    private void SettleWithout(int node, StepResult result)
    {
        var outcome = new StepOutcome(_planned[node]!.Step, result, 0, TimeSpan.Zero);
        // What was done before the run was stopped is in the log already.
        if (_planned[node]!.Reason.Kind != PlanReasonKind.AlreadyDone)
        {
            _appends.Add(_log.AppendAsync(EventOf(outcome, ContextOf(node, "")), CancellationToken.None));
        }

        Record(node, outcome);
    }

    private void Record(int node, StepOutcome outcome)
    {
        _statuses[node] = outcome.Result.Status;
        _outcomes.Add(outcome);
        if (outcome.Result.Marker is { } marker)
        {
            _markers[outcome.Step] = marker;
        }

        var asset = _graph.AssetOf(node);
        if (IsFailure(outcome.Result.Status) && (asset.Kind != AssetKind.Check || asset.Blocking))
        {
            _blame[node] = node;
        }

        _reporter.Tell(told => told.StepFinished(outcome));
        _settling.Push(node);
    }

    // Tells the followers of settled nodes; a failure goes on along what is read, never through the end of a stage.
    private void Settle()
    {
        while (_settling.TryPop(out var node))
        {
            foreach (var follower in _order.Next[node])
            {
                if (_order.IsStep(node) && _order.IsStep(follower) && _blame[follower] < 0)
                {
                    _blame[follower] = _blame[node];
                }

                if (--_waiting[follower] == 0)
                {
                    Arrive(follower);
                }
            }
        }
    }

    private async Task<string?> RunHooksAsync(HookMoment moment, CancellationToken cancellationToken)
    {
        foreach (var planned in _plan.Steps.Where(step => step.Kind == AssetKind.Hook && _graph[step.Step.Asset].Moment == moment))
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return null;
            }

            var node = _graph.IndexOf(planned.Step);
            var context = ContextOf(node, "") with { Outcomes = moment == HookMoment.RunEnd ? _outcomes.ToImmutable() : [] };
            var outcome = await _attempts.RunAsync(_graph.AssetOf(node), context, planned.Title, cancellationToken);
            await _log.AppendAsync(EventOf(outcome, context), CancellationToken.None);
            Record(node, outcome);
            _settling.Clear();
            if (IsFailure(outcome.Result.Status) && moment == HookMoment.RunStart)
            {
                return planned.Title;
            }
        }

        return null;
    }

    // What has not been settled when the run stops. Hooks at its end run even then, unless the user has cancelled.
    private void SkipRest(string reason)
    {
        SkipHooks(HookMoment.RunStart, reason);
        SkipWhere(_ => true, node => !IsAround(node), reason);
    }

    private void SkipHooks(HookMoment moment, string reason) =>
        SkipWhere(step => step.Kind == AssetKind.Hook, node => IsAround(node) && _graph.AssetOf(node).Moment == moment, reason);

    private void SkipWhere(Func<PlannedStep, bool> step, Func<int, bool> node, string reason)
    {
        foreach (var number in _plan.Steps.Where(step).Select(planned => _graph.IndexOf(planned.Step)).Where(node))
        {
            if (_statuses[number] is null)
            {
                SettleWithout(number, new StepResult(StepStatus.Skipped, Message: reason));
            }
        }

        _settling.Clear();
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
        using var grace = new CancellationTokenSource(_options.CancelGrace, _time);
        try
        {
            while (_atWork.Count > 0)
            {
                var finished = await _finished.Reader.ReadAsync(grace.Token);
                _atWork.Remove(finished.Ready.Node);
            }
        }
        catch (OperationCanceledException) when (grace.IsCancellationRequested)
        {
            // What does not stop is left behind; the run fails all the same.
        }
    }

    private async Task TryEndAsync(EngineException error, long start)
    {
        try
        {
            await EndAsync(RunStatus.Failed, error.Message, start);
        }
        catch (EngineException)
        {
            // The log could not be written before and cannot be written now; the next open closes the run as interrupted.
        }
    }

    private async Task<RunResult> EndAsync(RunStatus status, string? message, long start)
    {
        CrashPoint.Reach(CrashPoint.BeforeRunEnd);
        await _log.AppendAsync(new RunEnded(_run, _time.GetUtcNow(), status, message), CancellationToken.None);
        var result = new RunResult(_run, status, _outcomes.ToImmutable(), _time.GetElapsedTime(start), message);
        _reporter.Tell(told => told.RunFinished(result));
        return result;
    }

    private RunStatus StatusOf(CancellationToken cancellationToken)
    {
        if (_outcomes.Any(outcome => IsFailure(outcome.Result.Status) || outcome.Result.Status == StepStatus.Skipped))
        {
            return cancellationToken.IsCancellationRequested ? RunStatus.Cancelled : RunStatus.Failed;
        }

        return RunStatus.Succeeded;
    }

    private StepContext ContextOf(int node, string inputVersion) => new()
    {
        Run = _run,
        Step = _planned[node]!.Step,
        CodeVersion = _planned[node]!.CodeVersion,
        InputVersion = inputVersion,
        Previous = _markers.GetValueOrDefault(_planned[node]!.Step),
        FullRefresh = _plan.Request.FullRefresh,
    };

    private StepEnded EventOf(StepOutcome outcome, StepContext context) =>
        new(_run, _time.GetUtcNow(), outcome.Step, outcome.Result.Status)
        {
            Attempts = outcome.Attempts,
            Duration = outcome.Duration,
            Rows = outcome.Result.Rows,
            Message = LogText.Limit(outcome.Result.Message),
            Details = outcome.Result.Diagnostics.IsDefaultOrEmpty ? null : LogText.Limit(string.Join('\n', outcome.Result.Diagnostics)),
            CodeVersion = context.CodeVersion,
            InputVersion = context.InputVersion,
            Fingerprint = outcome.Result.Marker?.Fingerprint,
        };

    private bool IsAround(int node) => _graph.AssetOf(node) is { Kind: AssetKind.Hook, Moment: not HookMoment.InGraph };

    private string HowItEnded(int node) => _statuses[node] switch
    {
        StepStatus.TimedOut => "timed out",
        StepStatus.Cancelled => "was cancelled",
        _ => "failed",
    };

    private static bool IsFailure(StepStatus status) => status is StepStatus.Failed or StepStatus.Errored or StepStatus.TimedOut or StepStatus.Cancelled;

    private sealed record Finished(ReadyStep Ready, StepOutcome? Outcome, Exception? Error);
}
