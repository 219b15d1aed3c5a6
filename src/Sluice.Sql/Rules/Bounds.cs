using System.Collections.Immutable;

namespace Sluice.Sql.Rules;

/// <summary>The least and the greatest number that is expected, each null for no limit.</summary>
internal sealed record Bounds(double? Min, double? Max)
{
    internal string Text => (Min, Max) switch
    {
        ({ } min, { } max) when min == max => Amount.Text(min),
        ({ } min, { } max) => $"{Amount.Text(min)} to {Amount.Text(max)}",
        ({ } min, null) => $"at least {Amount.Text(min)}",
        (null, { } max) => $"at most {Amount.Text(max)}",
        _ => "any number of",
    };

    /// <summary>Has the database compute the two: they may be expressions.</summary>
    internal static Bounds Of(RuleWork work, string? min, string? max)
    {
        if (min is null && max is null)
        {
            return new Bounds(null, null);
        }

        var row = work.Row($"select {min ?? "null"}\n, {max ?? "null"}\n");
        return new Bounds(Amount.Of(row[0]), Amount.Of(row[1]));
    }

    internal Finding Hold(double value, string expected, string found)
    {
        var crossed = value < Min ? Min : value > Max ? Max : null;
        return new Finding(crossed is { } bound ? Math.Abs(value - bound) : 0, expected, found)
        {
            Value = value,
            Whole = crossed,
            Numbers = Numbers(),
        };
    }

    private ImmutableSortedDictionary<string, double> Numbers()
    {
        var numbers = ImmutableSortedDictionary<string, double>.Empty;
        numbers = Min is { } min ? numbers.Add("min", min) : numbers;
        return Max is { } max ? numbers.Add("max", max) : numbers;
    }
}
