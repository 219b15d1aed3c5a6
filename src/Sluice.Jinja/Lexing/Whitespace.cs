namespace Sluice.Jinja.Lexing;

/// <summary>The whitespace around a tag that its signs and the options take away.</summary>
internal static class Whitespace
{
    /// <summary>Where the text goes on behind a closing delimiter.</summary>
    /// <param name="text">The template.</param>
    /// <param name="start">The end of the delimiter.</param>
    /// <param name="limit">Where the template ends.</param>
    /// <param name="sign">What stands before the delimiter: <c>-</c> takes all whitespace, <c>+</c> leaves it.</param>
    /// <param name="trims">Whether one line break is taken without a sign.</param>
    internal static int Behind(string text, int start, int limit, char sign, bool trims)
    {
        var end = start;
        if (sign == '-')
        {
            while (end < limit && char.IsWhiteSpace(text[end]))
            {
                end++;
            }
        }
        else if (sign != '+' && trims && end < limit)
        {
            end += text[end] == '\n' ? 1 : text[end] == '\r' ? end + 1 < limit && text[end + 1] == '\n' ? 2 : 1 : 0;
        }

        return end;
    }

    /// <summary>Where the text before a tag ends.</summary>
    /// <param name="text">The template.</param>
    /// <param name="start">Where the text begins.</param>
    /// <param name="opening">The tag.</param>
    /// <param name="strips">Whether blanks between the start of the line and a tag are taken without a sign.</param>
    /// <param name="atLineStart">Whether the text begins a line.</param>
    internal static int Before(string text, int start, Opening opening, bool strips, bool atLineStart)
    {
        var end = opening.Start;
        if (opening.Sign == '-')
        {
            while (end > start && char.IsWhiteSpace(text[end - 1]))
            {
                end--;
            }
        }
        else if (opening.Sign != '+' && strips && opening.Kind != OpeningKind.Variable)
        {
            var line = end;
            while (line > start && text[line - 1] is not ('\n' or '\r') && char.IsWhiteSpace(text[line - 1]))
            {
                line--;
            }

            var startsLine = line > start ? text[line - 1] is '\n' or '\r' : atLineStart;
            end = startsLine ? line : end;
        }

        return end;
    }
}
