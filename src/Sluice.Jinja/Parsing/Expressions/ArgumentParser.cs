using System.Collections.Immutable;
using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Expressions;

/// <summary>The arguments of a call: <c>(a, *b, c=d, **e)</c>.</summary>
internal static class ArgumentParser
{
    internal static CallArguments Parse(ExpressionParser parser)
    {
        var tokens = parser.Tokens;
        tokens.Expect(TokenKind.LeftParen, "`(`");
        var positional = ImmutableArray.CreateBuilder<Expression>();
        var keywords = ImmutableArray.CreateBuilder<KeyValuePair<string, Expression>>();
        Expression? rest = null;
        Expression? restKeywords = null;
        var needsComma = false;
        while (tokens.Current.Kind != TokenKind.RightParen)
        {
            if (needsComma)
            {
                tokens.Expect(TokenKind.Comma, "`,` or `)` after an argument");
                if (tokens.Current.Kind == TokenKind.RightParen)
                {
                    break;
                }
            }

            needsComma = true;
            var start = tokens.Current;
            switch (start.Kind)
            {
                case TokenKind.Star:
                    Ensure(
                        parser, rest is null && restKeywords is null, start,
                        "only one `*` is allowed, and none behind `**`");
                    tokens.Take();
                    rest = parser.Parse();
                    break;
                case TokenKind.Power:
                    Ensure(parser, restKeywords is null, start, "only one `**` is allowed");
                    tokens.Take();
                    restKeywords = parser.Parse();
                    break;
                case TokenKind.Name when tokens.Look().Kind == TokenKind.Assign:
                    Ensure(parser, restKeywords is null, start, "a keyword argument must stand before `**`");
                    Ensure(
                        parser, !keywords.Any(item => item.Key == start.Text), start,
                        $"the keyword argument `{start.Text}` is repeated");
                    tokens.Skip(2);
                    keywords.Add(new(start.Text, parser.Parse()));
                    break;
                default:
                    Ensure(
                        parser, rest is null && restKeywords is null && keywords.Count == 0, start,
                        "a positional argument must stand before keyword arguments");
                    positional.Add(parser.Parse());
                    break;
            }
        }

        tokens.Expect(TokenKind.RightParen, "`)`");
        return new CallArguments(positional.ToImmutable(), keywords.ToImmutable(), rest, restKeywords);
    }

    private static void Ensure(ExpressionParser parser, bool holds, Token at, string message)
    {
        if (!holds)
        {
            throw TokenStream.Fail(SyntaxErrors.Signature(parser.Source, at.Span, message));
        }
    }
}
