using Sluice.Assets;
using Sluice.Engine.Runs;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.Progress;

/// <summary>How far a run is.</summary>
/// <param name="Done">Steps that are settled.</param>
/// <param name="Total">Steps of the plan.</param>
/// <param name="Fraction">0 to 1: the expected work that is done, or the steps where nothing is known about their durations.</param>
/// <param name="Remaining">The time expected until the end; null where nothing is known.</param>
public readonly record struct RunEstimate(int Done, int Total, double Fraction, TimeSpan? Remaining);

/// <summary>
/// Estimates when a run will end, from how long its steps took before and from how fast this run goes. Told by the run as an observer;
/// may be asked from any thread at any time.
/// </summary>
/// <remarks>
/// A step is expected to take as long as last time; a partition that never ran, as long as the asset's others; an asset that never ran, as
/// long as the average step.
/// </remarks>
/// <param name="history">The last duration of each step, from <c>RunStore.LastDurationsAsync</c>.</param>
/// <param name="threads">Most steps at work at a time.</param>
/// <param name="time">The clock.</param>
public sealed class EtaEstimator(IReadOnlyDictionary<StepKey, TimeSpan> history, int threads, TimeProvider time) : IRunObserver
{
    private readonly Lock _gate = new();
    private readonly Dictionary<AssetKey, (double Seconds, int Count)> _byAsset = [];
    private readonly Dictionary<StepKey, PlannedStep> _left = [];
    private readonly Dictionary<StepKey, long> _atWork = [];
    private double _doneSeconds;
    private double _totalSeconds;
    private int _measured;
    private int _total;
    private long _start;

    /// <summary>How long a step of the plan is expected to take; null where nothing is known about any step, zero where it does not run.</summary>
    public TimeSpan? Expected(PlannedStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        lock (_gate)
        {
            return Average() is { } average ? TimeSpan.FromSeconds(Expect(step, average)) : null;
        }
    }

    /// <summary>How far the run is now.</summary>
    public RunEstimate Estimate()
    {
        lock (_gate)
        {
            var done = _total - _left.Count;
            if (Average() is not { } average)
            {
                return new RunEstimate(done, _total, _total == 0 ? 1 : (double)done / _total, _left.Count == 0 ? TimeSpan.Zero : null);
            }

            var left = 0.0;
            var longest = 0.0;
            foreach (var step in _left.Values)
            {
                var seconds = Math.Max(0, Expect(step, average) - Elapsed(step.Step));
                left += seconds;
                longest = Math.Max(longest, seconds);
            }

            var fraction = left + _doneSeconds > 0 ? _doneSeconds / (left + _doneSeconds) : (double)done / Math.Max(1, _total);
            return new RunEstimate(done, _total, fraction, TimeSpan.FromSeconds(Math.Max(longest, left / Parallelism())));
        }
    }

    /// <inheritdoc/>
    public void RunStarted(RunId run, RunPlan plan)
    {
        lock (_gate)
        {
            foreach (var (step, duration) in history)
            {
                Learn(step.Asset, duration);
            }

            _start = time.GetTimestamp();
            _total = plan.Steps.Length;
            foreach (var step in plan.Steps)
            {
                _left[step.Step] = step;
            }
        }
    }

    /// <inheritdoc/>
    public void StepStarted(StepKey step, int attempt)
    {
        lock (_gate)
        {
            _atWork.TryAdd(step, time.GetTimestamp());
        }
    }

    /// <inheritdoc/>
    public void StepProgressed(StepKey step, StepProgress progress)
    {
    }

    /// <inheritdoc/>
    public void StepRetrying(StepKey step, int attempt, TimeSpan delay, string? message)
    {
    }

    /// <inheritdoc/>
    public void StepFinished(StepOutcome outcome)
    {
        lock (_gate)
        {
            _atWork.Remove(outcome.Step);
            _left.Remove(outcome.Step);
            _doneSeconds += outcome.Duration.TotalSeconds;
            if (outcome.Result.Status is StepStatus.Succeeded or StepStatus.Warned)
            {
                Learn(outcome.Step.Asset, outcome.Duration);
            }
        }
    }

    /// <inheritdoc/>
    public void RunFinished(RunResult result)
    {
    }

    private void Learn(AssetKey asset, TimeSpan duration)
    {
        var (seconds, count) = _byAsset.GetValueOrDefault(asset);
        _byAsset[asset] = (seconds + duration.TotalSeconds, count + 1);
        _totalSeconds += duration.TotalSeconds;
        _measured++;
    }

    private double? Average() => _measured == 0 ? null : _totalSeconds / _measured;

    private double Expect(PlannedStep step, double average)
    {
        if (step.Action == PlanAction.Skip)
        {
            return 0;
        }

        return history.TryGetValue(step.Step, out var last) ? last.TotalSeconds
            : _byAsset.TryGetValue(step.Step.Asset, out var known) ? known.Seconds / known.Count : average;
    }

    private double Elapsed(StepKey step) => _atWork.TryGetValue(step, out var start) ? time.GetElapsedTime(start).TotalSeconds : 0;

    // What this run has shown, once it has shown something; a guess before that.
    private double Parallelism()
    {
        var elapsed = time.GetElapsedTime(_start).TotalSeconds;
        var worked = _doneSeconds + _atWork.Keys.Sum(Elapsed);
        return elapsed > 1 && worked > 0 ? Math.Clamp(worked / elapsed, 1, threads) : Math.Clamp(Math.Min(threads, _left.Count), 1, threads);
    }
}
