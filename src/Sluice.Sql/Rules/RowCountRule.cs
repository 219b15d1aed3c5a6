using System.Collections.Immutable;

namespace Sluice.Sql.Rules;

/// <summary><c>row_count</c>: a model has from <c>min</c> (1 unless said otherwise) to <c>max</c> rows.</summary>
internal static class RowCountRule
{
    internal static RuleKind Kind { get; } = new("row_count", ["model", "where", "min", "max"], ["model"], ThresholdForm.AmountOrShare, Look);

    private static ImmutableArray<Finding> Look(RuleWork work)
    {
        var rows = work.Rule.Rows!;
        var count = work.Number($"select count(*) {RuleWork.From(rows)}") ?? 0;
        var bounds = Bounds.Of(work, work.Rule.Min is null && work.Rule.Max is null ? "1" : work.Rule.Min, work.Rule.Max);
        return [bounds.Hold(count, $"{bounds.Text} row{((bounds.Max ?? bounds.Min) == 1 ? "" : "s")} of {work.Name(rows)}", Amount.Text(count))];
    }
}
