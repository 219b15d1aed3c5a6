using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Expressions;

/// <summary>Filters and tests by name: <c>| name(a)</c>, <c>is name a</c>.</summary>
internal static class RoutineParser
{
    /// <summary>One or more filters; the first without a bar where it is the filter of a block.</summary>
    internal static Expression? ParseFilters(ExpressionParser parser, Expression? operand, bool startsInline)
    {
        var tokens = parser.Tokens;
        while (startsInline || tokens.Current.Kind == TokenKind.Pipe)
        {
            if (!startsInline)
            {
                tokens.Take();
            }

            startsInline = false;
            var start = tokens.Current;
            var name = ParseRoutineName(parser, "the name of a filter");
            var span = start.Span.To(tokens.Previous.Span);
            var arguments = tokens.Current.Kind == TokenKind.LeftParen ? ArgumentParser.Parse(parser) : CallArguments.None;
            if (!parser.IsSoft && !parser.Environment.Filters.Contains(name))
            {
                parser.Errors.Add(SyntaxErrors.UnknownFilter(parser.Source, span, name, parser.Environment.Filters.HintFor(name)));
            }

            operand = new FilterExpression(operand, name, arguments, span) { Height = parser.Heights.Above(operand, arguments) };
        }

        return operand;
    }

    internal static Expression ParseTest(ExpressionParser parser, Expression operand)
    {
        var tokens = parser.Tokens;
        tokens.Take();
        var isNegated = tokens.TrySkip("not");
        var nameStart = tokens.Current;
        var name = ParseRoutineName(parser, "the name of a test");
        var nameSpan = nameStart.Span.To(tokens.Previous.Span);
        var arguments = ParseTestArguments(parser);
        if (!parser.IsSoft && !parser.Environment.Tests.Contains(name))
        {
            parser.Errors.Add(SyntaxErrors.UnknownTest(parser.Source, nameSpan, name, parser.Environment.Tests.HintFor(name)));
        }

        var test = new TestExpression(operand, name, arguments, operand.Span.To(tokens.Previous.Span))
        {
            Height = parser.Heights.Above(operand, arguments),
        };
        return isNegated ? new NotExpression(test, test.Span) { Height = parser.Heights.Above(test) } : test;
    }

    private static CallArguments ParseTestArguments(ExpressionParser parser)
    {
        var tokens = parser.Tokens;
        if (tokens.Current.Kind == TokenKind.LeftParen)
        {
            return ArgumentParser.Parse(parser);
        }

        var hasArgument = tokens.Current.Kind is TokenKind.Name or TokenKind.Text or TokenKind.Integer or TokenKind.Float
                or TokenKind.LeftBracket or TokenKind.LeftBrace
            && !tokens.Current.Is("else") && !tokens.Current.Is("or") && !tokens.Current.Is("and");
        if (!hasArgument)
        {
            return CallArguments.None;
        }

        if (tokens.Current.Is("is"))
        {
            throw TokenStream.Fail(SyntaxErrors.Expected(
                parser.Source, tokens.Current.Span, "an argument of the test", "`is`", "tests cannot be chained: use `and`"));
        }

        return new CallArguments([PostfixParser.Parse(parser, PrimaryParser.Parse(parser))], [], null, null);
    }

    private static string ParseRoutineName(ExpressionParser parser, string what)
    {
        var tokens = parser.Tokens;
        var name = tokens.Expect(TokenKind.Name, what).Text;
        while (tokens.TrySkip(TokenKind.Dot))
        {
            name += "." + tokens.Expect(TokenKind.Name, "a name after `.`").Text;
        }

        return name;
    }
}
