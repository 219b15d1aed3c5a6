using System.Globalization;
using System.Numerics;
using Sluice.Jinja.Formatting;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Filters;

/// <summary>Filters about numbers.</summary>
internal static class NumberFilters
{
    private static readonly string[] Decimal = ["kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"];
    private static readonly string[] Binary = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"];

    internal static object? Abs(object? value, JinjaArguments arguments) => value switch
    {
        double number => Math.Abs(number),
        decimal number => Math.Abs(number),
        _ when Numbers.TryBig(value, out var number) => Box.Of(BigInteger.Abs(number)),
        _ => throw Undefineds.Check(value, null) ?? Fail.Type($"`abs` needs a number, not `{TypeNames.Of(value)}`"),
    };

    internal static object? Float(object? value, JinjaArguments arguments)
    {
        if (value is Undefined undefined)
        {
            throw Undefineds.Used(undefined);
        }

        return TryFloat(value, out var number) ? number : arguments.Or(0, 0.0);
    }

    internal static object? Int(object? value, JinjaArguments arguments)
    {
        var numberBase = arguments.Integer(1, 10);
        if (value is Undefined undefined)
        {
            throw Undefineds.Used(undefined);
        }

        if (value is string or Markup)
        {
            if (TryInteger(Text.Of(value), (int)Math.Clamp(numberBase, -1, 1000), out var parsed))
            {
                return Box.Of(parsed);
            }
        }
        else if (Numbers.TryBig(value, out var whole))
        {
            return Box.Of(whole);
        }

        if (!TryFloat(value, out var number) || double.IsNaN(number))
        {
            return arguments.Or(0, Box.Of(0L));
        }

        return value is decimal money ? Box.Of(new BigInteger(decimal.Truncate(money)))
            : double.IsFinite(number) ? Box.Of(new BigInteger(Math.Truncate(number)))
            : throw Fail.Value("infinity cannot be converted to an integer");
    }

    internal static object? Round(object? value, JinjaArguments arguments)
    {
        var precision = (int)Math.Clamp(arguments.Integer(0), -10_000, 10_000);
        var method = arguments.Text(1, "common");
        if (method is not ("common" or "ceil" or "floor"))
        {
            throw Fail.Arguments($"the method of `round` is `common`, `ceil` or `floor`, not `{method}`");
        }

        if (value is Undefined undefined)
        {
            throw Undefineds.Used(undefined);
        }

        if (method != "common")
        {
            return Directed(value, precision, method == "ceil");
        }

        return value switch
        {
            double number => ExactDecimal.Round(number, precision),
            decimal number => RoundDecimal(number, precision),
            _ when Numbers.TryBig(value, out var number) => Box.Of(RoundInteger(number, precision)),
            _ => throw Fail.Type($"`round` needs a number, not `{TypeNames.Of(value)}`"),
        };
    }

    internal static object? FileSize(object? value, JinjaArguments arguments)
    {
        if (value is Undefined undefined)
        {
            throw Undefineds.Used(undefined);
        }

        if (!TryFloat(value, out var bytes))
        {
            throw Fail.Value($"`{Text.Of(value)}` is not a number");
        }

        var (numberBase, prefixes) = arguments.Flag(0) ? (1024.0, Binary) : (1000.0, Decimal);
        if (bytes == 1)
        {
            return "1 Byte";
        }

        if (bytes < numberBase)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{(long)bytes} Bytes");
        }

        var unit = numberBase;
        var index = 0;
        while (index < prefixes.Length - 1 && bytes >= unit * numberBase)
        {
            unit *= numberBase;
            index++;
        }

        return $"{FormatSpec.Float(numberBase * bytes / (unit * numberBase), 'f', 1, alternate: false, '-')} {prefixes[index]}";
    }

    /// <summary>What <c>float()</c> makes of a value.</summary>
    internal static bool TryFloat(object? value, out double number)
    {
        if (value is not (string or Markup))
        {
            return Numbers.TryDouble(value, out number);
        }

        var text = Text.Of(value).Trim();
        var bare = text.TrimStart('+', '-').ToLowerInvariant();
        if (bare is "inf" or "infinity" or "nan" && text.Length - bare.Length <= 1)
        {
            number = bare == "nan" ? double.NaN : text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        number = 0;
        return text.Length > 0 && (char.IsAsciiDigit(text[^1]) || text[^1] == '.') && !text.Contains("__", StringComparison.Ordinal)
            && text[0] != '_' && double.TryParse(
                WithoutUnderscores(text), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture, out number);
    }

    private static string WithoutUnderscores(string text) => text.Replace("_", "", StringComparison.Ordinal);

    /// <summary>What <c>int(text, base)</c> makes of a text.</summary>
    private static bool TryInteger(string text, int numberBase, out BigInteger number)
    {
        number = BigInteger.Zero;
        if (numberBase is not 0 and (< 2 or > 36))
        {
            return false;
        }

        text = text.Trim();
        var negative = text.StartsWith('-');
        text = negative || text.StartsWith('+') ? text[1..] : text;
        if (text.Length > 1 && text[0] == '0' && RadixOf(text[1]) is var radix and > 0 && (numberBase == 0 || numberBase == radix))
        {
            (text, numberBase) = (text[2..].TrimStart('_'), radix);
        }

        numberBase = numberBase == 0 ? 10 : numberBase;
        if (text.Length == 0 || text[0] == '_' || text[^1] == '_' || text.Contains("__", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var character in text)
        {
            if (character == '_')
            {
                continue;
            }

            var digit = CharUnicodeInfo.GetDecimalDigitValue(character) is var value and >= 0 ? value
                : char.IsAsciiLetter(character) ? char.ToLowerInvariant(character) - 'a' + 10 : 99;
            if (digit >= numberBase)
            {
                return false;
            }

            number = (number * numberBase) + digit;
        }

        number = negative ? -number : number;
        return true;
    }

    private static int RadixOf(char letter) => char.ToLowerInvariant(letter) switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 0 };

    private static object Directed(object? value, int precision, bool up)
    {
        if (!Numbers.IsNumber(value))
        {
            throw Fail.Type($"`round` needs a number, not `{TypeNames.Of(value)}`");
        }

        var factor = Arithmetic.Power(Box.Of(10L), Box.Of((long)precision));
        var scaled = Arithmetic.Multiply(value, value is decimal && factor is double ? (object)(decimal)(double)factor : factor);
        object? whole = scaled switch
        {
            double number when double.IsFinite(number) => Box.Of(new BigInteger(up ? Math.Ceiling(number) : Math.Floor(number))),
            double => throw Fail.Value("infinity and NaN cannot be rounded"),
            decimal number => up ? Math.Ceiling(number) : Math.Floor(number),
            _ => scaled,
        };
        return Arithmetic.Divide(whole, whole is decimal && factor is double tenth ? (object)(decimal)tenth : factor)!;
    }

    private static BigInteger RoundInteger(BigInteger number, int precision)
    {
        if (precision >= 0)
        {
            return number;
        }

        var unit = BigInteger.Pow(10, -precision);
        var quotient = BigInteger.DivRem(BigInteger.Abs(number), unit, out var rest);
        var half = (rest * 2).CompareTo(unit);
        quotient += half > 0 || (half == 0 && !quotient.IsEven) ? 1 : 0;
        return number.Sign * quotient * unit;
    }

    private static decimal RoundDecimal(decimal number, int precision)
    {
        if (precision >= 0)
        {
            return Math.Round(number, Math.Min(precision, 28), MidpointRounding.ToEven);
        }

        var unit = 1m;
        for (var i = 0; i < Math.Min(-precision, 28); i++)
        {
            unit *= 10;
        }

        return Math.Round(number / unit, MidpointRounding.ToEven) * unit;
    }
}
