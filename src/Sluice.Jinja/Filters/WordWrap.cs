using System.Text.RegularExpressions;
using Sluice.Jinja.Methods;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Filters;

/// <summary><c>wordwrap</c>: breaks lines at blanks and hyphens, as Python's textwrap does.</summary>
internal static partial class WordWrap
{
    internal static object? Apply(object? value, JinjaArguments arguments)
    {
        var width = arguments.Integer(0, 79);
        if (width <= 0)
        {
            throw Fail.Value($"the width of `wordwrap` must be positive, not {width}");
        }

        var (breaksLong, breaksHyphens) = (arguments.Flag(1, true), arguments.Flag(3, true));
        var newline = arguments[2] is null
            ? arguments.Environment?.Options.NewlineSequence ?? "\n" : arguments.Text(2);
        if (value is not (string or Markup))
        {
            throw Undefineds.Check(value, null) ?? Fail.Type($"`wordwrap` needs text, not `{TypeNames.Of(value)}`");
        }

        return string.Join(newline, TextSplit.Lines(Text.Of(value), keepEnds: false).Items
            .Select(line => string.Join(newline, Wrap((string)line!, (int)Math.Min(width, int.MaxValue), breaksLong, breaksHyphens))));
    }

    private static List<string> Wrap(string line, int width, bool breaksLong, bool breaksHyphens)
    {
        var chunks = Chunks(line, breaksHyphens);
        chunks.Reverse();
        var lines = new List<string>();
        while (chunks.Count > 0)
        {
            var current = new List<string>();
            var length = 0;
            if (lines.Count > 0 && string.IsNullOrWhiteSpace(chunks[^1]))
            {
                chunks.RemoveAt(chunks.Count - 1);
            }

            while (chunks.Count > 0 && length + Texts.Length(chunks[^1]) <= width)
            {
                length += Texts.Length(chunks[^1]);
                current.Add(chunks[^1]);
                chunks.RemoveAt(chunks.Count - 1);
            }

            if (chunks.Count > 0 && Texts.Length(chunks[^1]) > width)
            {
                TakeLong(chunks, current, width - length, width, breaksLong, breaksHyphens);
            }

            if (current.Count > 0 && string.IsNullOrWhiteSpace(current[^1]))
            {
                current.RemoveAt(current.Count - 1);
            }

            if (current.Count > 0)
            {
                lines.Add(string.Concat(current));
            }
        }

        return lines;
    }

    private static void TakeLong(
        List<string> chunks, List<string> current, int room, int width, bool breaksLong, bool breaksHyphens)
    {
        var space = width < 1 ? 1 : room;
        if (breaksLong)
        {
            var chunk = chunks[^1];
            var end = Texts.Offset(chunk, space);
            if (breaksHyphens && chunk.Length > end)
            {
                var hyphen = end > 0 ? chunk.LastIndexOf('-', end - 1) : -1;
                end = hyphen > 0 && chunk[..hyphen].Any(character => character != '-') ? hyphen + 1 : end;
            }

            current.Add(chunk[..end]);
            chunks[^1] = chunk[end..];
        }
        else if (current.Count == 0)
        {
            current.Add(chunks[^1]);
            chunks.RemoveAt(chunks.Count - 1);
        }
    }

    private static List<string> Chunks(string line, bool breaksHyphens) =>
    [
        .. Split(breaksHyphens ? WithHyphens() : Blanks(), line).Where(chunk => chunk.Length > 0),
    ];

    // The matches and what is between them.
    private static IEnumerable<string> Split(Regex pattern, string text)
    {
        var position = 0;
        foreach (Match match in pattern.Matches(text))
        {
            yield return text[position..match.Index];
            yield return match.Value;
            position = match.Index + match.Length;
        }

        yield return text[position..];
    }

    [GeneratedRegex("""
        (
            [\t\n\x0b\x0c\r\x20]+
        |
            (?<=[\w!"'&.,?])-{2,}(?=\w)
        |
            [^\t\n\x0b\x0c\r\x20]+? (?:
                -(?: (?<=[^\d\W]{2}-) | (?<=[^\d\W]-[^\d\W]-) )
                (?= [^\d\W] -? [^\d\W] )
            |
                (?=[\t\n\x0b\x0c\r\x20]|\z)
            |
                (?<=[\w!"'&.,?]) (?=-{2,}\w)
            )
        )
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex WithHyphens();

    [GeneratedRegex(@"[\t\n\x0b\x0c\r\x20]+", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Blanks();
}
