using System.Collections.Immutable;

namespace Sluice.Sql.Rules;

/// <summary><c>ratio_between</c>: the count or sum of some rows, divided by that of others, lies within bounds.</summary>
internal static class RatioBetweenRule
{
    internal static RuleKind Kind { get; } = new(
        "ratio_between", ["model", "column", "where", "to", "min", "max"], ["model", "to", "min|max"], ThresholdForm.AmountOrShare, Look);

    private static ImmutableArray<Finding> Look(RuleWork work)
    {
        var (above, below) = (Totals.Of(work, work.Rule.Rows!), Totals.Of(work, work.Rule.To));
        var bounds = Bounds.Of(work, work.Rule.Min, work.Rule.Max);
        if (above.Value == 0 && below.Value == 0)
        {
            return [Finding.Nothing($"{above.Name} and {below.Name} are both 0, which is no ratio", null)];
        }

        var expected = $"{above.Name} / {below.Name} to be {bounds.Text}";
        var shown = $"{Amount.Text(above.Value)} / {Amount.Text(below.Value)}";
        if (below.Value == 0)
        {
            // More than any number: only an upper bound is crossed.
            return [new Finding(bounds.Max is null ? 0 : double.PositiveInfinity, expected, $"{shown}, which is no number")];
        }

        var ratio = above.Value / below.Value;
        return [bounds.Hold(ratio, expected, $"{shown} = {Amount.Text(ratio)}")];
    }
}
