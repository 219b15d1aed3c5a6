using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Tags;

/// <summary><c>{% block name scoped required %} … {% endblock name %}</c></summary>
internal static class BlockTag
{
    internal static BlockStatement Parse(StatementParser parser, Token tag)
    {
        var tokens = parser.Tokens;
        tokens.Take();
        var name = tokens.Expect(TokenKind.Name, "the name of the block");
        var isScoped = tokens.TrySkip("scoped");
        var isRequired = tokens.TrySkip("required");
        if (tokens.Current.Kind == TokenKind.Minus)
        {
            throw TokenStream.Fail(SyntaxErrors.Block(
                parser.Source, tokens.Current.Span, "the name of a block cannot contain a hyphen", "use an underscore"));
        }

        parser.Template.ScopedBlocks += isScoped ? 1 : 0;
        var mark = tokens.Names.Mark;
        var loops = parser.Loops;
        parser.Loops = 0;
        var body = parser.ParseBodyOf(tag, out var end, "endblock");
        parser.Loops = loops;
        if (isRequired && !body.All(IsBlank))
        {
            parser.Errors.Add(SyntaxErrors.Block(
                parser.Source, name.Span, $"the required block `{name.Text}` can only hold comments and whitespace"));
        }

        tokens.TrySkip(name.Text);
        var block = new BlockStatement(
            name.Text, isScoped, isRequired, body, tokens.Names.IsFree("self", mark), tokens.Names.IsFree("super", mark),
            tag.Span.To(end.Span));
        if (!parser.TryAddBlock(block))
        {
            parser.Errors.Add(SyntaxErrors.Block(parser.Source, name.Span, $"the block `{name.Text}` is defined twice"));
        }

        return block;
    }

    private static bool IsBlank(Statement statement) => statement is OutputStatement output
        && output.Parts.All(part => part.Text is { } text && text.All(char.IsWhiteSpace));
}
