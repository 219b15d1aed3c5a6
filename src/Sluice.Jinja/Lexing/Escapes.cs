using System.Globalization;
using System.Text;

namespace Sluice.Jinja.Lexing;

/// <summary>The backslash escapes of string literals.</summary>
internal static class Escapes
{
    /// <summary>The text of a literal without its quotes; null and a message where an escape is broken.</summary>
    internal static string? Decode(ReadOnlySpan<char> literal, out string? error)
    {
        error = null;
        if (literal.IndexOf('\\') < 0)
        {
            return literal.ToString();
        }

        var text = new StringBuilder(literal.Length);
        var i = 0;
        while (i < literal.Length)
        {
            if (literal[i] != '\\' || i + 1 == literal.Length)
            {
                text.Append(literal[i++]);
                continue;
            }

            var escape = literal[i + 1];
            i += 2;
            switch (escape)
            {
                case '\n':
                    break;
                case '\r':
                    i += i < literal.Length && literal[i] == '\n' ? 1 : 0;
                    break;
                case '\\' or '\'' or '"':
                    text.Append(escape);
                    break;
                case >= '0' and <= '7':
                    i = Octal(literal, i - 1, text);
                    break;
                case 'x' or 'u' or 'U':
                    var digits = escape == 'x' ? 2 : escape == 'u' ? 4 : 8;
                    if (!Hex(literal, i, digits, text))
                    {
                        error = $"the escape `\\{escape}` needs {digits} hexadecimal digits of a character";
                        return null;
                    }

                    i += digits;
                    break;
                case 'N':
                    error = "characters by name (`\\N{…}`) are not supported";
                    return null;
                default:
                    var simple = "abfnrtv".IndexOf(escape, StringComparison.Ordinal);
                    _ = simple >= 0 ? text.Append("\a\b\f\n\r\t\v"[simple]) : text.Append('\\').Append(escape);
                    break;
            }
        }

        return text.ToString();
    }

    private static int Octal(ReadOnlySpan<char> literal, int start, StringBuilder text)
    {
        var value = 0;
        var i = start;
        while (i < literal.Length && i < start + 3 && literal[i] is >= '0' and <= '7')
        {
            value = (value * 8) + (literal[i++] - '0');
        }

        text.Append((char)value);
        return i;
    }

    private static bool Hex(ReadOnlySpan<char> literal, int start, int digits, StringBuilder text)
    {
        if (start + digits > literal.Length
            || !int.TryParse(literal.Slice(start, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || code is < 0 or > 0x10FFFF)
        {
            return false;
        }

        _ = code is >= 0x10000 ? text.Append(char.ConvertFromUtf32(code)) : text.Append((char)code);
        return true;
    }
}
