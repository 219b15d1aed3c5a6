using System.Globalization;
using System.Numerics;

namespace Sluice.Sql.Rules;

/// <summary>Numbers of the database, and numbers for people.</summary>
internal static class Amount
{
    /// <summary>A value as a number; null where it is NULL.</summary>
    /// <exception cref="RuleException">It is no number.</exception>
    internal static double? Of(object? value) => value switch
    {
        null => null,
        bool truth => truth ? 1 : 0,
        BigInteger big => (double)big,
        string text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : throw new RuleException($"expected a number, found `{text}`"),
        DateOnly or DateTime or DateTimeOffset or TimeOnly => throw new RuleException($"expected a number, found `{Convert.ToString(value, CultureInfo.InvariantCulture)}`"),
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture),
    };

    /// <summary>With at most four digits behind the point, and its thousands apart.</summary>
    internal static string Text(double number) =>
        number != 0 && Math.Abs(number) < 0.001 ? number.ToString("G3", CultureInfo.InvariantCulture) : number.ToString("#,0.####", CultureInfo.InvariantCulture);

    /// <summary><c>1 row</c>, <c>1,234 rows</c>.</summary>
    internal static string Text(double number, string noun) => $"{Text(number)} {noun}{(number == 1 ? "" : "s")}";

    /// <summary>A part in percent of the whole; of nothing, no text.</summary>
    internal static string Share(double part, double whole) =>
        whole == 0 ? "" : $"{(part / Math.Abs(whole) * 100).ToString("#,0.##", CultureInfo.InvariantCulture)} %";

    /// <summary>A value of any type as people read it.</summary>
    internal static string Show(object? value) => value switch
    {
        null => "NULL",
        long or double or decimal or BigInteger => Text(Of(value)!.Value),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "NULL",
    };

    /// <summary>How far two numbers are apart; nothing where only the order of additions can tell them apart.</summary>
    internal static double Distance(double left, double right)
    {
        var distance = Math.Abs(left - right);
        return distance <= 1e-9 * Math.Max(Math.Abs(left), Math.Abs(right)) ? 0 : distance;
    }
}

/// <summary>A rule cannot be looked at; the message says why.</summary>
internal sealed class RuleException(string message) : Exception(message);
