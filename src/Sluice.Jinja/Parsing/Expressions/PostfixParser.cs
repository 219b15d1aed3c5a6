using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Expressions;

/// <summary>What follows a value: <c>.name</c>, <c>[key]</c>, <c>(…)</c>, filters and tests.</summary>
internal static class PostfixParser
{
    internal static Expression Parse(ExpressionParser parser, Expression expression)
    {
        var tokens = parser.Tokens;
        while (true)
        {
            switch (tokens.Current.Kind)
            {
                case TokenKind.Dot:
                    expression = ParseDot(parser, expression);
                    break;
                case TokenKind.LeftBracket:
                    expression = SubscriptParser.Parse(parser, expression);
                    break;
                case TokenKind.LeftParen:
                    expression = ParseCall(parser, expression);
                    break;
                default:
                    return expression;
            }
        }
    }

    internal static Expression ParseFiltersAndTests(ExpressionParser parser, Expression expression)
    {
        var tokens = parser.Tokens;
        while (true)
        {
            if (tokens.Current.Kind == TokenKind.Pipe)
            {
                expression = RoutineParser.ParseFilters(parser, expression, startsInline: false)!;
            }
            else if (tokens.Current.Is("is"))
            {
                expression = RoutineParser.ParseTest(parser, expression);
            }
            else if (tokens.Current.Kind == TokenKind.LeftParen)
            {
                expression = ParseCall(parser, expression);
            }
            else
            {
                return expression;
            }
        }
    }

    private static Expression ParseDot(ExpressionParser parser, Expression owner)
    {
        var tokens = parser.Tokens;
        tokens.Take();
        var name = tokens.Current;
        if (name.Kind == TokenKind.Name)
        {
            tokens.Take();
            return new AttributeExpression(owner, name.Text, owner.Span.To(name.Span)) { Height = parser.Heights.Above(owner) };
        }

        if (name.Kind == TokenKind.Integer)
        {
            tokens.Take();
            return new ItemExpression(owner, new ConstantExpression(name.Value, name.Span), owner.Span.To(name.Span))
            {
                Height = parser.Heights.Above(owner),
            };
        }

        throw TokenStream.Fail(SyntaxErrors.Expected(
            parser.Source, name.Span, "a name or a number after `.`", tokens.Describe(name)));
    }

    private static CallExpression ParseCall(ExpressionParser parser, Expression callee)
    {
        var tokens = parser.Tokens;
        using var deeper = parser.Deeper(tokens.Current);
        var place = parser.Calls.Count;
        var arguments = ArgumentParser.Parse(parser);
        var span = callee.Span.To(tokens.Previous.Span);
        if (callee is NameExpression name)
        {
            parser.Calls.Insert(place, ToStatic(name, arguments, span));
        }

        return new CallExpression(callee, arguments, span) { Height = parser.Heights.Above(callee, arguments) };
    }

    private static StaticCall ToStatic(NameExpression name, CallArguments arguments, SourceSpan span)
    {
        var known = ImmutableArray.CreateBuilder<StaticArgument>(arguments.Positional.Length + arguments.Keywords.Length);
        foreach (var positional in arguments.Positional)
        {
            known.Add(new StaticArgument(null, positional.TryConstant(out var value), value, positional.Span));
        }

        foreach (var (keyword, expression) in arguments.Keywords)
        {
            known.Add(new StaticArgument(keyword, expression.TryConstant(out var value), value, expression.Span));
        }

        return new StaticCall(
            name.Name, span, name.Span, known.MoveToImmutable(), arguments.Rest is null && arguments.RestKeywords is null);
    }
}
