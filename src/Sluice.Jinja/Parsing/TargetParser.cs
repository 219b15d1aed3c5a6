using System.Collections.Immutable;
using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing;

/// <summary>What is assigned to: a variable, several in a row, or an attribute of a namespace.</summary>
internal static class TargetParser
{
    internal static Target Parse(TokenStream tokens, bool withAttribute = false)
    {
        if (withAttribute && tokens.Current.Kind == TokenKind.Name && tokens.Look().Kind == TokenKind.Dot)
        {
            var owner = tokens.Take();
            tokens.Take();
            var attribute = tokens.Expect(TokenKind.Name, "the name of an attribute");
            tokens.Names.Read(owner.Text);
            return new AttributeTarget(owner.Text, attribute.Text, owner.Span.To(attribute.Span));
        }

        var start = tokens.Current;
        var items = ImmutableArray.CreateBuilder<Target>();
        var isTuple = false;
        while (tokens.Current.Kind is not (TokenKind.BlockEnd or TokenKind.VariableEnd or TokenKind.RightParen))
        {
            items.Add(ParseSimple(tokens));
            if (!tokens.TrySkip(TokenKind.Comma))
            {
                break;
            }

            isTuple = true;
        }

        if (items.Count == 0 && !isTuple)
        {
            throw TokenStream.Fail(SyntaxErrors.Expected(
                tokens.Source, tokens.Current.Span, "a variable", tokens.Describe(tokens.Current)));
        }

        return isTuple ? new TupleTarget(items.ToImmutable(), start.Span.To(tokens.Previous.Span)) : items[0];
    }

    private static Target ParseSimple(TokenStream tokens)
    {
        var token = tokens.Current;
        if (token.Kind == TokenKind.LeftParen)
        {
            tokens.Take();
            if (tokens.TrySkip(TokenKind.RightParen))
            {
                return new TupleTarget([], token.Span.To(tokens.Previous.Span));
            }

            var inner = Parse(tokens);
            tokens.Expect(TokenKind.RightParen, "`)`");
            return inner;
        }

        if (token.Kind is TokenKind.Text or TokenKind.Integer or TokenKind.Float or TokenKind.LeftBracket or TokenKind.LeftBrace)
        {
            throw TokenStream.Fail(SyntaxErrors.NotAssignable(tokens.Source, token.Span, $"{tokens.Describe(token)}"));
        }

        var name = ParseName(tokens, "a variable");
        return new NameTarget(name.Text, name.Span);
    }

    /// <summary>A name that can be assigned.</summary>
    internal static Token ParseName(TokenStream tokens, string what)
    {
        var name = tokens.Expect(TokenKind.Name, what);
        return IsReserved(name.Text)
            ? throw TokenStream.Fail(SyntaxErrors.NotAssignable(tokens.Source, name.Span, $"`{name.Text}`"))
            : name;
    }

    private static bool IsReserved(string name) => name is "true" or "false" or "none" or "True" or "False" or "None";
}
