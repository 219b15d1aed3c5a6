using System.Globalization;
using System.Numerics;
using System.Text;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Formatting;

/// <summary><c>'%s of %(name)d' % values</c>.</summary>
internal sealed class PercentFormat
{
    private readonly string _format;
    private readonly bool _isMarkup;
    private readonly object?[] _values;
    private readonly object? _mapping;
    private readonly StringBuilder _output = new();
    private int _position;
    private int _used;

    private PercentFormat(string format, object? values, bool isMarkup)
    {
        _format = format;
        _isMarkup = isMarkup;
        _values = values is JinjaTuple tuple ? tuple.Items : [values];
        _mapping = values is JinjaDict ? values : null;
    }

    internal static string Apply(string format, object? values, bool markup)
    {
        var formatter = new PercentFormat(format, values, markup);
        formatter.Run();
        if (formatter._used < formatter._values.Length && formatter._mapping is null
            && !(formatter._values is [JinjaList or JinjaObject { IsMapping: true }]))
        {
            throw Fail.Type("not all arguments were used by the format");
        }

        return formatter._output.ToString();
    }

    private void Run()
    {
        while (_position < _format.Length)
        {
            var at = _format.IndexOf('%', _position);
            if (at < 0)
            {
                _output.Append(_format, _position, _format.Length - _position);
                return;
            }

            _output.Append(_format, _position, at - _position);
            _position = at + 1;
            Convert();
        }
    }

    private char Peek() => _position < _format.Length
        ? _format[_position] : throw Fail.Value("the format ends in the middle of a conversion", "write `%%` for a percent sign");

    private void Convert()
    {
        object? keyed = Sentinel.Missing;
        if (Peek() == '(')
        {
            keyed = Keyed();
        }

        var flags = "";
        while (Peek() is '-' or '+' or ' ' or '#' or '0')
        {
            flags += _format[_position++];
        }

        var width = Size() ?? 0;
        if (width < 0)
        {
            (flags, width) = (flags + "-", -width);
        }

        var precision = -1;
        if (Peek() == '.')
        {
            _position++;
            precision = Math.Max(0, Size() ?? 0);
        }

        while (Peek() is 'l' or 'L' or 'h')
        {
            _position++;
        }

        var type = _format[_position++];
        if (type == '%')
        {
            _output.Append('%');
            return;
        }

        var value = ReferenceEquals(keyed, Sentinel.Missing) ? Next() : keyed;
        var text = One(value, type, flags, precision);
        _output.Append(Pad(text, flags, width, type));
        _ = Texts.CheckLength(_output.Length);
    }

    private object? Keyed()
    {
        var depth = 0;
        var start = _position + 1;
        do
        {
            depth += Peek() switch { '(' => 1, ')' => -1, _ => 0 };
            _position++;
        }
        while (depth > 0);

        var key = _format[start..(_position - 1)];
        if (_mapping is null && !(_values is [JinjaObject]))
        {
            throw Fail.Type("the format asks for names, so a dictionary is needed");
        }

        return Members.TryElement(_mapping ?? _values[0], key, out var value) ? value : throw Fail.Key(key);
    }

    private int? Size()
    {
        if (Peek() == '*')
        {
            _position++;
            return Numbers.TryLong(Next(), out var given) ? (int)Math.Clamp(given, -Texts.MaxLength, Texts.MaxLength) : throw Fail.Type("`*` needs an integer");
        }

        var start = _position;
        while (char.IsAsciiDigit(Peek()))
        {
            _position++;
        }

        return _position == start ? null
            : int.TryParse(_format.AsSpan(start, _position - start), out var size) ? Texts.CheckLength(size)
            : throw Fail.TooLarge("the text");
    }

    private object? Next()
    {
        if (_mapping is not null && _used == 0)
        {
            _used++;
            return _mapping;
        }

        return _used < _values.Length && _mapping is null
            ? _values[_used++] : throw Fail.Type("not enough arguments for the format");
    }

    private string One(object? value, char type, string flags, int precision)
    {
        switch (type)
        {
            case 's':
                return Cut(_isMarkup ? Safe.Text(value) : Text.Of(value), precision);
            case 'r':
                return Cut(Text.Repr(value), precision);
            case 'a':
                return Cut(Text.Ascii(value), precision);
            case 'd' or 'i' or 'u':
                return Signed(Integer(value, type), flags, precision, 10, "");
            case 'x' or 'X':
                var hex = Signed(WholeNumber(value, type), flags, precision, 16, flags.Contains('#', StringComparison.Ordinal) ? "0x" : "");
                return type == 'X' ? hex.ToUpperInvariant() : hex;
            case 'o':
                return Signed(WholeNumber(value, type), flags, precision, 8, flags.Contains('#', StringComparison.Ordinal) ? "0o" : "");
            case 'c':
                return Character(value);
            case 'e' or 'E' or 'f' or 'F' or 'g' or 'G':
                return FormatSpec.Float(
                    Real(value), type, precision < 0 ? 6 : precision, flags.Contains('#', StringComparison.Ordinal), Sign(flags));
            default:
                throw Fail.Value($"unsupported format character `{type}`", "write `%%` for a percent sign");
        }
    }

    private static string Cut(string text, int precision) => precision >= 0 && precision < Texts.Length(text)
        ? (string)Slices.Of(text, null, Box.Of((long)precision), null)! : text;

    private static char Sign(string flags) => flags.Contains('+', StringComparison.Ordinal) ? '+'
        : flags.Contains(' ', StringComparison.Ordinal) ? ' ' : '-';

    private static string Signed(BigInteger value, string flags, int precision, int radix, string prefix)
    {
        var digits = radix == 10
            ? BigInteger.Abs(value).ToString(CultureInfo.InvariantCulture) : FormatSpec.Radix(BigInteger.Abs(value), radix);
        digits = precision > digits.Length ? digits.PadLeft(precision, '0') : digits;
        var sign = value.Sign < 0 ? "-" : Sign(flags) is '+' or ' ' ? Sign(flags).ToString() : "";
        return sign + prefix + digits;
    }

    private static BigInteger Integer(object? value, char type) => value switch
    {
        double real when double.IsFinite(real) => new BigInteger(Math.Truncate(real)),
        double => throw Fail.Value("infinity and NaN cannot be printed as an integer"),
        decimal money => new BigInteger(decimal.Truncate(money)),
        _ when Numbers.TryBig(value, out var whole) => whole,
        _ => throw Undefineds.Check(value, null) ?? Fail.Type($"`%{type}` needs a number, not `{TypeNames.Of(value)}`"),
    };

    private static BigInteger WholeNumber(object? value, char type) => Numbers.TryBig(value, out var whole)
        ? whole
        : throw Undefineds.Check(value, null) ?? Fail.Type($"`%{type}` needs an integer, not `{TypeNames.Of(value)}`");

    private static double Real(object? value) => Numbers.TryDouble(value, out var number)
        ? number
        : throw Undefineds.Check(value, null) ?? Fail.Type($"a number is needed, not `{TypeNames.Of(value)}`");

    private static string Character(object? value) => value switch
    {
        string text when Texts.Length(text) == 1 => text,
        long code and >= 0 and <= 0x10FFFF => char.ConvertFromUtf32((int)code),
        _ => throw Fail.Type("`%c` needs one character or the code of one"),
    };

    private static string Pad(string text, string flags, int width, char type)
    {
        var missing = width - Texts.Length(text);
        if (missing <= 0)
        {
            return text;
        }

        if (flags.Contains('-', StringComparison.Ordinal))
        {
            return text + new string(' ', missing);
        }

        if (!flags.Contains('0', StringComparison.Ordinal) || type is 's' or 'r' or 'a' or 'c')
        {
            return new string(' ', missing) + text;
        }

        var sign = text[0] is '-' or '+' or ' ' ? 1 : 0;
        sign += text.Length > sign + 1 && text[sign] == '0' && text[sign + 1] is 'x' or 'X' or 'o' or 'O' ? 2 : 0;
        return string.Concat(text.AsSpan(0, sign), new string('0', missing), text.AsSpan(sign));
    }
}
