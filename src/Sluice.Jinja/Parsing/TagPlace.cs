using Sluice.Jinja.Lexing;

namespace Sluice.Jinja.Parsing;

/// <summary>Where a tag begins and ends in the text, its delimiters included.</summary>
internal static class TagPlace
{
    /// <summary>The opening delimiter of the tag whose name is given.</summary>
    internal static int Start(StatementParser parser, Token tag)
    {
        var start = tag.Start;
        var text = parser.Source.Text;
        while (start > 0 && (char.IsWhiteSpace(text[start - 1]) || text[start - 1] is '-' or '+'))
        {
            start--;
        }

        var open = parser.Environment.Options.BlockStart;
        return start >= open.Length && string.CompareOrdinal(text, start - open.Length, open, 0, open.Length) == 0
            ? start - open.Length : tag.Start;
    }

    /// <summary>The end of the tag whose last token was taken, or is the current one.</summary>
    internal static int End(StatementParser parser)
    {
        var tokens = parser.Tokens;
        return tokens.Current.Kind == TokenKind.BlockEnd ? tokens.Current.End : tokens.Previous.End;
    }
}
