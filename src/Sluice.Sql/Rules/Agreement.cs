namespace Sluice.Sql.Rules;

/// <summary>Two numbers that should be the same.</summary>
internal static class Agreement
{
    /// <summary>The finding on the two.</summary>
    /// <param name="what">The first one's name.</param>
    /// <param name="value">The first one.</param>
    /// <param name="other">The other one's name; null where it is a number alone.</param>
    /// <param name="expected">The other one.</param>
    internal static Finding Of(string what, double value, string? other, double expected) => new(
        Amount.Distance(value, expected),
        $"{what} to be {Amount.Text(expected)}{(other is null ? "" : $" as of {other}")}",
        Amount.Distance(value, expected) is > 0 and var apart ? $"{Amount.Text(value)}, {Amount.Text(apart)} {(value > expected ? "more" : "less")}" : Amount.Text(value))
    {
        Value = value,
        Baseline = expected,
        Whole = expected,
    };
}
