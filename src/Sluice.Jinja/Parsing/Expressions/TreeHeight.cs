using System.Collections.Immutable;
using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Expressions;

/// <summary>Bounds how high the tree of an expression grows, so that walking it cannot overflow the stack.</summary>
internal sealed class TreeHeight(TokenStream tokens)
{
    private const int MaxHeight = 600;

    internal int Above(Expression? operand, CallArguments arguments)
    {
        var height = Math.Max(Height(operand), Math.Max(Height(arguments.Rest), Height(arguments.RestKeywords)));
        foreach (var positional in arguments.Positional)
        {
            height = Math.Max(height, positional.Height);
        }

        foreach (var (_, keyword) in arguments.Keywords)
        {
            height = Math.Max(height, keyword.Height);
        }

        return Checked(height);
    }

    internal int Above(Expression? first, Expression? second = null, Expression? third = null, Expression? fourth = null) =>
        Checked(Math.Max(Math.Max(Height(first), Height(second)), Math.Max(Height(third), Height(fourth))));

    internal int Above(ImmutableArray<Expression>.Builder operands)
    {
        var height = 0;
        for (var i = 0; i < operands.Count; i++)
        {
            height = Math.Max(height, operands[i].Height);
        }

        return Checked(height);
    }

    private static int Height(Expression? expression) => expression?.Height ?? 0;

    private int Checked(int height) => height < MaxHeight
        ? height + 1
        : throw TokenStream.Fail(SyntaxErrors.TooDeep(tokens.Source, tokens.Previous.Span));
}
