using System.Collections.Immutable;
using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Tags;

/// <summary><c>{% print a, b %}</c>: what <c>{{ a }}{{ b }}</c> prints</summary>
internal static class PrintTag
{
    internal static OutputStatement Parse(StatementParser parser, Token tag)
    {
        var tokens = parser.Tokens;
        var expressions = parser.Expressions;
        tokens.Take();
        var mark = tokens.Names.Mark;
        var parts = ImmutableArray.CreateBuilder<OutputPart>();
        while (tokens.Current.Kind != TokenKind.BlockEnd)
        {
            if (parts.Count > 0)
            {
                tokens.Expect(TokenKind.Comma, "`,` between the values");
            }

            var expression = expressions.Parse();
            parts.Add(new OutputPart(null, expression, expression.Span));
        }

        return new OutputStatement(
            parts.ToImmutable(), tokens.Names.ReadSince(mark), tag.Span.To(tokens.Previous.Span));
    }
}
