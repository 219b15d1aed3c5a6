using System.Collections.Immutable;

namespace Sluice.Sql.Rules;

/// <summary>A kind of rule: the keys that it takes in sluice.yml, and how it looks.</summary>
/// <param name="Name">What <c>kind</c> says.</param>
/// <param name="Keys">The keys that it reads beside those that all rules have.</param>
/// <param name="Needs">The keys that it cannot do without; <c>a|b</c> where one of the two will do.</param>
/// <param name="Thresholds">What its thresholds are.</param>
/// <param name="Look">Finds what there is to be judged; called on the session's thread.</param>
internal sealed record RuleKind(
    string Name, ImmutableArray<string> Keys, ImmutableArray<string> Needs, ThresholdForm Thresholds, Func<RuleWork, ImmutableArray<Finding>> Look)
{
    /// <summary>The threshold of an error where a rule gives neither; null where everything that is not as expected counts.</summary>
    internal string? DefaultError { get; init; }

    internal static Dictionary<string, RuleKind> All { get; } = new[]
    {
        TestRule.Kind, RowCountRule.Kind, RowCountChangeRule.Kind, RatioBetweenRule.Kind, EventSequenceRule.Kind, SpikeRule.Kind, ValueRangeRule.Kind,
        SumEqualRule.Kind, CompletenessRule.Kind, UniquenessRule.Kind, FreshnessRule.Kind, ReconciliationRule.Kind, ContinuityRule.Kind, SqlRule.Kind,
    }.ToDictionary(kind => kind.Name, StringComparer.Ordinal);
}

/// <summary>What the thresholds of a rule are.</summary>
internal enum ThresholdForm
{
    /// <summary>A number.</summary>
    Amount,

    /// <summary>A number, or a share of what is expected.</summary>
    AmountOrShare,

    /// <summary>A time, such as <c>36h</c>.</summary>
    Age,
}
