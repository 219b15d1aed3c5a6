using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Tags;

/// <summary><c>{% name … %}</c> of the host, with the header and the body that its definition says.</summary>
internal static class CustomTagParser
{
    internal static CustomTagStatement Parse(StatementParser parser, Token tag)
    {
        var tokens = parser.Tokens;
        if (parser.Environment.FindTag(tag.Text) is not { } definition)
        {
            throw TokenStream.Fail(parser.UnknownTag(tag));
        }

        tokens.Take();
        var headerStart = tokens.Current.Start;
        var (name, parameters, loads, options) = ParseHeader(parser, definition);
        var header = parser.Source.Slice(new SourceSpan(headerStart, tokens.Current.Start)).Trim();
        ImmutableArray<Statement> body = [];
        MacroInfo? macro = null;
        var bodySpan = new SourceSpan(tokens.Current.End, tokens.Current.End);
        if (definition.Body == CustomTagBody.Raw)
        {
            bodySpan = ParseRawBody(parser, tag, definition);
        }
        else if (definition.Body == CustomTagBody.Template)
        {
            var start = tokens.Current.End;
            var parsed = MacroBodyParser.Parse(parser, tag, parameters, loads, out var end, definition.EndName);
            body = parsed.Statements;
            bodySpan = new SourceSpan(start, TagPlace.Start(parser, end));
            var whole = new SourceSpan(TagPlace.Start(parser, tag), TagPlace.End(parser));
            macro = new MacroInfo(
                parser.Environment, parser.Source, name.Kind == TokenKind.Name ? name.Text : definition.Name, name.Span, whole, parsed);
        }

        var block = new CustomBlock(definition)
        {
            Name = name.Kind == TokenKind.Name ? name.Text : "",
            NameSpan = name.Span,
            HeaderText = header,
            Options = options,
            BodyText = parser.Source.Slice(bodySpan),
            BodySpan = bodySpan,
            Span = new SourceSpan(TagPlace.Start(parser, tag), TagPlace.End(parser)),
            Macro = macro,
        };
        if (parser.IsOutermost)
        {
            parser.Template.CustomBlocks.Add(block);
        }

        return new CustomTagStatement(block, body);
    }

    private static (Token Name, ImmutableArray<Parameter> Parameters, string[] Loads, ImmutableArray<StaticArgument> Options) ParseHeader(
        StatementParser parser, ICustomTag definition)
    {
        var tokens = parser.Tokens;
        if (definition.Header is CustomTagHeader.None)
        {
            return (default, [], [], []);
        }

        if (definition.Header is CustomTagHeader.Any)
        {
            while (tokens.Current.Kind is not (TokenKind.BlockEnd or TokenKind.End))
            {
                tokens.Take();
            }

            return (default, [], [], []);
        }

        var name = tokens.Expect(TokenKind.Name, $"a name after `{definition.Name}`");
        if (definition.Header == CustomTagHeader.Signature)
        {
            var (parameters, loads) = SignatureParser.Parse(parser);
            return (name, parameters, loads, []);
        }

        var options = ImmutableArray.CreateBuilder<StaticArgument>();
        while (definition.Header == CustomTagHeader.Options && tokens.TrySkip(TokenKind.Comma))
        {
            var keyword = tokens.Current.Kind == TokenKind.Name && tokens.Look().Kind == TokenKind.Assign
                ? tokens.Take().Text : null;
            tokens.Skip(keyword is null ? 0 : 1);
            if (keyword is null && tokens.Current.Kind == TokenKind.Name)
            {
                var word = tokens.Take();
                options.Add(new StaticArgument(null, true, word.Text, word.Span));
                continue;
            }

            var expression = parser.Expressions.Parse();
            options.Add(new StaticArgument(
                keyword, expression.TryConstant(out var value), value, expression.Span));
        }

        return (name, [], [], options.ToImmutable());
    }

    // The lexer has read the body as a template; its tokens, and what it found wrong in them, are passed over.
    private static SourceSpan ParseRawBody(StatementParser parser, Token tag, ICustomTag definition)
    {
        var tokens = parser.Tokens;
        var close = tokens.Expect(TokenKind.BlockEnd, $"`{parser.Environment.Options.BlockEnd}`");
        while (tokens.Current.Kind != TokenKind.End)
        {
            var token = tokens.Take();
            if (token.Kind == TokenKind.BlockBegin && tokens.Current.Is(definition.EndName)
                && tokens.Look().Kind == TokenKind.BlockEnd)
            {
                tokens.Take();
                var body = new SourceSpan(close.End, token.Start);
                parser.Errors.RemoveAll(error => error.Span.Start >= body.Start && error.Span.End <= body.End);
                return body;
            }
        }

        throw TokenStream.Fail(SyntaxErrors.MissingEnd(parser.Source, tag.Span, tag.Text, $"`{definition.EndName}`"));
    }
}
