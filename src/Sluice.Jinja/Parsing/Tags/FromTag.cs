using System.Collections.Immutable;
using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Tags;

/// <summary><c>{% from 'a' import b, c as d with context %}</c></summary>
internal static class FromTag
{
    internal static FromImportStatement Parse(StatementParser parser, Token tag)
    {
        var tokens = parser.Tokens;
        var template = parser.ParseOperand(out var loads);
        tokens.Expect("import", "`import` and the names");
        var names = ImmutableArray.CreateBuilder<(string, string)>();
        bool? withContext = null;
        while (true)
        {
            if (names.Count > 0)
            {
                tokens.Expect(TokenKind.Comma, "`,` between the names");
            }

            withContext = ContextClause.Parse(tokens);
            if (withContext is not null)
            {
                break;
            }

            var name = TargetParser.ParseName(tokens, "a name to import");
            if (name.Text.StartsWith('_'))
            {
                parser.Errors.Add(SyntaxErrors.NotAssignable(
                    parser.Source, name.Span, $"`{name.Text}`: names that begin with an underscore are not exported"));
            }

            var alias = tokens.TrySkip("as") ? TargetParser.ParseName(tokens, "another name") : name;
            tokens.Names.Store(alias.Text);
            names.Add((name.Text, alias.Text));
            withContext = ContextClause.Parse(tokens);
            if (withContext is not null || tokens.Current.Kind != TokenKind.Comma)
            {
                break;
            }
        }

        return new FromImportStatement(
            template, names.ToImmutable(), withContext ?? false, loads, tag.Span.To(tokens.Previous.Span));
    }
}
