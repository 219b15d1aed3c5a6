using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Tags;

/// <summary><c>{% import 'a' as b with context %}</c></summary>
internal static class ImportTag
{
    internal static ImportStatement Parse(StatementParser parser, Token tag)
    {
        var tokens = parser.Tokens;
        var template = parser.ParseOperand(out var loads);
        tokens.Expect("as", "`as` and a name for the module");
        var target = TargetParser.ParseName(tokens, "a name for the module");
        tokens.Names.Store(target.Text);
        return new ImportStatement(
            template, target.Text, ContextClause.Parse(tokens) ?? false, loads, tag.Span.To(tokens.Previous.Span));
    }
}
