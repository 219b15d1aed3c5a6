using Sluice.Assets;
using Sluice.Cli.Running;
using Sluice.Engine.Runs;
using Sluice.Plans;
using Sluice.Runs;
using Sluice.Sql.Artifacts;
using Sluice.Sql.Nodes;

namespace Sluice.Cli.Artifacts;

/// <summary>A run's outcomes as dbt tells them: one result for each node, its partitions taken together.</summary>
internal static class StepResults
{
    /// <summary>The results of the nodes that were run.</summary>
    /// <param name="plan">What was to be run.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="starts">When each step began.</param>
    /// <param name="batches">The batches of microbatch models.</param>
    /// <param name="threads">How many steps could be at work at once.</param>
    internal static IReadOnlyList<NodeOutcome> Of(RunPlan plan, RunResult result, IReadOnlyDictionary<StepKey, DateTimeOffset> starts, BatchResults batches, int threads)
    {
        var kinds = plan.Steps.ToDictionary(step => step.Step, step => step.Kind);
        // What belongs to a stage is no node: dbt's tools would not know it.
        var nodes = result.Outcomes.Where(outcome => kinds[outcome.Step] is not (AssetKind.Gate or AssetKind.Prerequisite));
        return Lanes.Assign([.. nodes.GroupBy(outcome => outcome.Step.Asset).Select(node => WithBatches(Of([.. node], kinds[node.First().Step], starts), batches))], threads);
    }

    /// <summary>The results of the exposures that were selected: nothing is done for them, and nothing where what they read is missing.</summary>
    internal static IEnumerable<NodeOutcome> OfExposures(IEnumerable<SqlNode> selected, IEnumerable<NodeOutcome> results)
    {
        var missing = results.Where(result => result.Status is "error" or "skipped" or "fail" or "partial success").Select(result => result.UniqueId).ToHashSet(StringComparer.Ordinal);
        foreach (var exposure in selected.OfType<ExposureNode>())
        {
            var isSkipped = exposure.Dependencies.Any(dependency => missing.Contains(dependency.UniqueId));
            yield return new NodeOutcome { UniqueId = exposure.UniqueId, Status = isSkipped ? "skipped" : "no-op", Failures = isSkipped ? null : 0 };
        }
    }

    // dbt: a model of which some batches are there and some are not.
    private static NodeOutcome WithBatches(NodeOutcome outcome, BatchResults batches) => batches.Of(outcome.UniqueId) is { Count: > 0 } reports
        ? outcome with
        {
            Batches = reports,
            Status = outcome.Status == "error" && reports.Any(report => report.Succeeded) ? "partial success" : outcome.Status,
        }
        : outcome;

    private static NodeOutcome Of(List<StepOutcome> outcomes, AssetKind kind, IReadOnlyDictionary<StepKey, DateTimeOffset> starts)
    {
        var worst = outcomes.MaxBy(outcome => Weight(outcome.Result.Status))!;
        var ran = outcomes.Where(outcome => starts.ContainsKey(outcome.Step)).ToList();
        return new NodeOutcome
        {
            UniqueId = outcomes[0].Step.Asset.Name,
            Status = StatusWord.OfDbt(kind, worst.Result.Status),
            Start = ran.Count > 0 ? ran.Min(outcome => starts[outcome.Step]) : null,
            End = ran.Count > 0 ? ran.Max(outcome => starts[outcome.Step] + outcome.Duration) : null,
            Seconds = outcomes.Sum(outcome => outcome.Duration.TotalSeconds),
            Message = worst.Result.Message,
            Failures = kind switch
            {
                AssetKind.Check => worst.Result.Rows,
                AssetKind.Hook when worst.Result.Status == StepStatus.Succeeded => 0,
                _ => null,
            },
            Response = [.. Response(outcomes, kind)],
        };
    }

    private static IEnumerable<KeyValuePair<string, object?>> Response(List<StepOutcome> outcomes, AssetKind kind)
    {
        if (kind == AssetKind.Data && outcomes.Exists(outcome => outcome.Result.Status == StepStatus.Succeeded))
        {
            yield return new("_message", "OK");
            if (outcomes.Sum(outcome => outcome.Result.Rows ?? 0) is > 0 and var rows)
            {
                yield return new("rows_affected", rows);
            }
        }

        if (!outcomes[0].Step.Partition.IsNone)
        {
            yield return new("partitions", outcomes.ToDictionary(outcome => outcome.Step.Partition.ToString(), outcome => (object?)new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["status"] = StatusWord.OfDbt(kind, outcome.Result.Status),
                ["execution_time"] = outcome.Duration.TotalSeconds,
                ["rows"] = outcome.Result.Rows,
            }));
        }
    }

    private static int Weight(StepStatus status) => status switch
    {
        StepStatus.Errored or StepStatus.TimedOut => 6,
        StepStatus.Failed => 5,
        StepStatus.Skipped or StepStatus.Cancelled => 4,
        StepStatus.Warned => 3,
        StepStatus.Succeeded => 2,
        _ => 1,
    };
}
