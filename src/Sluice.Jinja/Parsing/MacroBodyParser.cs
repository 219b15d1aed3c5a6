using System.Collections.Immutable;
using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing;

/// <summary>The body of a macro, a call block or a custom tag, and which special names it uses.</summary>
internal static class MacroBodyParser
{
    internal static MacroBody Parse(
        StatementParser parser, Token tag, ImmutableArray<Parameter> parameters, string[] defaultLoads,
        out Token end, string endName)
    {
        var loops = parser.Loops;
        parser.Loops = 0;
        var names = parser.Tokens.Names;
        var mark = names.Mark;
        var body = parser.ParseBodyOf(tag, out end, endName);
        parser.Loops = loops;
        bool Uses(string name) => names.IsFree(name, mark) && !parameters.Any(parameter => parameter.Name == name);
        var usesCaller = names.IsFree("caller", mark);
        if (usesCaller && parameters.FirstOrDefault(parameter => parameter.Name == "caller") is { Default: null } caller)
        {
            parser.Errors.Add(SyntaxErrors.Signature(
                parser.Source, caller.Span, "the special parameter `caller` must be omitted or be given a default"));
        }

        return new MacroBody(parameters, defaultLoads, body, usesCaller, Uses("kwargs"), Uses("varargs"));
    }
}
