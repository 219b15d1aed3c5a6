using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Lexing;
using Sluice.Jinja.Parsing.Expressions;
using Sluice.Jinja.Parsing.Tags;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing;

/// <summary>Parses a template: text, outputs and tags. An error in a tag is noted, and parsing goes on behind the tag.</summary>
internal sealed class StatementParser
{
    private const int MaxDepth = 100;

    private readonly Stack<(Token Tag, string[] Ends)> _open = new();
    private readonly Dictionary<string, BlockStatement> _blocks = new(StringComparer.Ordinal);
    private int _nested;
    private bool _hasWrongEnd;

    private StatementParser(TokenStream tokens, JinjaEnvironment environment, List<Diagnostic> errors)
    {
        Tokens = tokens;
        Environment = environment;
        Errors = errors;
        Expressions = new ExpressionParser(tokens, environment, errors);
    }

    internal TokenStream Tokens { get; }

    internal ExpressionParser Expressions { get; }

    internal JinjaEnvironment Environment { get; }

    internal List<Diagnostic> Errors { get; }

    internal ParsedTemplate Template { get; } = new();

    internal SourceText Source => Tokens.Source;

    /// <summary>How many loops are open in the macro or block that is parsed.</summary>
    internal int Loops { get; set; }

    /// <summary>Whether the tag that is parsed stands in no other.</summary>
    internal bool IsOutermost => _nested == 1;

    /// <summary>Whether any tag is open but <c>if</c>.</summary>
    internal bool IsInsideOfMoreThanConditions =>
        _open.Any(open => !open.Tag.Is("if") && !open.Tag.Is("elif") && !open.Tag.Is("else"));

    internal static ParsedTemplate Parse(TokenStream tokens, JinjaEnvironment environment, List<Diagnostic> errors)
    {
        var parser = new StatementParser(tokens, environment, errors);
        var template = parser.Template;
        template.Body = parser.ParseBody([]);
        template.Blocks = [.. parser._blocks.Values];
        template.Reads = tokens.Names.ReadSince(0);
        template.UsesSelf = tokens.Names.IsFree("self", 0);
        template.Calls = [.. parser.Expressions.Calls.Where(call => !tokens.Names.IsStored(call.Name))];
        return template;
    }

    internal static (Expression Expression, string[] Loads) ParseExpression(
        TokenStream tokens, JinjaEnvironment environment, List<Diagnostic> errors)
    {
        var parser = new ExpressionParser(tokens, environment, errors);
        var expression = parser.Parse();
        if (tokens.Current.Kind != TokenKind.End)
        {
            throw TokenStream.Fail(SyntaxErrors.Expected(
                tokens.Source, tokens.Current.Span, "the end of the expression", tokens.Describe(tokens.Current)));
        }

        return (expression, tokens.Names.ReadSince(0));
    }

    // Statements up to one of the end tags, which stays the current token; or to the end of the template.
    private ImmutableArray<Statement> ParseBody(string[] ends)
    {
        var statements = ImmutableArray.CreateBuilder<Statement>();
        var parts = ImmutableArray.CreateBuilder<OutputPart>();
        var mark = Tokens.Names.Mark;
        while (Tokens.Current.Kind != TokenKind.End)
        {
            var token = Tokens.Take();
            switch (token.Kind)
            {
                case TokenKind.Data:
                    parts.Add(new OutputPart(token.Text, null, token.Span));
                    break;
                case TokenKind.VariableBegin:
                    ParseOutput(parts);
                    break;
                default:
                    Flush(statements, parts, mark);
                    if (Tokens.Current.Kind == TokenKind.Name && Array.IndexOf(ends, Tokens.Current.Text) >= 0)
                    {
                        return statements.ToImmutable();
                    }

                    if (ParseTag() is { } statement)
                    {
                        statements.Add(statement);
                    }

                    mark = Tokens.Names.Mark;
                    break;
            }
        }

        Flush(statements, parts, mark);
        return statements.ToImmutable();
    }

    private void Flush(
        ImmutableArray<Statement>.Builder statements, ImmutableArray<OutputPart>.Builder parts, int mark)
    {
        if (parts.Count > 0)
        {
            statements.Add(new OutputStatement(
                parts.ToImmutable(), Tokens.Names.ReadSince(mark), parts[0].Span.To(parts[^1].Span)));
            parts.Clear();
        }
    }

    private void ParseOutput(ImmutableArray<OutputPart>.Builder parts)
    {
        try
        {
            var expression = Expressions.ParseTuple();
            Tokens.Expect(TokenKind.VariableEnd, $"`{Environment.Options.VariableEnd}`");
            parts.Add(new OutputPart(null, expression, expression.Span));
        }
        catch (SyntaxFailure failure)
        {
            Recover(failure);
        }
    }

    // Notes the error and moves behind the tag or the output that it is in.
    private void Recover(SyntaxFailure failure)
    {
        if (failure.Diagnostic is { } diagnostic)
        {
            Errors.Add(diagnostic);
        }

        Expressions.Reset();
        while (Tokens.Current.Kind is not (TokenKind.End or TokenKind.BlockEnd or TokenKind.VariableEnd
            or TokenKind.BlockBegin or TokenKind.VariableBegin or TokenKind.Data))
        {
            Tokens.Take();
        }

        if (Tokens.Current.Kind is TokenKind.BlockEnd or TokenKind.VariableEnd)
        {
            Tokens.Take();
        }
    }

    private Statement? ParseTag()
    {
        var tag = Tokens.Current;
        var openBefore = _open.Count;
        var (loops, nested, soft) = (Loops, _nested, Expressions.IsSoft);
        try
        {
            if (tag.Kind != TokenKind.Name)
            {
                throw TokenStream.Fail(SyntaxErrors.Expected(
                    Source, tag.Span, "the name of a tag", Tokens.Describe(tag)));
            }

            if (_nested >= MaxDepth)
            {
                throw TokenStream.Fail(SyntaxErrors.TooDeep(Source, tag.Span));
            }

            _nested++;
            var statement = ParseStatement(tag);
            Tokens.Expect(TokenKind.BlockEnd, $"`{Environment.Options.BlockEnd}`");
            return statement;
        }
        catch (SyntaxFailure failure)
        {
            var inHeader = _open.Count == openBefore;
            Recover(failure);
            while (_open.Count > openBefore)
            {
                _open.Pop();
            }

            if (_nested >= MaxDepth)
            {
                // What is so deep is not worth a search for more errors.
                _hasWrongEnd = true;
                while (Tokens.Current.Kind != TokenKind.End)
                {
                    Tokens.Take();
                }
            }
            else if (inHeader && Tokens.Current.Kind != TokenKind.End)
            {
                SkipBodyOf(tag);
            }

            return null;
        }
        finally
        {
            (Loops, _nested, Expressions.IsSoft) = (loops, nested, soft);
        }
    }

    // The header of a tag is broken: its body is read for more errors, and its end is expected.
    private void SkipBodyOf(Token tag)
    {
        var end = "end" + (tag.Kind == TokenKind.Name ? tag.Text : "");
        if (!KnownTags.Contains(end) || tag.Is("set"))
        {
            return;
        }

        string[] ends = tag.Is("if") ? ["elif", "else", end] : tag.Is("for") ? ["else", end] : [end];
        Loops += tag.Is("for") ? 1 : 0;
        while (Tokens.Current.Kind != TokenKind.End)
        {
            ParseBody(ends);
            var isEnd = Tokens.Current.Is(end);
            while (Tokens.Current.Kind is not (TokenKind.End or TokenKind.BlockEnd))
            {
                Tokens.Take();
            }

            Tokens.Take();
            if (isEnd)
            {
                return;
            }
        }
    }

    private Statement? ParseStatement(Token tag) => tag.Text switch
    {
        "for" => ForTag.Parse(this, tag),
        "if" => IfTag.Parse(this, tag),
        "set" => SetTag.Parse(this, tag),
        "macro" => MacroTag.Parse(this, tag),
        "call" => CallTag.Parse(this, tag),
        "filter" => FilterTag.Parse(this, tag),
        "block" => BlockTag.Parse(this, tag),
        "extends" => ExtendsTag.Parse(this, tag),
        "include" => IncludeTag.Parse(this, tag),
        "import" => ImportTag.Parse(this, tag),
        "from" => FromTag.Parse(this, tag),
        "with" => WithTag.Parse(this, tag),
        "autoescape" => AutoescapeTag.Parse(this, tag),
        "print" => PrintTag.Parse(this, tag),
        "do" when Environment.Options.DoStatement => DoTag.Parse(this, tag),
        "break" or "continue" when Environment.Options.LoopControls => JumpTag.Parse(this, tag),
        _ => CustomTagParser.Parse(this, tag),
    };

    internal bool TryAddBlock(BlockStatement block) => _blocks.TryAdd(block.Name, block);

    /// <summary>Takes the name of the tag and the expression behind it, and tells which names that reads.</summary>
    internal Expression ParseOperand(out string[] loads)
    {
        Tokens.Take();
        var mark = Tokens.Names.Mark;
        var expression = Expressions.Parse();
        loads = Tokens.Names.ReadSince(mark);
        return expression;
    }

    /// <summary>The body of a tag, up to one of its end tags, whose name is taken.</summary>
    internal ImmutableArray<Statement> ParseBodyOf(Token tag, out Token end, params string[] ends)
    {
        Tokens.TrySkip(TokenKind.Colon);
        Tokens.Expect(TokenKind.BlockEnd, $"`{Environment.Options.BlockEnd}` at the end of the `{tag.Text}` tag");
        _open.Push((tag, ends));
        var soft = Expressions.IsSoft;
        Expressions.IsSoft = tag.Is("if") || tag.Is("elif") || (tag.Is("else") && soft);
        var body = ParseBody(ends);
        Expressions.IsSoft = soft;
        if (Tokens.Current.Kind == TokenKind.End)
        {
            var expected = string.Join(" or ", ends.Select(name => $"`{name}`"));
            // Only the innermost open tag is reported: the others are open because it is. Behind a wrong end, or a
            // mistake that may have swallowed the end (an unknown filter cannot), even that says nothing.
            var isConsequence = _hasWrongEnd || Errors.Exists(
                error => error.Span.Start > tag.Span.Start && error.Code != "SLUICE1008");
            throw new SyntaxFailure(isConsequence ? null : SyntaxErrors.MissingEnd(Source, tag.Span, tag.Text, expected));
        }

        _open.Pop();
        end = Tokens.Take();
        return body;
    }

    internal Diagnostic UnknownTag(Token tag)
    {
        if (_open.TryPeek(out var open) && KnownTags.CanEnd(tag.Text))
        {
            var expected = string.Join(" or ", open.Ends.Select(name => $"`{name}`"));
            _hasWrongEnd = true;
            return SyntaxErrors.WrongEnd(Source, tag.Span, tag.Text, expected);
        }

        return SyntaxErrors.UnknownTag(Source, tag.Span, tag.Text, KnownTags.HintFor(tag.Text, Environment.Options));
    }
}
