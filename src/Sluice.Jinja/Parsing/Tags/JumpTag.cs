using Sluice.Jinja.Lexing;
using Sluice.Jinja.Running;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Tags;

/// <summary><c>{% break %}</c> and <c>{% continue %}</c></summary>
internal static class JumpTag
{
    internal static JumpStatement Parse(StatementParser parser, Token tag)
    {
        var tokens = parser.Tokens;
        tokens.Take();
        if (parser.Loops == 0)
        {
            parser.Errors.Add(SyntaxErrors.Misplaced(parser.Source, tag.Span, $"`{tag.Text}` must stand inside of a loop"));
        }

        return new JumpStatement(tag.Is("break") ? Flow.Break : Flow.Continue, tag.Span);
    }
}
