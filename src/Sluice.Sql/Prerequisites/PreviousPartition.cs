using Sluice.Assets;
using Sluice.Runs;
using Sluice.Sql.Nodes;
using Sluice.Sql.Rules;

namespace Sluice.Sql.Prerequisites;

/// <summary>The partition before is complete: all models of the workflow have their markers, and the last verdicts of its gates let it pass.</summary>
internal static class PreviousPartition
{
    internal static async Task<PrerequisiteOutcome> LookAsync(CheckPlace place, IVerdictHistory history)
    {
        var previous = place.Previous;
        if (previous.IsNone)
        {
            return new PrerequisiteOutcome(true, place.Partition.IsNone ? "the stage looks at all partitions at once" : $"{place.Partition} is the first partition");
        }

        var models = Models(place);
        var markers = await place.Adapter.Commits.ReadAsync(place.Cancel);
        var missing = models.Where(model => !markers.ContainsKey(new StepKey(new AssetKey(model.UniqueId), previous))).Select(model => model.Name).ToList();
        if (missing.Count > 0)
        {
            return new PrerequisiteOutcome(
                false, $"expected {Amount.Text(models.Count, "model")} of partition {previous}, found {Amount.Text(models.Count - missing.Count)}: {Names(missing)} missing", models.Count - missing.Count);
        }

        var failed = await FailedRuleAsync(place, history, previous);
        return failed is { } verdict
            ? new PrerequisiteOutcome(false, $"expected the gates of partition {previous} to have passed, found an error of `{verdict.Rule}`: {verdict.Message}", models.Count)
            : new PrerequisiteOutcome(true, $"expected {Amount.Text(models.Count, "model")} of partition {previous}, found {Amount.Text(models.Count)}", models.Count);
    }

    // What stands in for another model is built only where it has to.
    private static List<ModelNode> Models(CheckPlace place)
    {
        var standIns = place.Project.Settings!.Fallbacks.SelectMany(fallback => fallback.Alternatives).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. place.Project.Nodes.OfType<ModelNode>()
                .Where(model => model.Partitions == place.Set && !model.IsEphemeral && !standIns.Contains(model.Name)),
        ];
    }

    private static async Task<Verdict?> FailedRuleAsync(CheckPlace place, IVerdictHistory history, PartitionKey previous)
    {
        foreach (var rule in place.Project.Settings!.Workflow!.Stages.SelectMany(stage => stage.Gate).Distinct(StringComparer.Ordinal))
        {
            var last = await history.FindVerdictsAsync(new VerdictQuery { Rule = rule, Partition = previous, Limit = 1 }, place.Cancel);
            if (last is [{ Verdict: { Status: VerdictStatus.Error, Override: null } verdict }, ..])
            {
                return verdict;
            }
        }

        return null;
    }

    private static string Names(List<string> names) =>
        names.Count <= 5 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(5))} and {names.Count - 5} more";
}
