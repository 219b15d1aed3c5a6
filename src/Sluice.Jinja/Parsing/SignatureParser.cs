using System.Collections.Immutable;
using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing;

/// <summary>The parameters of a macro: <c>(a, b=1)</c>.</summary>
internal static class SignatureParser
{
    /// <summary>Parses from the opening parenthesis to behind the closing one; the names that defaults read come along.</summary>
    internal static (ImmutableArray<Parameter> Parameters, string[] Loads) Parse(StatementParser parser)
    {
        var tokens = parser.Tokens;
        tokens.Expect(TokenKind.LeftParen, "`(` and the parameters");
        var mark = tokens.Names.Mark;
        var parameters = ImmutableArray.CreateBuilder<Parameter>();
        while (tokens.Current.Kind != TokenKind.RightParen)
        {
            if (parameters.Count > 0)
            {
                tokens.Expect(TokenKind.Comma, "`,` or `)` after a parameter");
            }

            var name = TargetParser.ParseName(tokens, "the name of a parameter");
            if (parameters.Any(parameter => parameter.Name == name.Text))
            {
                parser.Errors.Add(SyntaxErrors.Signature(parser.Source, name.Span, $"the parameter `{name.Text}` is repeated"));
            }

            var fallback = tokens.TrySkip(TokenKind.Assign) ? parser.Expressions.Parse() : null;
            if (fallback is null && parameters.Count > 0 && parameters[^1].Default is not null)
            {
                throw TokenStream.Fail(SyntaxErrors.Signature(
                    parser.Source, name.Span, "a parameter without a default follows one with a default"));
            }

            parameters.Add(new Parameter(name.Text, fallback, name.Span));
        }

        tokens.Take();
        return (parameters.ToImmutable(), tokens.Names.ReadSince(mark));
    }
}
