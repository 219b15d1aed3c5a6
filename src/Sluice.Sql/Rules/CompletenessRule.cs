using System.Collections.Immutable;

namespace Sluice.Sql.Rules;

/// <summary><c>completeness</c>: a column has a value in every row; of several columns, all have.</summary>
internal static class CompletenessRule
{
    internal static RuleKind Kind { get; } = new("completeness", ["model", "column", "where"], ["model", "column"], ThresholdForm.AmountOrShare, Look);

    private static ImmutableArray<Finding> Look(RuleWork work)
    {
        var rows = work.Rule.Rows!;
        var (all, nulls) = work.Place.Missing.Of(work);
        var columns = string.Join(", ", rows.Columns);
        return
        [
            new Finding(nulls, $"no NULL in {work.Name(rows, columns)}", $"{(nulls == 0 ? "none" : Amount.Text(nulls))} in {Amount.Text(all, "row")}{(nulls > 0 ? $" ({Amount.Share(nulls, all)})" : "")}")
            {
                Value = all == 0 ? null : (all - nulls) / all,
                Whole = all,
                Numbers = ImmutableSortedDictionary<string, double>.Empty.Add("nulls", nulls).Add("rows", all),
            },
        ];
    }
}
