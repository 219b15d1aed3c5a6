using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Tags;

/// <summary><c>{% autoescape true %} … {% endautoescape %}</c></summary>
internal static class AutoescapeTag
{
    internal static AutoescapeStatement Parse(StatementParser parser, Token tag)
    {
        var isOn = parser.ParseOperand(out var loads);
        var body = parser.ParseBodyOf(tag, out var end, "endautoescape");
        return new AutoescapeStatement(isOn, loads, body, tag.Span.To(end.Span));
    }
}
