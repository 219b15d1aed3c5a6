using System.Collections.Immutable;
using Sluice.Runs;

namespace Sluice.Engine.State;

/// <summary>An event log that ends with the process: for tests, and for runs that nobody will ask about. Safe to use from several threads.</summary>
public sealed class InMemoryEventLog : IEventLog, IVerdictHistory, ICheckpointHistory
{
    private readonly Lock _gate = new();
    private readonly List<RunEvent> _events = [];

    /// <summary>All events until now, oldest first.</summary>
    public ImmutableArray<RunEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    /// <inheritdoc/>
    public Task AppendAsync(RunEvent happened, CancellationToken cancellationToken = default) => AppendAsync([happened], cancellationToken);

    /// <inheritdoc/>
    public Task AppendAsync(IReadOnlyList<RunEvent> happened, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _events.AddRange(happened);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<ActiveRun?> TryAppendAsync(RunEvent begins, CancellationToken cancellationToken = default)
    {
        RunBeginning.Require(begins);
        lock (_gate)
        {
            var active = _events.Where(happened => happened is RunStarted or RunResumed or RunEnded).GroupBy(happened => happened.Run)
                .Select(run => run.Last()).FirstOrDefault(last => last is not RunEnded);
            if (active is null)
            {
                _events.Add(begins);
            }

            return Task.FromResult(active is null ? null : new ActiveRun(active.Run, RunBeginning.OwnerOf(active), active.At));
        }
    }

    /// <inheritdoc/>
    public Task<CancelRequested?> FindCancelAsync(RunId run, CancellationToken cancellationToken = default) =>
        Task.FromResult(Events.LastOrDefault(happened => happened.Run == run && happened is (RunStarted or RunResumed or CancelRequested)) as CancelRequested);

    /// <inheritdoc/>
    public Task<ImmutableArray<RunEvent>> ReadAsync(RunId run, CancellationToken cancellationToken = default) =>
        Task.FromResult(Events.Where(happened => happened.Run == run).ToImmutableArray());

    /// <inheritdoc/>
    public Task<ImmutableArray<RunId>> FindUnrepairedAsync(CancellationToken cancellationToken = default) => Task.FromResult(Events
        .GroupBy(happened => happened.Run)
        .Where(run => run.Last(happened => happened is RunStarted or RunResumed or RunEnded or RunRepaired) is RunEnded ended
            && (ended.Status == RunStatus.Interrupted || HasOpenStep(run)))
        .Select(run => run.Key)
        .ToImmutableArray());

    /// <inheritdoc/>
    public Task<ImmutableArray<VerdictRecord>> FindVerdictsAsync(VerdictQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var ends = Events.OfType<StepEnded>().Where(step => step.Verdicts is not null).GroupBy(step => (step.Run, step.Step)).Select(ends => ends.Last());
        return Task.FromResult(ends.OrderByDescending(step => step.At)
            .SelectMany(step => step.Verdicts!.Value.Select(verdict => new VerdictRecord(step.Run, step.Step, step.At, verdict)))
            .Where(record => (query.Rule is null || record.Verdict.Rule == query.Rule)
                && (query.Partition is null || record.Step.Partition == query.Partition)
                && (query.Run is null || record.Run == query.Run)
                && (query.Except is null || record.Run != query.Except)
                && (!query.AcceptedOnly || record.Verdict.IsAccepted))
            .Take(query.Limit).ToImmutableArray());
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<CheckpointTaken>> FindCheckpointsAsync(CheckpointQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var all = Events.OfType<CheckpointTaken>().Reverse()
            .Where(taken => (query.Database is null || taken.Checkpoint.Database == query.Database) && (query.Run is null || taken.Run == query.Run));
        var wanted = query.LatestOnly ? all.DistinctBy(taken => (taken.Checkpoint.Database, taken.Checkpoint.Partition, taken.Checkpoint.Stage)) : all;
        return Task.FromResult(wanted.Take(query.Limit).ToImmutableArray());
    }

    private static bool HasOpenStep(IEnumerable<RunEvent> run) => run
        .Where(happened => happened is StepStarted or StepEnded)
        .GroupBy(happened => happened is StepStarted start ? start.Step : ((StepEnded)happened).Step)
        .Any(step => step.Last() is StepStarted);
}
