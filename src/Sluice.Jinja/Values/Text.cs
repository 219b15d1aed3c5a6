using System.Globalization;
using System.Numerics;
using System.Text;

namespace Sluice.Jinja.Values;

/// <summary>Values as text: <c>str()</c> and <c>repr()</c> of Python.</summary>
internal static class Text
{
    private const int MaxDepth = 200;

    internal static string Of(object? value) => value switch
    {
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        null => "None",
        bool truth => truth ? "True" : "False",
        double number => FloatText.Of(number),
        Undefined undefined => Undefineds.ToText(undefined),
        Markup markup => markup.Text,
        JinjaObject item => item.ToText(),
        _ => Repr(value),
    };

    internal static string Repr(object? value)
    {
        switch (value)
        {
            case null or bool or long or double:
                return Of(value);
            case string text when IsPlain(text):
                return $"'{text}'";
            default:
                var output = new StringBuilder();
                AppendRepr(output, value, []);
                return output.ToString();
        }
    }

    /// <summary>As <see cref="Repr"/>, with everything outside of ASCII escaped.</summary>
    internal static string Ascii(object? value)
    {
        var output = new StringBuilder();
        foreach (var rune in Repr(value).EnumerateRunes())
        {
            _ = rune.Value switch
            {
                < 0x80 => output.Append((char)rune.Value),
                < 0x100 => output.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
                < 0x10000 => output.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                _ => output.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
            };
        }

        return output.ToString();
    }

    private static void AppendRepr(StringBuilder output, object? value, List<object> open)
    {
        switch (value)
        {
            case string text:
                AppendQuoted(output, text);
                break;
            case JinjaList list:
                AppendAll(output, "[", "]", list, list.Items, open);
                break;
            case JinjaTuple { Names: { } names } tuple:
                AppendNamed(output, tuple, names, open);
                break;
            case JinjaTuple tuple:
                AppendAll(output, "(", tuple.Count == 1 ? ",)" : ")", tuple, tuple.Items, open);
                break;
            case JinjaSet { Count: 0 }:
                output.Append("set()");
                break;
            case JinjaSet set:
                AppendAll(output, "{", "}", set, set, open);
                break;
            case JinjaDict dict:
                AppendDict(output, dict, open);
                break;
            case Markup markup:
                output.Append("Markup(");
                AppendQuoted(output, markup.Text);
                output.Append(')');
                break;
            case BigInteger number:
                output.Append(number.ToString(CultureInfo.InvariantCulture));
                break;
            case decimal number:
                output.Append(open.Count == 0
                    ? number.ToString(CultureInfo.InvariantCulture)
                    : $"Decimal('{number.ToString(CultureInfo.InvariantCulture)}')");
                break;
            case Undefined:
                output.Append("Undefined");
                break;
            case JinjaStream:
                output.Append("<generator>");
                break;
            case JinjaObject item:
                output.Append(item.Repr());
                break;
            default:
                output.Append(Of(value));
                break;
        }
    }

    private static void AppendAll(
        StringBuilder output, string start, string end, object owner, IEnumerable<object?> items, List<object> open)
    {
        if (!Enter(output, owner, open, start + "..." + end))
        {
            return;
        }

        output.Append(start);
        var first = true;
        foreach (var item in items)
        {
            output.Append(first ? "" : ", ");
            first = false;
            AppendRepr(output, item, open);
        }

        output.Append(end);
        open.RemoveAt(open.Count - 1);
    }

    private static void AppendNamed(StringBuilder output, JinjaTuple tuple, string[] names, List<object> open)
    {
        if (!Enter(output, tuple, open, "(...)"))
        {
            return;
        }

        output.Append('(');
        for (var i = 0; i < tuple.Count; i++)
        {
            output.Append(i == 0 ? "" : ", ");
            AppendRepr(output, tuple[i], open);
        }

        output.Append(names.Length == 1 ? ",)" : ")");
        open.RemoveAt(open.Count - 1);
    }

    private static void AppendDict(StringBuilder output, JinjaDict dict, List<object> open)
    {
        if (!Enter(output, dict, open, "{...}"))
        {
            return;
        }

        output.Append('{');
        for (var i = 0; i < dict.Count; i++)
        {
            output.Append(i == 0 ? "" : ", ");
            AppendRepr(output, dict.KeyAt(i), open);
            output.Append(": ");
            AppendRepr(output, dict.ValueAt(i), open);
        }

        output.Append('}');
        open.RemoveAt(open.Count - 1);
    }

    private static bool Enter(StringBuilder output, object owner, List<object> open, string again)
    {
        if (open.Exists(item => ReferenceEquals(item, owner)))
        {
            output.Append(again);
            return false;
        }

        if (open.Count >= MaxDepth)
        {
            throw Fail.TooLarge("the nesting of the printed value");
        }

        open.Add(owner);
        return true;
    }

    private static bool IsPlain(string text)
    {
        foreach (var character in text)
        {
            if (character is < ' ' or '\'' or '\\' or > '~')
            {
                return false;
            }
        }

        return true;
    }

    private static void AppendQuoted(StringBuilder output, string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal)
            ? '"' : '\'';
        output.Append(quote);
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (character == quote || character == '\\')
            {
                output.Append('\\').Append(character);
            }
            else if (character is >= ' ' and <= '~')
            {
                output.Append(character);
            }
            else if (character is '\n' or '\r' or '\t')
            {
                output.Append('\\').Append(character == '\n' ? 'n' : character == '\r' ? 'r' : 't');
            }
            else
            {
                i += AppendOther(output, text, i) - 1;
            }
        }

        output.Append(quote);
    }

    // A character outside of ASCII, or a control character: shown where Python calls it printable, else escaped.
    private static int AppendOther(StringBuilder output, string text, int index)
    {
        if (!Rune.TryGetRuneAt(text, index, out var rune))
        {
            output.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[index]:x4}");
            return 1;
        }

        if (IsPrintable(rune))
        {
            output.Append(text, index, rune.Utf16SequenceLength);
        }
        else if (rune.Value < 0x100)
        {
            output.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}");
        }
        else
        {
            output.Append(rune.Value < 0x10000
                ? $"\\u{rune.Value:x4}"
                : $"\\U{rune.Value:x8}");
        }

        return rune.Utf16SequenceLength;
    }

    internal static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator);
}
