using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Runs;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;

namespace Sluice.Sql.Rules;

/// <summary>Runs the data test of a rule as a step of its own would, and tells what it found.</summary>
internal static class DataTestCheck
{
    internal static async Task<Verdict> RunAsync(CheckPlace place, RuleSettings rule, INodeRunner runner)
    {
        var test = place.Project.Nodes.OfType<TestNode>().FirstOrDefault(node => node.Name == rule.Test);
        if (test is null)
        {
            return Judgement.Failed(rule, $"the data test `{rule.Test}` is switched off");
        }

        var result = await runner.RunAsync(InPartition(place, test), place.Context with { Step = new StepKey(new AssetKey(test.UniqueId), place.Partition) }, place.Cancel);
        return result.Status == StepStatus.Errored
            ? Judgement.Failed(rule, result.Diagnostics is [var first, ..] ? Reason.Of(first) : result.Message ?? "the test could not be run")
            : ToVerdict(rule, result);
    }

    // A test on a partitioned model looks at this partition's rows. One in a file of its own may compare partitions: it sees those until now.
    private static TestNode InPartition(CheckPlace place, TestNode test) =>
        test.Partitions is null && place.Set is { } set && test.AttachedNode is { } id && place.Project.Graph.Find(id)?.Partitions == set ? test.In(set) : test;

    private static Verdict ToVerdict(RuleSettings rule, StepResult result)
    {
        var failures = result.Rows ?? 0;
        var finding = new Finding(failures, $"no failure of the test `{rule.Test}`", failures == 0 ? "none" : Amount.Text(failures, "failure")) { Value = failures };
        var verdict = Judgement.Of(rule, TestRule.Kind, [finding]);
        if (rule.Warn is not null || rule.Error is not null)
        {
            return verdict;
        }

        // The test's own severity and thresholds judge; the rule's severity is the most that comes of it.
        var status = result.Status switch
        {
            StepStatus.Failed => rule.Severity == Severity.Warning ? VerdictStatus.Warn : VerdictStatus.Error,
            StepStatus.Warned => VerdictStatus.Warn,
            _ => VerdictStatus.Pass,
        };
        return verdict with { Status = status };
    }
}
