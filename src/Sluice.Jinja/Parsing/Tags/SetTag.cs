using Sluice.Jinja.Lexing;
using Sluice.Jinja.Parsing.Expressions;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Tags;

/// <summary><c>{% set x = … %}</c>, and <c>{% set x %} … {% endset %}</c></summary>
internal static class SetTag
{
    internal static Statement Parse(StatementParser parser, Token tag)
    {
        var tokens = parser.Tokens;
        var expressions = parser.Expressions;
        tokens.Take();
        var targetMark = tokens.Names.Mark;
        var target = TargetParser.Parse(tokens, withAttribute: true);
        var targetLoads = tokens.Names.ReadSince(targetMark);
        if (tokens.TrySkip(TokenKind.Assign))
        {
            var value = expressions.ParseTuple();
            var loads = tokens.Names.ReadSince(targetMark);
            tokens.Names.Store(target);
            return new SetStatement(target, value, loads, tag.Span.To(tokens.Previous.Span));
        }

        if (tokens.Current.Kind is not (TokenKind.Pipe or TokenKind.BlockEnd or TokenKind.Colon))
        {
            throw TokenStream.Fail(SyntaxErrors.Expected(
                parser.Source, tokens.Current.Span, "`=` and a value", tokens.Describe(tokens.Current)));
        }

        var mark = tokens.Names.Mark;
        var filter = (FilterExpression?)RoutineParser.ParseFilters(parser.Expressions, null, startsInline: false);
        var filterLoads = tokens.Names.ReadSince(mark);
        tokens.Names.Store(target);
        var body = parser.ParseBodyOf(tag, out var end, "endset");
        return new SetBlockStatement(target, filter, filterLoads, body, targetLoads, tag.Span.To(end.Span));
    }
}
