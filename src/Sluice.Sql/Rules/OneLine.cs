namespace Sluice.Sql.Rules;

/// <summary>A text of the user's as a piece of a message.</summary>
internal static class OneLine
{
    private const int Most = 60;

    /// <summary>The text without its line breaks, cut where it is long.</summary>
    internal static string Of(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= Most ? line : line[..(Most - 3)] + "...";
    }
}
