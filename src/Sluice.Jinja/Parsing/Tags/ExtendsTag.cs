using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Tags;

/// <summary><c>{% extends 'base' %}</c></summary>
internal static class ExtendsTag
{
    internal static ExtendsStatement Parse(StatementParser parser, Token tag)
    {
        var template = parser.ParseOperand(out var loads);
        parser.Template.HasExtends = true;
        if (parser.IsInsideOfMoreThanConditions)
        {
            parser.Errors.Add(SyntaxErrors.Misplaced(
                parser.Source, tag.Span, "`extends` must stand at the top level", "it may stand inside of an `if`"));
        }

        return new ExtendsStatement(template, loads, tag.Span.To(parser.Tokens.Previous.Span));
    }
}
