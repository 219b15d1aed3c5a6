using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Expressions;

/// <summary>Parses expressions, from <c>a if b else c</c> down to names and literals.</summary>
internal sealed class ExpressionParser(TokenStream tokens, JinjaEnvironment environment, List<Diagnostic> errors)
{
    private const int MaxDepth = 100;

    private int _depth;

    internal TokenStream Tokens { get; } = tokens;

    internal JinjaEnvironment Environment { get; } = environment;

    internal List<Diagnostic> Errors { get; } = errors;

    internal TreeHeight Heights { get; } = new(tokens);

    /// <summary>The calls of plain names, in the order of the text.</summary>
    internal List<StaticCall> Calls { get; } = [];

    /// <summary>Inside of a condition, where an unknown filter is an error only when it is reached.</summary>
    internal bool IsSoft { get; set; }

    internal SourceText Source => Tokens.Source;

    internal Expression Parse() => ParseConditional();

    /// <summary>An expression, or a tuple where commas follow.</summary>
    /// <param name="withConditional">Whether <c>a if b</c> is taken as one expression.</param>
    /// <param name="inParentheses">Whether a tuple may be empty.</param>
    internal Expression ParseTuple(bool withConditional = true, bool inParentheses = false)
    {
        var start = Tokens.Current;
        var items = ImmutableArray.CreateBuilder<Expression>();
        var isTuple = false;
        while (!IsTupleEnd())
        {
            items.Add(withConditional ? ParseConditional() : OperatorParser.Parse(this));
            if (!Tokens.TrySkip(TokenKind.Comma))
            {
                break;
            }

            isTuple = true;
        }

        if (!isTuple && items.Count == 1)
        {
            return items[0];
        }

        if (!isTuple && !inParentheses)
        {
            throw TokenStream.Fail(SyntaxErrors.Expected(
                Source, Tokens.Current.Span, "an expression", Tokens.Describe(Tokens.Current)));
        }

        return new TupleExpression(items.ToImmutable(), start.Span.To(Tokens.Previous.Span)) { Height = Heights.Above(items) };
    }

    private bool IsTupleEnd() =>
        Tokens.Current.Kind is TokenKind.VariableEnd or TokenKind.BlockEnd or TokenKind.RightParen or TokenKind.End;

    private Expression ParseConditional()
    {
        using var deeper = Deeper(Tokens.Current);
        var wasSoft = IsSoft;
        // Both the value and the condition are taken as soft: whether `if` follows is not known yet.
        var errorsBefore = Errors.Count;
        var expression = OperatorParser.Parse(this);
        while (Tokens.Current.Is("if"))
        {
            Forgive(errorsBefore);
            IsSoft = true;
            Tokens.Take();
            var condition = OperatorParser.Parse(this);
            var otherwise = Tokens.TrySkip("else") ? ParseConditional() : null;
            expression = new ConditionalExpression(
                condition, expression, otherwise, expression.Span.To(Tokens.Previous.Span))
            {
                Height = Heights.Above(expression, condition, otherwise),
            };
        }

        IsSoft = wasSoft;
        return expression;
    }

    // Unknown filters in the value of a conditional expression are no Errors of the text.
    private void Forgive(int errorsBefore)
    {
        for (var i = Errors.Count - 1; i >= errorsBefore; i--)
        {
            if (Errors[i].Code == "SLUICE1008")
            {
                Errors.RemoveAt(i);
            }
        }
    }

    /// <summary>Counts one more bracket or operator around what is parsed, until it is disposed.</summary>
    internal Nesting Deeper(Token at)
    {
        if (_depth >= MaxDepth)
        {
            throw TokenStream.Fail(SyntaxErrors.TooDeep(Source, at.Span));
        }

        return new Nesting(this);
    }

    /// <summary>After an error, whose way out of the nesting was not counted.</summary>
    internal void Reset() => (_depth, IsSoft) = (0, false);

    internal readonly ref struct Nesting
    {
        private readonly ExpressionParser _parser;

        internal Nesting(ExpressionParser parser)
        {
            _parser = parser;
            parser._depth++;
        }

        public void Dispose() => _parser._depth--;
    }
}
