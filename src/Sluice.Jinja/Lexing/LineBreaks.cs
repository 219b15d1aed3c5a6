namespace Sluice.Jinja.Lexing;

/// <summary>Line breaks of a template: which there are, and what they become.</summary>
/// <param name="newline">What every break becomes.</param>
internal sealed class LineBreaks(string newline)
{
    private readonly bool _isUnix = string.Equals(newline, "\n", StringComparison.Ordinal);

    /// <summary>The length of a text without the line break at its end.</summary>
    internal static int LengthWithoutLast(string text) => text switch
    {
        [.., '\r', '\n'] => text.Length - 2,
        [.., '\n' or '\r'] => text.Length - 1,
        _ => text.Length,
    };

    // Only \r\n, \n and \r are line breaks: form feeds and their kin are ordinary characters.
    internal string Normalize(ReadOnlySpan<char> text)
    {
        if (_isUnix ? text.IndexOf('\r') < 0 : text.IndexOfAny('\r', '\n') < 0)
        {
            return text.ToString();
        }

        var unix = text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        return _isUnix ? unix : unix.Replace("\n", newline, StringComparison.Ordinal);
    }
}
