using System.Collections.Immutable;
using Sluice.Sql.Materializations;

namespace Sluice.Sql.Rules;

/// <summary>
/// <c>sql</c>: a query whose rows are failures; or, with <c>returns: number</c>, one number that is held against bounds, against its own
/// history, or against 0.
/// </summary>
internal static class SqlRule
{
    internal static RuleKind Kind { get; } = new(
        "sql", ["sql", "returns", "min", "max", "against"], ["sql"], ThresholdForm.AmountOrShare, Look);

    private static ImmutableArray<Finding> Look(RuleWork work) => [work.Rule.ReturnsNumber ? HoldNumber(work) : CountFailures(work)];

    private static Finding CountFailures(RuleWork work)
    {
        var failures = work.Number($"select count(*) from {SqlText.Nested(work.Rule.Sql!)} as failing") ?? 0;
        return new Finding(failures, "no row", failures == 0 ? "none" : Amount.Text(failures, "row")) { Value = failures };
    }

    private static Finding HoldNumber(RuleWork work)
    {
        var (rule, value) = (work.Rule, OneNumber(work));
        if (rule.Min is not null || rule.Max is not null)
        {
            var bounds = Bounds.Of(work, rule.Min, rule.Max);
            return bounds.Hold(value, bounds.Text, Amount.Text(value));
        }

        if (rule.Against is null)
        {
            return new Finding(Math.Abs(value), "0", Amount.Text(value)) { Value = value };
        }

        var history = Baselines.Of(work, query: null);
        return history.Mean is { } before
            ? new Finding(Amount.Distance(value, before), $"{Amount.Text(before)} as in {history.Name}", Change.Text(value, before)) { Value = value, Baseline = before, Whole = before }
            : Finding.Nothing($"it is {Amount.Text(value)}; {history.WhyNone}", value);
    }

    private static double OneNumber(RuleWork work)
    {
        var result = work.Query(work.Rule.Sql!);
        return result is { Rows: [{ Length: 1 } row] }
            ? Amount.Of(row[0]) ?? throw new RuleException("expected one number, found NULL")
            : throw new RuleException($"expected one number, found {Amount.Text(result.Rows.Length, "row")} of {Amount.Text(result.Columns.Length, "column")}");
    }
}
