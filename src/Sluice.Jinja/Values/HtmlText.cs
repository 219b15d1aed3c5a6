using System.Net;
using System.Text;

namespace Sluice.Jinja.Values;

/// <summary>Text out of HTML.</summary>
internal static class HtmlText
{
    internal static string Unescape(string html) => WebUtility.HtmlDecode(html);

    /// <summary>Without comments and tags, runs of whitespace made one blank, entities resolved.</summary>
    internal static string StripTags(string html)
    {
        var text = Without(html, "<!--", "-->");
        text = Without(text, "<", ">");
        var output = new StringBuilder(text.Length);
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            output.Append(output.Length > 0 ? " " : "").Append(word);
        }

        return Unescape(output.ToString());
    }

    private static string Without(string text, string open, string close)
    {
        var output = new StringBuilder(text.Length);
        var position = 0;
        while (text.IndexOf(open, position, StringComparison.Ordinal) is var start and >= 0
            && text.IndexOf(close, start, StringComparison.Ordinal) is var end and >= 0)
        {
            output.Append(text, position, start - position);
            position = end + close.Length;
        }

        return output.Append(text, position, text.Length - position).ToString();
    }
}
