using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Tags;

/// <summary><c>{% extends 'base' %}</c></summary>
internal static class ExtendsTag
{
    internal static ExtendsStatement Parse(StatementParser parser, Token tag)
    {
        var tokens = parser.Tokens;
        var expressions = parser.Expressions;
        tokens.Take();
        var mark = tokens.Names.Mark;
        var template = expressions.Parse();
        parser.Template.HasExtends = true;
        if (parser.IsInsideOfMoreThanConditions)
        {
            parser.Errors.Add(SyntaxErrors.Misplaced(
                parser.Source, tag.Span, "`extends` must stand at the top level", "it may stand inside of an `if`"));
        }

        return new ExtendsStatement(template, tokens.Names.ReadSince(mark), tag.Span.To(tokens.Previous.Span));
    }
}
