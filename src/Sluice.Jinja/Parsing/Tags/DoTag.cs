using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Tags;

/// <summary><c>{% do … %}</c></summary>
internal static class DoTag
{
    internal static DoStatement Parse(StatementParser parser, Token tag)
    {
        var tokens = parser.Tokens;
        var expressions = parser.Expressions;
        tokens.Take();
        var mark = tokens.Names.Mark;
        var expression = expressions.ParseTuple();
        return new DoStatement(expression, tokens.Names.ReadSince(mark), tag.Span.To(tokens.Previous.Span));
    }
}
