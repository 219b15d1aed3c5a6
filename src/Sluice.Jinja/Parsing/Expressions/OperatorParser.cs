using System.Collections.Immutable;
using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Expressions;

/// <summary>Operators, from <c>or</c> up to <c>-a</c>, each level in terms of the next tighter one.</summary>
internal static class OperatorParser
{
    internal static Expression Parse(ExpressionParser parser)
    {
        var tokens = parser.Tokens;
        var left = ParseAnd(parser);
        while (tokens.TrySkip("or"))
        {
            left = Logic(parser, isAnd: false, left, ParseAnd(parser));
        }

        return left;
    }

    private static Expression ParseAnd(ExpressionParser parser)
    {
        var tokens = parser.Tokens;
        var left = ParseNot(parser);
        while (tokens.TrySkip("and"))
        {
            left = Logic(parser, isAnd: true, left, ParseNot(parser));
        }

        return left;
    }

    private static LogicExpression Logic(ExpressionParser parser, bool isAnd, Expression left, Expression right) =>
        new(isAnd, left, right, left.Span.To(right.Span)) { Height = parser.Heights.Above(left, right) };

    private static Expression ParseNot(ExpressionParser parser)
    {
        var tokens = parser.Tokens;
        if (!tokens.Current.Is("not"))
        {
            return ParseComparison(parser);
        }

        var not = tokens.Take();
        using var deeper = parser.Deeper(not);
        var operand = ParseNot(parser);
        return new NotExpression(operand, not.Span.To(operand.Span)) { Height = parser.Heights.Above(operand) };
    }

    private static Expression ParseComparison(ExpressionParser parser)
    {
        var tokens = parser.Tokens;
        var first = ParseSum(parser);
        ImmutableArray<(Comparison, Expression)>.Builder? rest = null;
        while (TryTakeComparison(parser) is { } kind)
        {
            (rest ??= ImmutableArray.CreateBuilder<(Comparison, Expression)>()).Add((kind, ParseSum(parser)));
        }

        return rest is null
            ? first
            : new ComparisonExpression(first, rest.ToImmutable(), first.Span.To(tokens.Previous.Span))
            {
                Height = parser.Heights.Above(first, Tallest(rest)),
            };
    }

    private static Expression Tallest(ImmutableArray<(Comparison, Expression Operand)>.Builder rest)
    {
        var tallest = rest[0].Operand;
        for (var i = 1; i < rest.Count; i++)
        {
            tallest = rest[i].Operand.Height > tallest.Height ? rest[i].Operand : tallest;
        }

        return tallest;
    }

    private static Comparison? TryTakeComparison(ExpressionParser parser)
    {
        var tokens = parser.Tokens;
        Comparison? kind = tokens.Current.Kind switch
        {
            TokenKind.Equal => Comparison.Equal,
            TokenKind.NotEqual => Comparison.NotEqual,
            TokenKind.Less => Comparison.Less,
            TokenKind.LessOrEqual => Comparison.LessOrEqual,
            TokenKind.Greater => Comparison.Greater,
            TokenKind.GreaterOrEqual => Comparison.GreaterOrEqual,
            TokenKind.Name when tokens.Current.Is("in") => Comparison.In,
            TokenKind.Name when tokens.Current.Is("not") && tokens.Look().Is("in") => Comparison.NotIn,
            _ => null,
        };
        tokens.Skip(kind is null ? 0 : kind == Comparison.NotIn ? 2 : 1);
        return kind;
    }

    private static Expression ParseSum(ExpressionParser parser) =>
        ParseRow(parser, ParseConcat, static kind => kind is TokenKind.Plus or TokenKind.Minus);

    private static Expression ParseConcat(ExpressionParser parser)
    {
        var tokens = parser.Tokens;
        var first = ParseProduct(parser);
        if (tokens.Current.Kind != TokenKind.Tilde)
        {
            return first;
        }

        var parts = ImmutableArray.CreateBuilder<Expression>();
        parts.Add(first);
        while (tokens.TrySkip(TokenKind.Tilde))
        {
            parts.Add(ParseProduct(parser));
        }

        return new ConcatExpression(parts.ToImmutable(), first.Span.To(tokens.Previous.Span))
        {
            Height = parser.Heights.Above(parts),
        };
    }

    private static Expression ParseProduct(ExpressionParser parser) => ParseRow(
        parser, ParsePower,
        static kind => kind is TokenKind.Star or TokenKind.Slash or TokenKind.FloorSlash or TokenKind.Percent);

    private static Expression ParsePower(ExpressionParser parser) =>
        ParseRow(parser, static inner => ParseUnary(inner), static kind => kind == TokenKind.Power);

    // Operators of one level, taken from the left: Jinja2 does so with powers too.
    private static Expression ParseRow(
        ExpressionParser parser, Func<ExpressionParser, Expression> parseOperand, Func<TokenKind, bool> isOperator)
    {
        var tokens = parser.Tokens;
        var left = parseOperand(parser);
        while (isOperator(tokens.Current.Kind))
        {
            var symbol = tokens.Take().Kind;
            var right = parseOperand(parser);
            left = new BinaryExpression(symbol, left, right, left.Span.To(right.Span))
            {
                Height = parser.Heights.Above(left, right),
            };
        }

        return left;
    }

    private static Expression ParseUnary(ExpressionParser parser, bool withFilter = true)
    {
        var tokens = parser.Tokens;
        Expression expression;
        if (tokens.Current.Kind is TokenKind.Minus or TokenKind.Plus)
        {
            var sign = tokens.Take();
            using var deeper = parser.Deeper(sign);
            var operand = ParseUnary(parser, withFilter: false);
            expression = new SignExpression(sign.Kind == TokenKind.Minus, operand, sign.Span.To(operand.Span))
            {
                Height = parser.Heights.Above(operand),
            };
        }
        else
        {
            expression = PrimaryParser.Parse(parser);
        }

        expression = PostfixParser.Parse(parser, expression);
        return withFilter ? PostfixParser.ParseFiltersAndTests(parser, expression) : expression;
    }
}
