using Sluice.Jinja.Lexing;
using Sluice.Jinja.Parsing.Expressions;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Tags;

/// <summary><c>{% filter name %} … {% endfilter %}</c></summary>
internal static class FilterTag
{
    internal static FilterBlockStatement Parse(StatementParser parser, Token tag)
    {
        var tokens = parser.Tokens;
        tokens.Take();
        var mark = tokens.Names.Mark;
        var filter = (FilterExpression)RoutineParser.ParseFilters(parser.Expressions, null, startsInline: true)!;
        var loads = tokens.Names.ReadSince(mark);
        var body = parser.ParseBodyOf(tag, out var end, "endfilter");
        return new FilterBlockStatement(filter, loads, body, tag.Span.To(end.Span));
    }
}
