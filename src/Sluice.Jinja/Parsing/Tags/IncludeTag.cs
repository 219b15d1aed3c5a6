using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Tags;

/// <summary><c>{% include 'a' ignore missing with context %}</c></summary>
internal static class IncludeTag
{
    internal static IncludeStatement Parse(StatementParser parser, Token tag)
    {
        var tokens = parser.Tokens;
        var template = parser.ParseOperand(out var loads);
        var ignoresMissing = tokens.Current.Is("ignore") && tokens.Look().Is("missing");
        tokens.Skip(ignoresMissing ? 2 : 0);
        return new IncludeStatement(
            template, ignoresMissing, ContextClause.Parse(tokens) ?? true, loads, tag.Span.To(tokens.Previous.Span));
    }
}
