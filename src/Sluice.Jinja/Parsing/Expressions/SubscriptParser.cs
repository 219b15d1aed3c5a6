using System.Collections.Immutable;
using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Expressions;

/// <summary><c>a[key]</c>, <c>a[k, l]</c> and <c>a[start:stop:step]</c>.</summary>
internal static class SubscriptParser
{
    internal static Expression Parse(ExpressionParser parser, Expression owner)
    {
        var tokens = parser.Tokens;
        var open = tokens.Take();
        using var deeper = parser.Deeper(open);
        if (tokens.Current.Kind == TokenKind.RightBracket)
        {
            var close = tokens.Take();
            return Element(parser, owner, new TupleExpression([], open.Span.To(close.Span)), keyHeight: 0);
        }

        var first = tokens.Current.Kind == TokenKind.Colon ? null : parser.Parse();
        return first is null || tokens.Current.Kind == TokenKind.Colon
            ? ParseSlice(parser, owner, first)
            : ParseElement(parser, owner, first);
    }

    private static SliceExpression ParseSlice(ExpressionParser parser, Expression owner, Expression? start)
    {
        var tokens = parser.Tokens;
        tokens.Take();
        var stop = IsSliceEnd(tokens) || tokens.Current.Kind == TokenKind.Colon ? null : parser.Parse();
        Expression? step = null;
        if (tokens.TrySkip(TokenKind.Colon))
        {
            step = IsSliceEnd(tokens) ? null : parser.Parse();
        }

        var close = tokens.Expect(TokenKind.RightBracket, "`]` after the slice");
        return new SliceExpression(owner, start, stop, step, owner.Span.To(close.Span))
        {
            Height = parser.Heights.Above(owner, start, stop, step),
        };
    }

    private static ItemExpression ParseElement(ExpressionParser parser, Expression owner, Expression first)
    {
        var tokens = parser.Tokens;
        var keys = ImmutableArray.CreateBuilder<Expression>();
        keys.Add(first);
        while (tokens.TrySkip(TokenKind.Comma))
        {
            keys.Add(parser.Parse());
        }

        tokens.Expect(TokenKind.RightBracket, "`]`");
        var key = keys.Count == 1 ? first : new TupleExpression(keys.ToImmutable(), first.Span.To(tokens.Previous.Span));
        return Element(parser, owner, key, parser.Heights.Above(keys));
    }

    private static ItemExpression Element(ExpressionParser parser, Expression owner, Expression key, int keyHeight) =>
        new(owner, key, owner.Span.To(parser.Tokens.Previous.Span))
        {
            Height = Math.Max(parser.Heights.Above(owner), keyHeight),
        };

    private static bool IsSliceEnd(TokenStream tokens) => tokens.Current.Kind is TokenKind.RightBracket or TokenKind.Comma;
}
