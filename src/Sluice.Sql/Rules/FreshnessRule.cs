using System.Collections.Immutable;
using System.Globalization;

namespace Sluice.Sql.Rules;

/// <summary><c>freshness</c>: the newest time in a column is not too long ago. A time without a zone is UTC.</summary>
internal static class FreshnessRule
{
    internal static RuleKind Kind { get; } = new(
        "freshness", ["model", "column", "where"], ["model", "column", "warn|error"], ThresholdForm.Age, Look);

    private static ImmutableArray<Finding> Look(RuleWork work)
    {
        var rows = work.Rule.Rows!;
        var expected = $"a recent {work.Name(rows, rows.Column)}";
        var newest = work.Row($"select max({rows.Column}) {RuleWork.From(rows)}")[0];
        if (newest is null)
        {
            return [new Finding(double.PositiveInfinity, expected, "no row with a time")];
        }

        var age = work.Place.Now - Time(newest);
        var shown = age < TimeSpan.Zero ? "in the future" : $"{Ages.Text(age)} ago";
        return [new Finding(age.TotalHours, expected, $"{Amount.Show(newest)}, {shown}") { Value = Math.Round(age.TotalHours, 4) }];
    }

    private static DateTimeOffset Time(object value) => value switch
    {
        DateTimeOffset time => time,
        DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Unspecified), TimeSpan.Zero),
        DateOnly day => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
        _ => throw new RuleException($"expected a time, found `{Convert.ToString(value, CultureInfo.InvariantCulture)}`"),
    };
}
