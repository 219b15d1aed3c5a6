using System.Globalization;
using System.Numerics;
using System.Text;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Formatting;

/// <summary>The small language behind the colon of <c>'{:&gt;10.2f}'.format(x)</c>.</summary>
internal sealed class FormatSpec
{
    private string _fill = " ";
    private char _align;
    private char _sign = '-';
    private bool _alternate;
    private bool _dropsNegativeZero;
    private int _width;
    private char _grouping;
    private int _precision = -1;
    private char _type;

    internal static string Apply(object? value, string spec)
    {
        if (spec.Length == 0)
        {
            return Text.Of(value);
        }

        var parsed = Parse(spec);
        return value switch
        {
            string text => parsed.OfText(text),
            Markup text => parsed.OfText(text.Text),
            _ when Numbers.TryBig(value, out var whole) => parsed.OfInteger(whole),
            double number => parsed.OfDouble(number),
            decimal number => parsed.OfDecimal(number),
            Undefined undefined => throw Undefineds.Used(undefined),
            _ => throw Fail.Type($"unsupported format string for a value of type `{TypeNames.Of(value)}`"),
        };
    }

    /// <summary>A float in one of the forms <c>e f g</c>, without padding.</summary>
    internal static string Float(double value, char type, int precision, bool alternate, char sign)
    {
        var prefix = double.IsNegative(value) && !double.IsNaN(value) ? "-" : sign is '+' or ' ' ? sign.ToString() : "";
        if (!double.IsFinite(value))
        {
            var name = double.IsNaN(value) ? "nan" : "inf";
            return prefix + (char.IsUpper(type) ? name.ToUpperInvariant() : name);
        }

        var text = char.ToLowerInvariant(type) switch
        {
            'e' => Exponential(value, precision, alternate),
            'g' => General(value, precision, alternate),
            _ => ExactDecimal.Fixed(value, precision) + (alternate && precision == 0 ? "." : ""),
        };
        return prefix + (char.IsUpper(type) ? text.ToUpperInvariant() : text);
    }

    private static string Exponential(double value, int precision, bool alternate)
    {
        var (digits, exponent) = ExactDecimal.Scientific(value, precision);
        return Exponential(digits, exponent, alternate);
    }

    private static string Exponential(string digits, int exponent, bool alternate) =>
        (digits.Length > 1 ? $"{digits[0]}.{digits[1..]}" : digits + (alternate ? "." : ""))
        + (exponent < 0 ? "e-" : "e+") + Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);

    private static string General(double value, int precision, bool alternate)
    {
        precision = Math.Max(precision, 1);
        var (digits, exponent) = ExactDecimal.Scientific(value, precision - 1);
        if (exponent < -4 || exponent >= precision)
        {
            digits = alternate ? digits : digits[0] + digits[1..].TrimEnd('0');
            return Exponential(digits, exponent, alternate);
        }

        var text = ExactDecimal.Fixed(value, precision - 1 - exponent);
        return alternate || !text.Contains('.', StringComparison.Ordinal) ? text : text.TrimEnd('0').TrimEnd('.');
    }

    private static FormatSpec Parse(string spec)
    {
        var parsed = new FormatSpec();
        var i = 0;
        var fillLength = spec.Length > 1 && char.IsSurrogatePair(spec, 0) ? 2 : 1;
        if (spec.Length > fillLength && spec[fillLength] is '<' or '>' or '^' or '=')
        {
            (parsed._fill, parsed._align) = (spec[..fillLength], spec[fillLength]);
            i = fillLength + 1;
        }
        else if (spec[0] is '<' or '>' or '^' or '=')
        {
            parsed._align = spec[i++];
        }

        if (i < spec.Length && spec[i] is '+' or '-' or ' ')
        {
            parsed._sign = spec[i++];
        }

        if (i < spec.Length && spec[i] == 'z')
        {
            parsed._dropsNegativeZero = true;
            i++;
        }

        if (i < spec.Length && spec[i] == '#')
        {
            parsed._alternate = true;
            i++;
        }

        if (i < spec.Length && spec[i] == '0')
        {
            if (parsed._align == '\0')
            {
                (parsed._fill, parsed._align) = ("0", '=');
            }

            i++;
        }

        parsed._width = Number(spec, ref i) ?? 0;
        if (i < spec.Length && spec[i] is ',' or '_')
        {
            parsed._grouping = spec[i++];
        }

        if (i < spec.Length && spec[i] == '.')
        {
            i++;
            parsed._precision = Number(spec, ref i) ?? throw Fail.Value("the format specifier lacks a precision after `.`");
        }

        if (i < spec.Length)
        {
            parsed._type = spec[i++];
        }

        return i == spec.Length ? parsed : throw Fail.Value($"`{spec}` is not a format specifier");
    }

    private static int? Number(string spec, ref int i)
    {
        var start = i;
        while (i < spec.Length && char.IsAsciiDigit(spec[i]))
        {
            i++;
        }

        return i == start ? null : int.TryParse(spec.AsSpan(start, i - start), out var number) && number <= Texts.MaxLength
            ? number : throw Fail.Value("the format specifier has too many digits");
    }

    private string OfText(string text)
    {
        if (_type is not ('\0' or 's'))
        {
            throw Fail.Value($"unknown format code `{_type}` for a text");
        }

        if (_sign != '-' || _alternate || _grouping != '\0' || _align == '=' && _fill != "0")
        {
            throw Fail.Value("sign, grouping and `=` mean nothing in the format of a text");
        }

        text = _precision >= 0 && _precision < Texts.Length(text)
            ? (string)Slices.Of(text, null, Box.Of((long)_precision), null)! : text;
        return Pad("", text, _align is '\0' or '=' ? '<' : _align);
    }

    private string OfInteger(BigInteger value)
    {
        if (_type is 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or '%')
        {
            return OfDouble(Numbers.ToDouble(value));
        }

        if (_precision >= 0 || _dropsNegativeZero)
        {
            throw Fail.Value("a precision or `z` means nothing in the format of an integer");
        }

        if (_type == 'c')
        {
            return value >= 0 && value <= 0x10FFFF
                ? Pad("", char.ConvertFromUtf32((int)value), _align == '\0' ? '<' : _align)
                : throw Fail.Value("the format `c` needs the code of a character");
        }

        var magnitude = BigInteger.Abs(value);
        var (prefix, digits, group) = _type switch
        {
            '\0' or 'd' or 'n' => ("", magnitude.ToString(CultureInfo.InvariantCulture), 3),
            'b' => ("0b", Radix(magnitude, 2), 4),
            'o' => ("0o", Radix(magnitude, 8), 4),
            'x' => ("0x", Radix(magnitude, 16), 4),
            'X' => ("0X", Radix(magnitude, 16).ToUpperInvariant(), 4),
            _ => throw Fail.Value($"unknown format code `{_type}` for an integer"),
        };
        var sign = value.Sign < 0 ? "-" : _sign is '+' or ' ' ? _sign.ToString() : "";
        return PadNumber(sign + (_alternate ? prefix : ""), digits, "", group);
    }

    internal static string Radix(BigInteger value, int radix)
    {
        if (value.IsZero)
        {
            return "0";
        }

        var digits = new StringBuilder();
        for (; !value.IsZero; value /= radix)
        {
            digits.Insert(0, "0123456789abcdef"[(int)(value % radix)]);
        }

        return digits.ToString();
    }

    private string OfDouble(double value)
    {
        var isPercent = _type == '%';
        var shown = isPercent ? value * 100 : value;
        string text;
        if (_type == '\0')
        {
            text = _precision < 0 ? FloatText.Of(shown) : WithPoint(shown);
            text = !text.StartsWith('-') && _sign is '+' or ' ' ? _sign + text : text;
        }
        else
        {
            var type = _type switch
            {
                '%' => 'f',
                'n' => 'g',
                'e' or 'E' or 'f' or 'F' or 'g' or 'G' => _type,
                _ => throw Fail.Value($"unknown format code `{_type}` for a float"),
            };
            text = Float(shown, type, _precision < 0 ? 6 : _precision, _alternate, _sign);
        }

        text = _dropsNegativeZero && text.StartsWith('-') && text.AsSpan().IndexOfAnyInRange('1', '9') < 0 ? text[1..] : text;
        return PadSigned(text + (isPercent ? "%" : ""));
    }

    // As `g`, but at least one digit stays behind the point.
    private string WithPoint(double value)
    {
        var precision = Math.Max(_precision, 1);
        var (_, exponent) = double.IsFinite(value) ? ExactDecimal.Scientific(value, precision - 1) : ("", 0);
        var text = exponent >= precision - 1 && double.IsFinite(value) && value != 0 && exponent >= -4
            ? Exponential(value, precision, exponent)
            : Float(value, 'g', precision, _alternate, '-');
        return text.AsSpan().IndexOfAny(".enai") < 0 ? text + ".0" : text;
    }

    private static string Exponential(double value, int precision, int exponent)
    {
        var (digits, _) = ExactDecimal.Scientific(value, precision - 1);
        _ = exponent;
        digits = digits[0] + digits[1..].TrimEnd('0');
        return (value < 0 ? "-" : "") + Exponential(digits, exponent, alternate: false);
    }

    private string OfDecimal(decimal value)
    {
        if (_type is 'e' or 'E' or 'g' or 'G')
        {
            return OfDouble((double)value);
        }

        var shown = _type == '%' ? value * 100 : value;
        var places = _precision >= 0 ? _precision : _type == '%' ? 0 : -1;
        var text = places < 0
            ? shown.ToString(CultureInfo.InvariantCulture)
            : Math.Round(shown, Math.Min(places, 28), MidpointRounding.ToEven).ToString($"F{places}", CultureInfo.InvariantCulture);
        text = shown >= 0 && _sign is '+' or ' ' ? _sign + text : text;
        return PadSigned(text + (_type == '%' ? "%" : ""));
    }

    private string PadSigned(string text)
    {
        var signLength = text.Length > 0 && text[0] is '-' or '+' or ' ' ? 1 : 0;
        var end = signLength;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return PadNumber(text[..signLength], text[signLength..end], text[end..], 3);
    }

    private string PadNumber(string prefix, string digits, string rest, int group)
    {
        var align = _align == '\0' ? '>' : _align;
        if (_grouping == '\0')
        {
            return Pad(prefix, digits + rest, align);
        }

        if (align == '=' && _fill == "0")
        {
            // Zeros that fill are grouped too.
            var room = _width - prefix.Length - rest.Length;
            while (Grouped(digits, group).Length < room && Grouped("0" + digits, group).Length <= room + 1)
            {
                digits = "0" + digits;
                if (Grouped(digits, group).Length > room)
                {
                    break;
                }
            }
        }

        return Pad(prefix, Grouped(digits, group) + rest, align);
    }

    private string Grouped(string digits, int group)
    {
        var output = new StringBuilder(digits);
        for (var i = digits.Length - group; i > 0; i -= group)
        {
            output.Insert(i, _grouping);
        }

        return output.ToString();
    }

    private string Pad(string prefix, string text, char align)
    {
        var missing = _width - Texts.Length(prefix) - Texts.Length(text);
        if (missing <= 0)
        {
            return prefix + text;
        }

        var left = align switch { '<' => 0, '^' => missing / 2, _ => missing };
        var (before, after) = (Fill(left), Fill(missing - left));
        return align == '=' ? prefix + before + text : before + prefix + text + after;
    }

    private string Fill(int count) => _fill.Length == 1
        ? new string(_fill[0], count)
        : string.Concat(Enumerable.Repeat(_fill, count));
}
