using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Sluice.Sql.Project.Yaml;

/// <summary>What a plain scalar means in YAML 1.1 as PyYAML reads it: <c>yes</c> is true, <c>1:30</c> is 90, <c>2024-01-02</c> is a date.</summary>
internal static partial class YamlScalars
{
    private const NumberStyles FloatStyle = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private const int MatchTimeout = 1000;

    internal static object? Resolve(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        switch (text)
        {
            case "~" or "null" or "Null" or "NULL":
                return null;
            case "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON":
                return true;
            case "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF":
                return false;
        }

        var first = text[0];
        if (!char.IsAsciiDigit(first) && first is not ('-' or '+' or '.'))
        {
            return text;
        }

        return Integer(text) ?? Float(text) ?? Date(text) ?? text;
    }

    private static object? Integer(string text)
    {
        if (!IntegerForm().IsMatch(text))
        {
            return null;
        }

        var digits = text.Replace("_", "", StringComparison.Ordinal);
        var sign = digits[0] == '-' ? -1 : 1;
        digits = digits.TrimStart('+', '-');
        var value = digits switch
        {
            _ when digits.StartsWith("0b", StringComparison.Ordinal) => Radix(digits.AsSpan(2), 2),
            _ when digits.StartsWith("0x", StringComparison.Ordinal) => Radix(digits.AsSpan(2), 16),
            _ when digits.Contains(':', StringComparison.Ordinal) => Sexagesimal(digits),
            ['0', _, ..] => Radix(digits.AsSpan(1), 8),
            _ => BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture),
        };
        value *= sign;
        return value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
    }

    private static BigInteger Radix(ReadOnlySpan<char> digits, int radix)
    {
        var value = BigInteger.Zero;
        foreach (var digit in digits)
        {
            value = (value * radix) + Convert.ToInt32(digit.ToString(), 16);
        }

        return value;
    }

    private static BigInteger Sexagesimal(string digits)
    {
        var value = BigInteger.Zero;
        foreach (var part in digits.Split(':'))
        {
            value = (value * 60) + BigInteger.Parse(part, NumberStyles.None, CultureInfo.InvariantCulture);
        }

        return value;
    }

    private static object? Float(string text)
    {
        if (!FloatForm().IsMatch(text))
        {
            return null;
        }

        var digits = text.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        var sign = digits[0] == '-' ? -1.0 : 1.0;
        digits = digits.TrimStart('+', '-');
        if (digits is ".inf")
        {
            return sign * double.PositiveInfinity;
        }

        if (digits is ".nan")
        {
            return double.NaN;
        }

        var value = 0.0;
        foreach (var part in digits.Split(':'))
        {
            value = (value * 60) + double.Parse(part, FloatStyle, CultureInfo.InvariantCulture);
        }

        return sign * value;
    }

    private static object? Date(string text)
    {
        if (text.Length == 10 && DayForm().IsMatch(text))
        {
            return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        }

        var match = TimestampForm().Match(text);
        if (!match.Success)
        {
            return null;
        }

        int Part(string name) => int.Parse(match.Groups[name].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        try
        {
            var time = new DateTime(Part("year"), Part("month"), Part("day"), Part("hour"), Part("minute"), Part("second"));
            var fraction = match.Groups["fraction"].Value;
            fraction = fraction.Length > 6 ? fraction[..6] : fraction.PadRight(6, '0');
            time = time.AddTicks(10 * long.Parse(fraction, NumberStyles.None, CultureInfo.InvariantCulture));
            if (!match.Groups["zone"].Success)
            {
                return time;
            }

            if (!match.Groups["sign"].Success)
            {
                return new DateTimeOffset(time, TimeSpan.Zero);
            }

            var minutes = match.Groups["zoneMinute"].Success ? Part("zoneMinute") : 0;
            var offset = new TimeSpan(Part("zoneHour"), minutes, 0);
            return new DateTimeOffset(time, match.Groups["sign"].Value == "-" ? -offset : offset);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^[-+]?(0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(:[0-5]?[0-9])+)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, MatchTimeout)]
    private static partial Regex IntegerForm();

    [GeneratedRegex(@"^([-+]?[0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?|[-+]?\.[0-9][0-9_]*([eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, MatchTimeout)]
    private static partial Regex FloatForm();

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", RegexOptions.CultureInvariant, MatchTimeout)]
    private static partial Regex DayForm();

    [GeneratedRegex(@"^(?<year>[0-9]{4})-(?<month>[0-9][0-9]?)-(?<day>[0-9][0-9]?)([Tt]|[ \t]+)(?<hour>[0-9][0-9]?):(?<minute>[0-9]{2}):(?<second>[0-9]{2})(\.(?<fraction>[0-9]*))?([ \t]*(?<zone>Z|(?<sign>[-+])(?<zoneHour>[0-9][0-9]?)(:?(?<zoneMinute>[0-9]{2}))?))?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, MatchTimeout)]
    private static partial Regex TimestampForm();
}
