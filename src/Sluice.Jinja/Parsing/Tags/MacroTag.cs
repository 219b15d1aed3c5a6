using Sluice.Diagnostics;
using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Tags;

/// <summary><c>{% macro name(a, b=1) %} … {% endmacro %}</c></summary>
internal static class MacroTag
{
    internal static MacroStatement Parse(StatementParser parser, Token tag)
    {
        var tokens = parser.Tokens;
        tokens.Take();
        var name = TargetParser.ParseName(tokens, "the name of the macro");
        tokens.Names.Store(name.Text);
        var (parameters, defaultLoads) = SignatureParser.Parse(parser);
        var body = MacroBodyParser.Parse(parser, tag, parameters, defaultLoads, out _, "endmacro");
        var span = new SourceSpan(TagPlace.Start(parser, tag), TagPlace.End(parser));
        var statement = new MacroStatement(name.Text, name.Span, body, span);
        if (parser.IsOutermost)
        {
            parser.Template.Macros.Add(new MacroInfo(parser.Environment, parser.Source, name.Text, name.Span, span, body));
        }

        return statement;
    }
}
