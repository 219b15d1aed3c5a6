using System.Collections.Immutable;

namespace Sluice.Sql.Rules;

/// <summary><c>row_count_change</c>: a model has about as many rows as before.</summary>
internal static class RowCountChangeRule
{
    internal static RuleKind Kind { get; } = new(
        "row_count_change", ["model", "where", "against"], ["model", "warn|error"], ThresholdForm.AmountOrShare, Look);

    private static ImmutableArray<Finding> Look(RuleWork work)
    {
        var rows = work.Rule.Rows!;
        var query = $"select count(*) {RuleWork.From(rows)}";
        var count = work.Number(query) ?? 0;
        var history = Baselines.Of(work, query);
        if (history.Mean is not { } before)
        {
            return [Finding.Nothing($"{work.Name(rows)} has {Amount.Text(count, "row")}; {history.WhyNone}", count)];
        }

        return
        [
            new Finding(Amount.Distance(count, before), $"{Amount.Text(before, "row")} of {work.Name(rows)} as in {history.Name}", Change.Text(count, before))
            {
                Value = count,
                Baseline = before,
                Whole = before,
            },
        ];
    }
}
