using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Tags;

/// <summary><c>{% call(a) name(…) %} … {% endcall %}</c></summary>
internal static class CallTag
{
    internal static CallBlockStatement Parse(StatementParser parser, Token tag)
    {
        var tokens = parser.Tokens;
        var expressions = parser.Expressions;
        tokens.Take();
        var (parameters, defaultLoads) = tokens.Current.Kind == TokenKind.LeftParen ? SignatureParser.Parse(parser) : ([], []);
        var mark = tokens.Names.Mark;
        var start = tokens.Current;
        if (expressions.Parse() is not CallExpression call)
        {
            throw TokenStream.Fail(SyntaxErrors.Expected(
                parser.Source, start.Span, "a call such as `name(…)`", tokens.Describe(start)));
        }

        var loads = tokens.Names.ReadSince(mark);
        var body = MacroBodyParser.Parse(parser, tag, parameters, defaultLoads, out var end, "endcall");
        return new CallBlockStatement(body, call, loads, tag.Span.To(end.Span));
    }
}
