using System.Collections.Immutable;

namespace Sluice.Sql.Rules;

/// <summary><c>value_range</c>: each value of a column, or a measure of all, lies within bounds. NULL lies nowhere and does not count.</summary>
internal static class ValueRangeRule
{
    internal static RuleKind Kind { get; } = new(
        "value_range", ["model", "column", "where", "measure", "min", "max"], ["model", "column", "min|max"], ThresholdForm.AmountOrShare, Look);

    private static ImmutableArray<Finding> Look(RuleWork work) => [work.Rule.Measure is null ? Each(work) : Whole(work)];

    private static Finding Each(RuleWork work)
    {
        var (rows, rule) = (work.Rule.Rows!, work.Rule);
        var outside = string.Join(" or ", new[] { rule.Min is { } min ? $"{rows.Column} < ({min})" : null, rule.Max is { } max ? $"{rows.Column} > ({max})" : null }.OfType<string>());
        var row = work.Row($"""
            select count({rows.Column}), count(*) filter (where {outside}), min({rows.Column}), max({rows.Column})
            {RuleWork.From(rows)}
            """);
        var (values, wrong) = (Amount.Of(row[0]) ?? 0, Amount.Of(row[1]) ?? 0);
        var expected = $"{work.Name(rows, rows.Column)} {Text(Shown(work, rule.Min), Shown(work, rule.Max))}";
        var range = values == 0 ? "" : $", from {Amount.Show(row[2])} to {Amount.Show(row[3])}";
        return new Finding(wrong, expected, wrong == 0 ? $"{Amount.Text(values, "value")}{range}" : $"{Amount.Text(wrong)} of {Amount.Text(values, "value")} outside{range}")
        {
            Value = wrong,
            Whole = values,
            Numbers = ImmutableSortedDictionary<string, double>.Empty.Add("values", values),
        };
    }

    private static Finding Whole(RuleWork work)
    {
        var rows = work.Rule.Rows!;
        var measure = Measure.Of(work, rows, work.Rule.Measure);
        var bounds = Bounds.Of(work, work.Rule.Min, work.Rule.Max);
        var expected = $"{measure.Name} to be {bounds.Text}";
        return work.Number(measure.From(rows)) is { } value
            ? bounds.Hold(value, expected, Amount.Text(value))
            : new Finding(double.PositiveInfinity, expected, "no value");
    }

    // What Jinja made of it: a bound may come from a variable.
    private static string? Shown(RuleWork work, string? bound) => bound is null ? null : work.Text(bound).Trim();

    private static string Text(string? min, string? max) => (min, max) switch
    {
        ({ } least, { } most) => $"from {least} to {most}",
        ({ } least, null) => $"at least {least}",
        _ => $"at most {max}",
    };
}
