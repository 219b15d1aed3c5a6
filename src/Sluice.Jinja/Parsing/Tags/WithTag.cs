using System.Collections.Immutable;
using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Tags;

/// <summary><c>{% with a = 1, b = 2 %} … {% endwith %}</c></summary>
internal static class WithTag
{
    internal static WithStatement Parse(StatementParser parser, Token tag)
    {
        var tokens = parser.Tokens;
        var expressions = parser.Expressions;
        tokens.Take();
        var assignments = ImmutableArray.CreateBuilder<(Target, Expression)>();
        var mark = tokens.Names.Mark;
        while (tokens.Current.Kind != TokenKind.BlockEnd)
        {
            if (assignments.Count > 0)
            {
                tokens.Expect(TokenKind.Comma, "`,` between the variables");
            }

            var target = TargetParser.Parse(tokens);
            tokens.Expect(TokenKind.Assign, "`=` and a value");
            assignments.Add((target, expressions.Parse()));
        }

        var loads = tokens.Names.ReadSince(mark);
        foreach (var (target, _) in assignments)
        {
            tokens.Names.Store(target);
        }

        var body = parser.ParseBodyOf(tag, out var end, "endwith");
        return new WithStatement(assignments.ToImmutable(), loads, body, tag.Span.To(end.Span));
    }
}
