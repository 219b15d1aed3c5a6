using System.Text.RegularExpressions;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Filters;

/// <summary><c>urlize</c>: makes links of the addresses in a text.</summary>
internal static partial class Urlize
{
    private static readonly (string Open, string Close)[] Brackets = [("(", ")"), ("<", ">"), ("&lt;", "&gt;")];

    internal static object? Apply(object? value, JinjaArguments arguments)
    {
        var limit = arguments[0] is null ? -1 : (int)Math.Clamp(arguments.Integer(0), 0, int.MaxValue);
        var rels = new SortedSet<string>(StringComparer.Ordinal) { "noopener" };
        rels.UnionWith(arguments[3] is null ? [] : arguments.Text(3).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (arguments.Flag(1))
        {
            rels.Add("nofollow");
        }

        var attributes = $" rel=\"{Html.Escape(string.Join(' ', rels))}\""
            + (arguments[2] is null ? "" : $" target=\"{Safe.Text(arguments[2])}\"");
        List<string> schemes = arguments[4] is null ? [] : [.. Iteration.Over(arguments[4]).Select(Text.Of)];
        if (schemes.Find(scheme => !Scheme().IsMatch(scheme)) is { } wrong)
        {
            throw Fail.Arguments($"{Text.Repr(wrong)} is not a valid URI scheme prefix");
        }

        var words = Blanks().Split(Safe.Text(value)).Select(word => Linked(word, attributes, limit, schemes));
        var text = string.Concat(words);
        return arguments.Escapes ? new Markup(text) : text;
    }

    private static string Linked(string word, string attributes, int limit, List<string> schemes)
    {
        var head = Head().Match(word).Value;
        var middle = word[head.Length..];
        var tail = Tail().Match(middle).Value;
        middle = middle[..^tail.Length];
        foreach (var (open, close) in Brackets)
        {
            (middle, tail) = Balanced(middle, tail, open, close);
        }

        return head + Link(middle, attributes, limit, schemes) + tail;
    }

    // A closing bracket belongs to the address where the address has an opening one.
    private static (string Middle, string Tail) Balanced(string middle, string tail, string open, string close)
    {
        var opened = Count(middle, open);
        if (opened <= Count(middle, close))
        {
            return (middle, tail);
        }

        for (var i = Math.Min(opened, Count(tail, close)); i > 0; i--)
        {
            var end = tail.IndexOf(close, StringComparison.Ordinal) + close.Length;
            (middle, tail) = (middle + tail[..end], tail[end..]);
        }

        return (middle, tail);
    }

    private static int Count(string text, string part) => (text.Length - text.Replace(part, "", StringComparison.Ordinal).Length) / part.Length;

    private static string Link(string middle, string attributes, int limit, List<string> schemes)
    {
        if (Web().IsMatch(middle))
        {
            var address = middle.StartsWith("https://", StringComparison.Ordinal) || middle.StartsWith("http://", StringComparison.Ordinal)
                ? middle : "https://" + middle;
            var shown = limit >= 0 && middle.Length > limit ? middle[..limit] + "..." : middle;
            return $"<a href=\"{address}\"{attributes}>{shown}</a>";
        }

        if (middle.StartsWith("mailto:", StringComparison.Ordinal) && Mail().IsMatch(middle[7..]))
        {
            return $"<a href=\"{middle}\">{middle[7..]}</a>";
        }

        if (middle.Contains('@', StringComparison.Ordinal) && !middle.StartsWith("www.", StringComparison.Ordinal)
            && !middle.Contains(':', StringComparison.Ordinal) && Mail().IsMatch(middle))
        {
            return $"<a href=\"mailto:{middle}\">{middle}</a>";
        }

        return schemes.Exists(scheme => middle != scheme && middle.StartsWith(scheme, StringComparison.Ordinal))
            ? $"<a href=\"{middle}\"{attributes}>{middle}</a>" : middle;
    }

    [GeneratedRegex(@"(?<blanks>\s+)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^([(<]|&lt;)+", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Head();

    [GeneratedRegex(@"([)>.,\n]|&gt;)+\z", RegexOptions.RightToLeft | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Tail();

    [GeneratedRegex(@"^([\w.+-]{2,}:(/){0,2})$", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^\S+@\w[\w.-]*\.\w+$", RegexOptions.None, 5000)]
    private static partial Regex Mail();

    [GeneratedRegex("""
        ^
        ( (https?://|www\.) (([\w%-]+\.)+)? ( [a-z]{2,63} | xn--[\w%]{2,59} )
        | ([\w%-]{2,63}\.)+ (com|net|int|edu|gov|org|info|mil)
        | (https?://) ( (\d{1,3}(\.\d{1,3}){3}) | (\[([\da-f]{0,4}:){2}([\da-f]{0,4}:?){1,6}]) )
        )
        (?::\d{1,5})?
        (?:[/?\#]\S*)?
        $
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Web();
}
