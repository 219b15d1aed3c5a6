using System.Globalization;
using System.Numerics;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Lexing;

/// <summary>A number as Python writes it: <c>1_000</c>, <c>0xff</c>, <c>1.5e3</c>.</summary>
/// <param name="text">The template.</param>
/// <param name="limit">Where it ends.</param>
internal readonly struct NumberReader(string text, int limit)
{
    /// <summary>Reads the number that begins at a digit. Behind a dot it is an index, which has no fraction.</summary>
    internal Token Read(int start)
    {
        var isBehindDot = start > 0 && text[start - 1] == '.';
        if (!isBehindDot && FloatEnd(start) is var end && end > 0)
        {
            var digits = WithoutUnderscores(start, end);
            return new Token(TokenKind.Float, start, end, double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture));
        }

        return ReadInteger(start);
    }

    // The end of digits with single underscores between them; start where there are none.
    private int Digits(int start, Func<char, bool> isDigit)
    {
        var i = start;
        while (i < limit && (isDigit(text[i]) || (i > start && text[i] == '_' && i + 1 < limit && isDigit(text[i + 1]))))
        {
            i++;
        }

        return i;
    }

    private int FloatEnd(int start)
    {
        var whole = Digits(start, char.IsAsciiDigit);
        var i = whole;
        if (i < limit && text[i] == '.')
        {
            var fraction = Digits(i + 1, char.IsAsciiDigit);
            i = fraction > i + 1 ? fraction : whole;
        }

        var hasFraction = i > whole;
        if (i < limit && text[i] is 'e' or 'E')
        {
            var sign = i + 1 < limit && text[i + 1] is '+' or '-' ? 1 : 0;
            var exponent = Digits(i + 1 + sign, char.IsAsciiDigit);
            if (exponent > i + 1 + sign)
            {
                return exponent;
            }
        }

        return hasFraction ? i : 0;
    }

    private Token ReadInteger(int start)
    {
        var radix = start + 1 < limit && text[start] == '0'
            ? char.ToLowerInvariant(text[start + 1]) switch { 'b' => 2, 'o' => 8, 'x' => 16, _ => 10 }
            : 10;
        if (radix != 10)
        {
            // An underscore may follow the letter.
            var from = start + 2 + (start + 2 < limit && text[start + 2] == '_' ? 1 : 0);
            var end = Digits(from, radix == 2 ? c => c is '0' or '1' : radix == 8 ? c => c is >= '0' and <= '7' : char.IsAsciiHexDigit);
            if (end > from)
            {
                return new Token(TokenKind.Integer, start, end, Parse(WithoutUnderscores(from, end), radix));
            }
        }

        var last = Digits(start, text[start] == '0' ? c => c == '0' : char.IsAsciiDigit);
        return new Token(TokenKind.Integer, start, last, Parse(WithoutUnderscores(start, last), 10));
    }

    private string WithoutUnderscores(int start, int end) =>
        text[start..end].Replace("_", "", StringComparison.Ordinal);

    private static object Parse(string digits, int radix)
    {
        if (radix == 10)
        {
            return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var small)
                ? Box.Of(small)
                : BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        }

        var value = BigInteger.Zero;
        foreach (var digit in digits)
        {
            value = (value * radix) + Convert.ToInt32(digit.ToString(), 16);
        }

        return Box.Of(value);
    }
}
