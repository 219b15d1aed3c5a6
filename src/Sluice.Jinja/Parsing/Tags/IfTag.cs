using System.Collections.Immutable;
using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Tags;

/// <summary><c>{% if … %} … {% elif … %} … {% else %} … {% endif %}</c></summary>
internal static class IfTag
{
    internal static IfStatement Parse(StatementParser parser, Token tag)
    {
        var tokens = parser.Tokens;
        var expressions = parser.Expressions;
        var branches = ImmutableArray.CreateBuilder<Branch>();
        var current = tag;
        var soft = expressions.IsSoft;
        Token end;
        do
        {
            if (branches.Count == 0)
            {
                tokens.Take();
            }

            var mark = tokens.Names.Mark;
            expressions.IsSoft = true;
            var condition = expressions.ParseTuple(withConditional: false);
            expressions.IsSoft = soft;
            var loads = tokens.Names.ReadSince(mark);
            var body = parser.ParseBodyOf(current, out end, "elif", "else", "endif");
            branches.Add(new Branch(condition, loads, body));
            current = end;
        }
        while (end.Is("elif"));

        ImmutableArray<Statement> orElse = [];
        if (end.Is("else"))
        {
            expressions.IsSoft = true;
            orElse = parser.ParseBodyOf(end, out end, "endif");
            expressions.IsSoft = soft;
        }

        return new IfStatement(branches.ToImmutable(), orElse, tag.Span.To(end.Span));
    }
}
