using System.Collections.Immutable;

namespace Sluice.Sql.Rules;

/// <summary><c>sum_equal</c>: the sum of a column equals that of other rows, or a number.</summary>
internal static class SumEqualRule
{
    internal static RuleKind Kind { get; } = new(
        "sum_equal", ["model", "column", "where", "to", "expected"], ["model", "column", "to|expected"], ThresholdForm.AmountOrShare, Look);

    private static ImmutableArray<Finding> Look(RuleWork work)
    {
        var sum = Totals.Of(work, work.Rule.Rows!);
        var other = work.Rule.Expected is { } number
            ? new Totals(work.Number($"select {number}\n") ?? throw new RuleException("`expected` is NULL"), "")
            : Totals.Of(work, work.Rule.To);
        return [Agreement.Of($"the sum of {sum.Name}", sum.Value, other.Name.Length > 0 ? $"{other.Name}" : null, other.Value)];
    }
}
