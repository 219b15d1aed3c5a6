using Sluice.Assets;
using Sluice.Graph;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.Runs;

/// <summary>
/// Where each step of a run stands: what it still waits for, what stopped it, how it ended, and what is committed. Says which
/// steps may start and which are settled without being run. Used by the loop of the run alone.
/// </summary>
internal sealed partial class StepBoard
{
    private readonly AssetGraph _graph;
    private readonly StepOrder _order;
    private readonly PlannedStep?[] _planned;
    private readonly int[] _places;
    private readonly int[] _waiting;
    private readonly Blame _blame;
    private readonly StepStatus?[] _statuses;
    private readonly bool[] _isDone;
    private readonly bool[] _isAtWork;
    private readonly Stack<int> _settled = new();
    private readonly Dictionary<StepKey, CommitMarker> _markers;

    internal StepBoard(
        AssetGraph graph, RunPlan plan, IReadOnlyDictionary<StepKey, CommitMarker> markers, TimeProvider time, Action<Stage, PartitionKey, TimeSpan> late)
    {
        _graph = graph;
        _markers = new Dictionary<StepKey, CommitMarker>(markers);
        _planned = new PlannedStep?[graph.StepCount];
        _places = new int[graph.StepCount];
        _statuses = new StepStatus?[graph.StepCount];
        var inGraph = new bool[graph.StepCount];
        for (var place = 0; place < plan.Steps.Length; place++)
        {
            var node = graph.IndexOf(plan.Steps[place].Step);
            _planned[node] = plan.Steps[place];
            _places[node] = place;
            inGraph[node] = !IsAround(node);
        }

        _order = StepOrder.Create(graph, inGraph, plan.Request.ChecksGate);
        Clock = new StageClock(_order, time) { Late = late };
        _waiting = _order.Next.InDegrees();
        _isDone = new bool[_waiting.Length];
        _isAtWork = new bool[_waiting.Length];
        _blame = new Blame(graph, _order, _waiting.Length);
    }

    /// <summary>Told of each step that waits for nothing but a slot.</summary>
    internal required Action<ReadyStep> Ready { get; init; }

    /// <summary>Told of each step that is settled without being run, with the result that it gets.</summary>
    internal required Action<int, StepResult> SettledWithout { get; init; }

    /// <summary>How long the stages have been at work.</summary>
    internal StageClock Clock { get; }

    /// <summary>True where nothing new is to start: steps that come up stay as they are.</summary>
    internal bool IsStopped { get; set; }

    /// <summary>True for statuses that stop what reads the step.</summary>
    internal static bool IsFailure(StepStatus status) =>
        status is StepStatus.Failed or StepStatus.Errored or StepStatus.TimedOut or StepStatus.Cancelled;

    internal PlannedStep Planned(int node) => _planned[node]!;

    /// <summary>True where the plan says that a step waits for partitions that were not asked for: that it did not run is no failure.</summary>
    internal bool Waits(StepKey step) => Planned(_graph.IndexOf(step)).Reason.Kind == PlanReasonKind.Waits;

    internal CommitMarker? MarkerOf(int node) => _markers.GetValueOrDefault(_graph.KeyOf(node));

    /// <summary>Hooks at the start or the end of the run, in the order of the plan.</summary>
    internal IEnumerable<int> Hooks(HookMoment moment) => InOrder().Where(node => IsAround(node) && _graph.AssetOf(node).Moment == moment);

    /// <summary>The steps that the graph places and that are not settled, in the order of the plan.</summary>
    internal IEnumerable<int> Unsettled() => InOrder().Where(node => !IsAround(node) && !IsSettled(node));

    internal bool IsSettled(int node) => _statuses[node] is not null;

    /// <summary>Looks at the steps that wait for nothing.</summary>
    internal void Begin()
    {
        foreach (var node in _order.Order.Where(node => _waiting[node] == 0).ToList())
        {
            Arrive(node);
        }

        Advance();
    }

    /// <summary>Notes how a step ended. <see cref="Advance"/> passes it on.</summary>
    internal void Record(int node, StepOutcome outcome)
    {
        _statuses[node] = outcome.Result.Status;
        if (outcome.Result.Marker is { } marker)
        {
            _markers[outcome.Step] = marker;
        }

        if (IsAround(node))
        {
            return;
        }

        var asset = _graph.AssetOf(node);
        if (IsFailure(outcome.Result.Status) && (asset.Kind != AssetKind.Check || asset.Blocking))
        {
            _blame.Fail(node);
        }

        Settle(node);
    }

    /// <summary>
    /// Tells the followers of what was recorded. A failure goes on along what is read; to the stages behind it where its stage says so,
    /// and always where a gate or prerequisite failed.
    /// </summary>
    internal void Advance()
    {
        while (_settled.TryPop(out var node))
        {
            foreach (var follower in _order.Next[node])
            {
                _blame.Pass(node, follower);
                if (--_waiting[follower] == 0 && IsOpen(follower))
                {
                    Arrive(follower);
                }
            }

            // Only when all that was settled has been told to the others is a failed stage complete.
            while (_settled.Count == 0 && _failedEnds.TryDequeue(out var end))
            {
                Fail(end);
            }
        }
    }

    private bool IsOpen(int node) => !_isDone[node] && !_isAtWork[node];

    private void Settle(int node)
    {
        (_isDone[node], _isAtWork[node]) = (true, false);
        if (!_order.IsStep(node))
        {
            Clock.Reach(node);
        }

        _settled.Push(node);
    }

    // All that the node waits for has come: it is settled, or it is ready.
    private void Arrive(int node)
    {
        if (IsEnd(node) && _blame.IsOn(node) && !IsStopped)
        {
            _failedEnds.Enqueue(node);
        }
        else if (!_order.IsStep(node) || !_order.Planned[node])
        {
            Settle(node);
        }
        else if (!IsStopped)
        {
            Decide(node, Planned(node));
        }
    }

    private void Decide(int node, PlannedStep planned)
    {
        if (_blame.IsOn(node))
        {
            var failed = _blame.Of(node);
            var why = $"{Planned(failed).Title} {HowItEnded(failed)}";
            if (_graph.AssetOf(node).Fallbacks.IsEmpty || _blame.IsStopped(node))
            {
                SettledWithout(node, new StepResult(StepStatus.Skipped, Message: why));
            }
            else
            {
                _blame.Clear(node);
                Start(node, Inputs(node), why);
            }

            return;
        }

        if (planned.Action == PlanAction.Skip && !_forced.Contains(node))
        {
            var missing = planned.Reason.Kind is PlanReasonKind.MissingInput or PlanReasonKind.Waits;
            SettledWithout(node, new StepResult(missing ? StepStatus.Skipped : StepStatus.Unchanged, Message: planned.Reason.Text));
            return;
        }

        var inputs = Inputs(node);
        if (planned.Action == PlanAction.RunIfChanged && MarkerOf(node)?.InputVersion == inputs && !_forced.Contains(node))
        {
            SettledWithout(node, new StepResult(StepStatus.Unchanged, Message: "inputs turned out unchanged"));
            return;
        }

        Start(node, inputs, null);
    }

    private void Start(int node, string inputs, string? blocked)
    {
        _isAtWork[node] = true;
        Ready(new ReadyStep(node, _places[node], Planned(node), inputs, blocked));
    }

    private string Inputs(int node) => InputVersion.Of(StepInputs.Of(_graph, node, key => _markers.GetValueOrDefault(key)?.Fingerprint));

    private IEnumerable<int> InOrder() =>
        Enumerable.Range(0, _planned.Length).Where(node => _planned[node] is not null).OrderBy(node => _places[node]);

    private bool IsAround(int node) => _graph.AssetOf(node) is { Kind: AssetKind.Hook, Moment: not HookMoment.InGraph };

    private string HowItEnded(int node) => _statuses[node] switch
    {
        StepStatus.TimedOut => "timed out",
        StepStatus.Cancelled => "was cancelled",
        _ => "failed",
    };
}
