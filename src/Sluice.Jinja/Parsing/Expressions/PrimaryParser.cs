using System.Collections.Immutable;
using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Expressions;

/// <summary>Names, literals and what stands in brackets.</summary>
internal static class PrimaryParser
{
    internal static Expression Parse(ExpressionParser parser)
    {
        var tokens = parser.Tokens;
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Name:
                tokens.Take();
                return token.Text switch
                {
                    "true" or "True" => new ConstantExpression(Values.Box.True, token.Span),
                    "false" or "False" => new ConstantExpression(Values.Box.False, token.Span),
                    "none" or "None" => new ConstantExpression(null, token.Span),
                    _ => ReadName(parser, token),
                };
            case TokenKind.Text:
                return ParseText(parser);
            case TokenKind.Integer or TokenKind.Float:
                tokens.Take();
                return new ConstantExpression(token.Value, token.Span);
            case TokenKind.LeftParen:
                tokens.Take();
                using (parser.Deeper(token))
                {
                    var inner = parser.ParseTuple(inParentheses: true);
                    tokens.Expect(TokenKind.RightParen, "`)`");
                    return inner;
                }

            case TokenKind.LeftBracket:
                using (parser.Deeper(token))
                {
                    return ParseList(parser);
                }

            case TokenKind.LeftBrace:
                using (parser.Deeper(token))
                {
                    return ParseDict(parser);
                }

            default:
                throw TokenStream.Fail(SyntaxErrors.Expected(
                    parser.Source, token.Span, "an expression", tokens.Describe(token)));
        }
    }

    private static NameExpression ReadName(ExpressionParser parser, Token token)
    {
        parser.Tokens.Names.Read(token.Text);
        return new NameExpression(token.Text, token.Span);
    }

    private static ConstantExpression ParseText(ExpressionParser parser)
    {
        var tokens = parser.Tokens;
        var first = tokens.Take();
        if (tokens.Current.Kind != TokenKind.Text)
        {
            return new ConstantExpression(first.Value, first.Span);
        }

        var text = first.Text;
        while (tokens.Current.Kind == TokenKind.Text)
        {
            text += tokens.Take().Text;
        }

        return new ConstantExpression(text, first.Span.To(tokens.Previous.Span));
    }

    private static ListExpression ParseList(ExpressionParser parser)
    {
        var tokens = parser.Tokens;
        var open = tokens.Take();
        var items = ImmutableArray.CreateBuilder<Expression>();
        while (tokens.Current.Kind != TokenKind.RightBracket)
        {
            if (items.Count > 0)
            {
                tokens.Expect(TokenKind.Comma, "`,` or `]` after an element");
                if (tokens.Current.Kind == TokenKind.RightBracket)
                {
                    break;
                }
            }

            items.Add(parser.Parse());
        }

        var close = tokens.Take();
        return new ListExpression(items.ToImmutable(), open.Span.To(close.Span)) { Height = parser.Heights.Above(items) };
    }

    private static DictExpression ParseDict(ExpressionParser parser)
    {
        var tokens = parser.Tokens;
        var open = tokens.Take();
        var keys = ImmutableArray.CreateBuilder<Expression>();
        var values = ImmutableArray.CreateBuilder<Expression>();
        while (tokens.Current.Kind != TokenKind.RightBrace)
        {
            if (keys.Count > 0)
            {
                tokens.Expect(TokenKind.Comma, "`,` or `}` after a value");
                if (tokens.Current.Kind == TokenKind.RightBrace)
                {
                    break;
                }
            }

            keys.Add(parser.Parse());
            tokens.Expect(TokenKind.Colon, "`:` after the key");
            values.Add(parser.Parse());
        }

        var close = tokens.Take();
        return new DictExpression(keys.ToImmutable(), values.ToImmutable(), open.Span.To(close.Span))
        {
            Height = Math.Max(parser.Heights.Above(keys), parser.Heights.Above(values)),
        };
    }
}
