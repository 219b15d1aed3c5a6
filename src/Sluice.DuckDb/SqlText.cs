namespace Sluice.DuckDb;

/// <summary>Writes names and strings into SQL.</summary>
public static class SqlText
{
    /// <summary>The name in double quotes, which makes any name valid.</summary>
    public static string Quote(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>The name, quoted only where SQL would not read it otherwise: a keyword, a space, a leading digit.</summary>
    public static string QuoteWhereNeeded(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return IsPlain(name) && !SqlKeywords.Contains(name) ? name : Quote(name);
    }

    /// <summary>The text as a string literal, in single quotes.</summary>
    public static string Literal(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    private static bool IsPlain(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
