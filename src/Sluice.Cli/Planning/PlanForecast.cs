using Sluice.Assets;
using Sluice.Engine.Progress;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Cli.Planning;

/// <summary>What a plan is expected to write and to take, from what its steps wrote and took before.</summary>
internal sealed class PlanForecast
{
    private readonly EtaEstimator _eta;
    private readonly IReadOnlyDictionary<StepKey, CommitMarker> _markers;
    private readonly Dictionary<AssetKey, long> _latestRows;

    /// <summary>Looks back.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="durations">The last duration of each step.</param>
    /// <param name="markers">The last commit of each step.</param>
    /// <param name="threads">Most steps at work at a time.</param>
    /// <param name="time">The clock.</param>
    internal PlanForecast(
        RunPlan plan, IReadOnlyDictionary<StepKey, TimeSpan> durations, IReadOnlyDictionary<StepKey, CommitMarker> markers, int threads, TimeProvider time)
    {
        _markers = markers;
        _latestRows = markers.Values.Where(marker => marker.RowCount is not null)
            .GroupBy(marker => marker.Step.Asset).ToDictionary(asset => asset.Key, asset => asset.MaxBy(marker => marker.CommittedAt)!.RowCount!.Value);
        _eta = new EtaEstimator(durations, threads, time);
        _eta.RunStarted(RunId.New(time), plan);
        Total = durations.Count == 0 ? null : _eta.Estimate().Remaining;
        Rows = plan.Steps.Sum(step => RowsOf(step) ?? 0);
    }

    /// <summary>How long the run is expected to take, its steps side by side; null where no step ever ran.</summary>
    internal TimeSpan? Total { get; }

    /// <summary>The rows that it is expected to write, as far as anything is known.</summary>
    internal long Rows { get; }

    /// <summary>How long a step is expected to take; null where that is not known or it does not run.</summary>
    internal TimeSpan? TimeOf(PlannedStep step) => step.Action == PlanAction.Skip || Total is null ? null : _eta.Expected(step);

    /// <summary>The rows that a step is expected to write: its last ones, or those of the asset's last partition; null where that is not known.</summary>
    internal long? RowsOf(PlannedStep step) => step.Action == PlanAction.Skip ? null
        : _markers.TryGetValue(step.Step, out var marker) && marker.RowCount is { } rows ? rows
        : _latestRows.TryGetValue(step.Step.Asset, out var latest) ? latest : null;
}
