using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Tags;

/// <summary><c>{% autoescape true %} … {% endautoescape %}</c></summary>
internal static class AutoescapeTag
{
    internal static AutoescapeStatement Parse(StatementParser parser, Token tag)
    {
        var tokens = parser.Tokens;
        var expressions = parser.Expressions;
        tokens.Take();
        var mark = tokens.Names.Mark;
        var isOn = expressions.Parse();
        var loads = tokens.Names.ReadSince(mark);
        var body = parser.ParseBodyOf(tag, out var end, "endautoescape");
        return new AutoescapeStatement(isOn, loads, body, tag.Span.To(end.Span));
    }
}
