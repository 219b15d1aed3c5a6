using System.Text;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Methods;

/// <summary>Cuts text into pieces.</summary>
internal static class TextSplit
{
    internal static JinjaList Split(string text, JinjaCall call, bool fromEnd)
    {
        var arguments = call.Bind(fromEnd ? "rsplit" : "split", "sep?", "maxsplit?");
        var most = arguments.Integer(1, -1);
        most = most < 0 ? long.MaxValue : most;
        if (arguments[0] is null)
        {
            return new JinjaList(fromEnd ? ByBlanksFromEnd(text, most) : ByBlanks(text, most));
        }

        var separator = TextMethods.NeedText(arguments[0]);
        return separator.Length == 0
            ? throw Fail.Value("empty separator")
            : new JinjaList(fromEnd ? FromEnd(text, separator, most) : FromStart(text, separator, most));
    }

    internal static JinjaList Lines(string text, bool keepEnds)
    {
        var lines = new List<object?>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('\n' or '\r' or '\v' or '\f' or '\x1c' or '\x1d' or '\x1e' or '\x85' or '\u2028' or '\u2029'))
            {
                continue;
            }

            var end = text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? i + 2 : i + 1;
            lines.Add(text[start..(keepEnds ? end : i)]);
            (start, i) = (end, end - 1);
        }

        if (start < text.Length)
        {
            lines.Add(text[start..]);
        }

        return new JinjaList(lines);
    }

    internal static JinjaTuple Partition(string text, string separator, bool fromEnd)
    {
        if (separator.Length == 0)
        {
            throw Fail.Value("empty separator");
        }

        var at = fromEnd
            ? text.LastIndexOf(separator, StringComparison.Ordinal)
            : text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0
            ? new JinjaTuple(fromEnd ? ["", "", text] : new object?[] { text, "", "" })
            : new JinjaTuple(new object?[] { text[..at], separator, text[(at + separator.Length)..] });
    }

    internal static string ExpandTabs(string text, long size)
    {
        var output = new StringBuilder(text.Length);
        var column = 0L;
        foreach (var character in text)
        {
            if (character == '\t')
            {
                var blanks = size > 0 ? size - (column % size) : 0;
                _ = Texts.CheckLength(output.Length + blanks);
                output.Append(' ', (int)blanks);
                column += blanks;
            }
            else
            {
                output.Append(character);
                column = character is '\n' or '\r' ? 0 : column + 1;
            }
        }

        return output.ToString();
    }

    private static List<object?> ByBlanks(string text, long most)
    {
        var pieces = new List<object?>();
        var i = 0;
        while (true)
        {
            while (i < text.Length && char.IsWhiteSpace(text[i]))
            {
                i++;
            }

            if (i == text.Length)
            {
                return pieces;
            }

            if (pieces.Count >= most)
            {
                pieces.Add(text[i..]);
                return pieces;
            }

            var start = i;
            while (i < text.Length && !char.IsWhiteSpace(text[i]))
            {
                i++;
            }

            pieces.Add(text[start..i]);
        }
    }

    private static List<object?> ByBlanksFromEnd(string text, long most)
    {
        var pieces = new List<object?>();
        var i = text.Length;
        while (true)
        {
            while (i > 0 && char.IsWhiteSpace(text[i - 1]))
            {
                i--;
            }

            if (i == 0)
            {
                break;
            }

            if (pieces.Count >= most)
            {
                pieces.Add(text[..i]);
                break;
            }

            var end = i;
            while (i > 0 && !char.IsWhiteSpace(text[i - 1]))
            {
                i--;
            }

            pieces.Add(text[i..end]);
        }

        pieces.Reverse();
        return pieces;
    }

    private static List<object?> FromStart(string text, string separator, long most)
    {
        var pieces = new List<object?>();
        var start = 0;
        while (pieces.Count < most && text.IndexOf(separator, start, StringComparison.Ordinal) is var at and >= 0)
        {
            pieces.Add(text[start..at]);
            start = at + separator.Length;
        }

        pieces.Add(text[start..]);
        return pieces;
    }

    private static List<object?> FromEnd(string text, string separator, long most)
    {
        var pieces = new List<object?>();
        var end = text.Length;
        while (pieces.Count < most && text.AsSpan(0, end).LastIndexOf(separator, StringComparison.Ordinal) is var at and >= 0)
        {
            pieces.Add(text[(at + separator.Length)..end]);
            end = at;
        }

        pieces.Add(text[..end]);
        pieces.Reverse();
        return pieces;
    }
}
