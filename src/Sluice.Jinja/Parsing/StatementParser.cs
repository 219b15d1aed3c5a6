using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Lexing;
using Sluice.Jinja.Running;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing;

/// <summary>Parses a template: text, outputs and tags. An error in a tag is noted, and parsing goes on behind the tag.</summary>
internal sealed class StatementParser
{
    private const int MaxDepth = 100;

    private static readonly string[] KnownTags =
    [
        "for", "if", "elif", "else", "set", "macro", "call", "filter", "include", "import", "from", "extends", "block",
        "with", "do", "break", "continue", "autoescape", "print", "raw", "endfor", "endif", "endset", "endmacro", "endcall",
        "endfilter", "endblock", "endwith", "endautoescape", "endraw",
    ];

    private readonly TokenStream _tokens;
    private readonly JinjaEnvironment _environment;
    private readonly List<Diagnostic> _errors;
    private readonly ExpressionParser _expressions;
    private readonly Stack<(Token Tag, string[] Ends)> _open = new();
    private readonly Dictionary<string, BlockStatement> _blocks = new(StringComparer.Ordinal);
    private readonly ParsedTemplate _template = new();
    private int _loops;
    private int _nested;
    private bool _hasWrongEnd;

    private StatementParser(TokenStream tokens, JinjaEnvironment environment, List<Diagnostic> errors)
    {
        _tokens = tokens;
        _environment = environment;
        _errors = errors;
        _expressions = new ExpressionParser(tokens, environment, errors);
    }

    private SourceText Source => _tokens.Source;

    internal static ParsedTemplate Parse(TokenStream tokens, JinjaEnvironment environment, List<Diagnostic> errors)
    {
        var parser = new StatementParser(tokens, environment, errors);
        var template = parser._template;
        template.Body = parser.ParseBody([]);
        template.Blocks = [.. parser._blocks.Values];
        template.Reads = tokens.Names.ReadSince(0);
        template.UsesSelf = tokens.Names.IsFree("self", 0);
        template.Calls = [.. parser._expressions.Calls.Where(call => !tokens.Names.IsStored(call.Name))];
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
        var mark = _tokens.Names.Mark;
        while (_tokens.Current.Kind != TokenKind.End)
        {
            var token = _tokens.Take();
            switch (token.Kind)
            {
                case TokenKind.Data:
                    parts.Add(new OutputPart(token.Text, null, token.Span));
                    break;
                case TokenKind.VariableBegin:
                    ParseOutput(token, parts);
                    break;
                default:
                    Flush(statements, parts, mark);
                    if (_tokens.Current.Kind == TokenKind.Name && Array.IndexOf(ends, _tokens.Current.Text) >= 0)
                    {
                        return statements.ToImmutable();
                    }

                    if (ParseTag() is { } statement)
                    {
                        statements.Add(statement);
                    }

                    mark = _tokens.Names.Mark;
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
                parts.ToImmutable(), _tokens.Names.ReadSince(mark), parts[0].Span.To(parts[^1].Span)));
            parts.Clear();
        }
    }

    private void ParseOutput(Token open, ImmutableArray<OutputPart>.Builder parts)
    {
        try
        {
            var expression = _expressions.ParseTuple();
            _tokens.Expect(TokenKind.VariableEnd, $"`{_environment.Options.VariableEnd}`");
            parts.Add(new OutputPart(null, expression, expression.Span));
        }
        catch (SyntaxFailure failure)
        {
            Recover(failure, open);
        }
    }

    // Notes the error and moves behind the tag or the output that it is in.
    private void Recover(SyntaxFailure failure, Token open)
    {
        if (failure.Diagnostic is { } diagnostic)
        {
            _errors.Add(diagnostic);
        }

        _expressions.Reset();
        while (_tokens.Current.Kind is not (TokenKind.End or TokenKind.BlockEnd or TokenKind.VariableEnd
            or TokenKind.BlockBegin or TokenKind.VariableBegin or TokenKind.Data))
        {
            _tokens.Take();
        }

        if (_tokens.Current.Kind is TokenKind.BlockEnd or TokenKind.VariableEnd)
        {
            _tokens.Take();
        }

        _ = open;
    }

    private Statement? ParseTag()
    {
        var tag = _tokens.Current;
        var openBefore = _open.Count;
        var (loops, nested, soft) = (_loops, _nested, _expressions.IsSoft);
        try
        {
            if (tag.Kind != TokenKind.Name)
            {
                throw TokenStream.Fail(SyntaxErrors.Expected(
                    Source, tag.Span, "the name of a tag", _tokens.Describe(tag)));
            }

            if (_nested >= MaxDepth)
            {
                throw TokenStream.Fail(SyntaxErrors.TooDeep(Source, tag.Span));
            }

            _nested++;
            var statement = ParseStatement(tag);
            _tokens.Expect(TokenKind.BlockEnd, $"`{_environment.Options.BlockEnd}`");
            return statement;
        }
        catch (SyntaxFailure failure)
        {
            var inHeader = _open.Count == openBefore;
            Recover(failure, tag);
            while (_open.Count > openBefore)
            {
                _open.Pop();
            }

            if (_nested >= MaxDepth)
            {
                // What is so deep is not worth a search for more errors.
                _hasWrongEnd = true;
                while (_tokens.Current.Kind != TokenKind.End)
                {
                    _tokens.Take();
                }
            }
            else if (inHeader && _tokens.Current.Kind != TokenKind.End)
            {
                SkipBodyOf(tag);
            }

            return null;
        }
        finally
        {
            (_loops, _nested, _expressions.IsSoft) = (loops, nested, soft);
        }
    }

    // The header of a tag is broken: its body is read for more errors, and its end is expected.
    private void SkipBodyOf(Token tag)
    {
        var end = "end" + (tag.Kind == TokenKind.Name ? tag.Text : "");
        if (Array.IndexOf(KnownTags, end) < 0 || tag.Is("set"))
        {
            return;
        }

        string[] ends = tag.Is("if") ? ["elif", "else", end] : tag.Is("for") ? ["else", end] : [end];
        _loops += tag.Is("for") ? 1 : 0;
        while (_tokens.Current.Kind != TokenKind.End)
        {
            ParseBody(ends);
            var isEnd = _tokens.Current.Is(end);
            while (_tokens.Current.Kind is not (TokenKind.End or TokenKind.BlockEnd))
            {
                _tokens.Take();
            }

            _tokens.Take();
            if (isEnd)
            {
                return;
            }
        }
    }

    private Statement? ParseStatement(Token tag) => tag.Text switch
    {
        "for" => ParseFor(tag),
        "if" => ParseIf(tag),
        "set" => ParseSet(tag),
        "macro" => ParseMacro(tag),
        "call" => ParseCall(tag),
        "filter" => ParseFilter(tag),
        "block" => ParseBlock(tag),
        "extends" => ParseExtends(tag),
        "include" => ParseInclude(tag),
        "import" => ParseImport(tag),
        "from" => ParseFrom(tag),
        "with" => ParseWith(tag),
        "autoescape" => ParseAutoescape(tag),
        "print" => ParsePrint(tag),
        "do" when _environment.Options.DoStatement => ParseDo(tag),
        "break" or "continue" when _environment.Options.LoopControls => ParseJump(tag),
        _ => ParseCustom(tag),
    };

    // The body of a tag, up to one of its end tags, whose name is taken.
    private ImmutableArray<Statement> ParseBodyOf(Token tag, out Token end, params string[] ends)
    {
        _tokens.TrySkip(TokenKind.Colon);
        _tokens.Expect(TokenKind.BlockEnd, $"`{_environment.Options.BlockEnd}` at the end of the `{tag.Text}` tag");
        _open.Push((tag, ends));
        var soft = _expressions.IsSoft;
        _expressions.IsSoft = tag.Is("if") || tag.Is("elif") || (tag.Is("else") && soft);
        var body = ParseBody(ends);
        _expressions.IsSoft = soft;
        if (_tokens.Current.Kind == TokenKind.End)
        {
            var expected = string.Join(" or ", ends.Select(name => $"`{name}`"));
            // Only the innermost open tag is reported: the others are open because it is. Behind a wrong end, or a
            // mistake that may have swallowed the end (an unknown filter cannot), even that says nothing.
            var isConsequence = _hasWrongEnd || _errors.Exists(
                error => error.Span.Start > tag.Span.Start && error.Code != "SLUICE1008");
            throw new SyntaxFailure(isConsequence ? null : SyntaxErrors.MissingEnd(Source, tag.Span, tag.Text, expected));
        }

        _open.Pop();
        end = _tokens.Take();
        return body;
    }

    private ForStatement ParseFor(Token tag)
    {
        _tokens.Take();
        var target = ParseTarget();
        _tokens.Expect("in", "`in` after the loop variable");
        var mark = _tokens.Names.Mark;
        var iterable = _expressions.ParseTuple(withConditional: false);
        var loads = _tokens.Names.ReadSince(mark);
        mark = _tokens.Names.Mark;
        var test = _tokens.TrySkip("if") ? _expressions.Parse() : null;
        var testLoads = _tokens.Names.ReadSince(mark);
        var isRecursive = _tokens.TrySkip("recursive");
        mark = _tokens.Names.Mark;
        var scopedBefore = _template.ScopedBlocks;
        _loops++;
        var body = ParseBodyOf(tag, out var end, "else", "endfor");
        _loops--;
        var usesLoop = _tokens.Names.IsFree("loop", mark) || _template.ScopedBlocks > scopedBefore;
        ImmutableArray<Statement> orElse = [];
        if (end.Is("else"))
        {
            orElse = ParseBodyOf(end, out end, "endfor");
        }

        if (target.Names.Contains("loop"))
        {
            _errors.Add(SyntaxErrors.NotAssignable(
                Source, target.Span, "`loop` in the target of a `for`, where it has a special meaning"));
        }

        return new ForStatement(
            target, iterable, loads, test, testLoads, isRecursive, usesLoop, body, orElse, tag.Span.To(end.Span));
    }

    private IfStatement ParseIf(Token tag)
    {
        var branches = ImmutableArray.CreateBuilder<Branch>();
        var current = tag;
        var soft = _expressions.IsSoft;
        Token end;
        do
        {
            if (branches.Count == 0)
            {
                _tokens.Take();
            }

            var mark = _tokens.Names.Mark;
            _expressions.IsSoft = true;
            var condition = _expressions.ParseTuple(withConditional: false);
            _expressions.IsSoft = soft;
            var loads = _tokens.Names.ReadSince(mark);
            var body = ParseBodyOf(current, out end, "elif", "else", "endif");
            branches.Add(new Branch(condition, loads, body));
            current = end;
        }
        while (end.Is("elif"));

        ImmutableArray<Statement> orElse = [];
        if (end.Is("else"))
        {
            _expressions.IsSoft = true;
            orElse = ParseBodyOf(end, out end, "endif");
            _expressions.IsSoft = soft;
        }

        return new IfStatement(branches.ToImmutable(), orElse, tag.Span.To(end.Span));
    }

    private Statement ParseSet(Token tag)
    {
        _tokens.Take();
        var targetMark = _tokens.Names.Mark;
        var target = ParseTarget(withAttribute: true);
        var targetLoads = _tokens.Names.ReadSince(targetMark);
        if (_tokens.TrySkip(TokenKind.Assign))
        {
            var value = _expressions.ParseTuple();
            var loads = _tokens.Names.ReadSince(targetMark);
            Stored(target);
            return new SetStatement(target, value, loads, tag.Span.To(_tokens.Previous.Span));
        }

        if (_tokens.Current.Kind is not (TokenKind.Pipe or TokenKind.BlockEnd or TokenKind.Colon))
        {
            throw TokenStream.Fail(SyntaxErrors.Expected(
                Source, _tokens.Current.Span, "`=` and a value", _tokens.Describe(_tokens.Current)));
        }

        var mark = _tokens.Names.Mark;
        var filter = (FilterExpression?)_expressions.ParseFilters(null, startsInline: false);
        var filterLoads = _tokens.Names.ReadSince(mark);
        Stored(target);
        var body = ParseBodyOf(tag, out var end, "endset");
        return new SetBlockStatement(target, filter, filterLoads, body, targetLoads, tag.Span.To(end.Span));
    }

    private void Stored(Target target)
    {
        foreach (var name in target.Names)
        {
            _tokens.Names.Store(name);
        }
    }

    private MacroStatement ParseMacro(Token tag)
    {
        _tokens.Take();
        var name = ParseName("the name of the macro");
        _tokens.Names.Store(name.Text);
        var (parameters, defaultLoads) = ParseSignature();
        var before = _expressions.Calls.Count;
        var body = ParseMacroBody(tag, parameters, defaultLoads, out var end, "endmacro");
        var span = new SourceSpan(TagStart(tag), TagEnd());
        _ = (before, end);
        var statement = new MacroStatement(name.Text, name.Span, body, span);
        if (_nested == 1)
        {
            _template.Macros.Add(new MacroInfo(_environment, Source, name.Text, name.Span, span, body));
        }

        return statement;
    }

    // From the opening delimiter of a tag whose name is given.
    private int TagStart(Token tag)
    {
        var start = tag.Start;
        var text = Source.Text;
        while (start > 0 && (char.IsWhiteSpace(text[start - 1]) || text[start - 1] is '-' or '+'))
        {
            start--;
        }

        var open = _environment.Options.BlockStart;
        return start >= open.Length && string.CompareOrdinal(text, start - open.Length, open, 0, open.Length) == 0
            ? start - open.Length : tag.Start;
    }

    private int TagEnd() => _tokens.Current.Kind == TokenKind.BlockEnd ? _tokens.Current.End : _tokens.Previous.End;

    private MacroBody ParseMacroBody(
        Token tag, ImmutableArray<Parameter> parameters, string[] defaultLoads, out Token end, string endName)
    {
        var loops = _loops;
        _loops = 0;
        var mark = _tokens.Names.Mark;
        var body = ParseBodyOf(tag, out end, endName);
        _loops = loops;
        var names = _tokens.Names;
        bool Uses(string name) => names.IsFree(name, mark) && !parameters.Any(parameter => parameter.Name == name);
        var usesCaller = names.IsFree("caller", mark);
        if (usesCaller && parameters.FirstOrDefault(parameter => parameter.Name == "caller") is { Default: null } caller)
        {
            _errors.Add(SyntaxErrors.Signature(
                Source, caller.Span, "the special parameter `caller` must be omitted or be given a default"));
        }

        return new MacroBody(parameters, defaultLoads, body, usesCaller, Uses("kwargs"), Uses("varargs"));
    }

    private (ImmutableArray<Parameter> Parameters, string[] Loads) ParseSignature()
    {
        _tokens.Expect(TokenKind.LeftParen, "`(` and the parameters");
        var mark = _tokens.Names.Mark;
        var parameters = ImmutableArray.CreateBuilder<Parameter>();
        while (_tokens.Current.Kind != TokenKind.RightParen)
        {
            if (parameters.Count > 0)
            {
                _tokens.Expect(TokenKind.Comma, "`,` or `)` after a parameter");
            }

            var name = ParseName("the name of a parameter");
            if (parameters.Any(parameter => parameter.Name == name.Text))
            {
                _errors.Add(SyntaxErrors.Signature(Source, name.Span, $"the parameter `{name.Text}` is repeated"));
            }

            var fallback = _tokens.TrySkip(TokenKind.Assign) ? _expressions.Parse() : null;
            if (fallback is null && parameters.Count > 0 && parameters[^1].Default is not null)
            {
                throw TokenStream.Fail(SyntaxErrors.Signature(
                    Source, name.Span, "a parameter without a default follows one with a default"));
            }

            parameters.Add(new Parameter(name.Text, fallback, name.Span));
        }

        _tokens.Take();
        return (parameters.ToImmutable(), _tokens.Names.ReadSince(mark));
    }

    private CallBlockStatement ParseCall(Token tag)
    {
        _tokens.Take();
        var (parameters, defaultLoads) = _tokens.Current.Kind == TokenKind.LeftParen ? ParseSignature() : ([], []);
        var mark = _tokens.Names.Mark;
        var start = _tokens.Current;
        if (_expressions.Parse() is not CallExpression call)
        {
            throw TokenStream.Fail(SyntaxErrors.Expected(
                Source, start.Span, "a call such as `name(…)`", _tokens.Describe(start)));
        }

        var loads = _tokens.Names.ReadSince(mark);
        var body = ParseMacroBody(tag, parameters, defaultLoads, out var end, "endcall");
        return new CallBlockStatement(body, call, loads, tag.Span.To(end.Span));
    }

    private FilterBlockStatement ParseFilter(Token tag)
    {
        _tokens.Take();
        var mark = _tokens.Names.Mark;
        var filter = (FilterExpression)_expressions.ParseFilters(null, startsInline: true)!;
        var loads = _tokens.Names.ReadSince(mark);
        var body = ParseBodyOf(tag, out var end, "endfilter");
        return new FilterBlockStatement(filter, loads, body, tag.Span.To(end.Span));
    }

    private BlockStatement ParseBlock(Token tag)
    {
        _tokens.Take();
        var name = _tokens.Expect(TokenKind.Name, "the name of the block");
        var isScoped = _tokens.TrySkip("scoped");
        var isRequired = _tokens.TrySkip("required");
        if (_tokens.Current.Kind == TokenKind.Minus)
        {
            throw TokenStream.Fail(SyntaxErrors.Block(
                Source, _tokens.Current.Span, "the name of a block cannot contain a hyphen", "use an underscore"));
        }

        _template.ScopedBlocks += isScoped ? 1 : 0;
        var mark = _tokens.Names.Mark;
        var (loops, errors) = (_loops, _errors.Count);
        _loops = 0;
        var body = ParseBodyOf(tag, out var end, "endblock");
        _loops = loops;
        if (isRequired && !body.All(IsBlank))
        {
            _errors.Add(SyntaxErrors.Block(
                Source, name.Span, $"the required block `{name.Text}` can only hold comments and whitespace"));
        }

        _tokens.TrySkip(name.Text);
        var block = new BlockStatement(
            name.Text, isScoped, isRequired, body, _tokens.Names.IsFree("self", mark), _tokens.Names.IsFree("super", mark),
            tag.Span.To(end.Span));
        if (!_blocks.TryAdd(name.Text, block))
        {
            _errors.Add(SyntaxErrors.Block(Source, name.Span, $"the block `{name.Text}` is defined twice"));
        }

        _ = errors;
        return block;
    }

    private static bool IsBlank(Statement statement) => statement is OutputStatement output
        && output.Parts.All(part => part.Text is { } text && text.All(char.IsWhiteSpace));

    private ExtendsStatement ParseExtends(Token tag)
    {
        _tokens.Take();
        var mark = _tokens.Names.Mark;
        var template = _expressions.Parse();
        _template.HasExtends = true;
        if (_open.Any(open => !open.Tag.Is("if") && !open.Tag.Is("elif") && !open.Tag.Is("else")))
        {
            _errors.Add(SyntaxErrors.Misplaced(
                Source, tag.Span, "`extends` must stand at the top level", "it may stand inside of an `if`"));
        }

        return new ExtendsStatement(template, _tokens.Names.ReadSince(mark), tag.Span.To(_tokens.Previous.Span));
    }

    private IncludeStatement ParseInclude(Token tag)
    {
        _tokens.Take();
        var mark = _tokens.Names.Mark;
        var template = _expressions.Parse();
        var loads = _tokens.Names.ReadSince(mark);
        var ignoresMissing = _tokens.Current.Is("ignore") && _tokens.Look().Is("missing");
        _tokens.Skip(ignoresMissing ? 2 : 0);
        return new IncludeStatement(
            template, ignoresMissing, ParseContext() ?? true, loads, tag.Span.To(_tokens.Previous.Span));
    }

    private ImportStatement ParseImport(Token tag)
    {
        _tokens.Take();
        var mark = _tokens.Names.Mark;
        var template = _expressions.Parse();
        var loads = _tokens.Names.ReadSince(mark);
        _tokens.Expect("as", "`as` and a name for the module");
        var target = ParseName("a name for the module");
        _tokens.Names.Store(target.Text);
        return new ImportStatement(
            template, target.Text, ParseContext() ?? false, loads, tag.Span.To(_tokens.Previous.Span));
    }

    private FromImportStatement ParseFrom(Token tag)
    {
        _tokens.Take();
        var mark = _tokens.Names.Mark;
        var template = _expressions.Parse();
        var loads = _tokens.Names.ReadSince(mark);
        _tokens.Expect("import", "`import` and the names");
        var names = ImmutableArray.CreateBuilder<(string, string)>();
        bool? withContext = null;
        while (true)
        {
            if (names.Count > 0)
            {
                _tokens.Expect(TokenKind.Comma, "`,` between the names");
            }

            withContext = ParseContext();
            if (withContext is not null)
            {
                break;
            }

            var name = ParseName("a name to import");
            if (name.Text.StartsWith('_'))
            {
                _errors.Add(SyntaxErrors.NotAssignable(
                    Source, name.Span, $"`{name.Text}`: names that begin with an underscore are not exported"));
            }

            var alias = _tokens.TrySkip("as") ? ParseName("another name") : name;
            _tokens.Names.Store(alias.Text);
            names.Add((name.Text, alias.Text));
            withContext = ParseContext();
            if (withContext is not null || _tokens.Current.Kind != TokenKind.Comma)
            {
                break;
            }
        }

        return new FromImportStatement(
            template, names.ToImmutable(), withContext ?? false, loads, tag.Span.To(_tokens.Previous.Span));
    }

    private bool? ParseContext()
    {
        if (!(_tokens.Current.Is("with") || _tokens.Current.Is("without")) || !_tokens.Look().Is("context"))
        {
            return null;
        }

        var with = _tokens.Take().Is("with");
        _tokens.Take();
        return with;
    }

    private WithStatement ParseWith(Token tag)
    {
        _tokens.Take();
        var assignments = ImmutableArray.CreateBuilder<(Target, Expression)>();
        var mark = _tokens.Names.Mark;
        while (_tokens.Current.Kind != TokenKind.BlockEnd)
        {
            if (assignments.Count > 0)
            {
                _tokens.Expect(TokenKind.Comma, "`,` between the variables");
            }

            var target = ParseTarget();
            _tokens.Expect(TokenKind.Assign, "`=` and a value");
            assignments.Add((target, _expressions.Parse()));
        }

        var loads = _tokens.Names.ReadSince(mark);
        foreach (var (target, _) in assignments)
        {
            Stored(target);
        }

        var body = ParseBodyOf(tag, out var end, "endwith");
        return new WithStatement(assignments.ToImmutable(), loads, body, tag.Span.To(end.Span));
    }

    private AutoescapeStatement ParseAutoescape(Token tag)
    {
        _tokens.Take();
        var mark = _tokens.Names.Mark;
        var isOn = _expressions.Parse();
        var loads = _tokens.Names.ReadSince(mark);
        var body = ParseBodyOf(tag, out var end, "endautoescape");
        return new AutoescapeStatement(isOn, loads, body, tag.Span.To(end.Span));
    }

    private OutputStatement ParsePrint(Token tag)
    {
        _tokens.Take();
        var mark = _tokens.Names.Mark;
        var parts = ImmutableArray.CreateBuilder<OutputPart>();
        while (_tokens.Current.Kind != TokenKind.BlockEnd)
        {
            if (parts.Count > 0)
            {
                _tokens.Expect(TokenKind.Comma, "`,` between the values");
            }

            var expression = _expressions.Parse();
            parts.Add(new OutputPart(null, expression, expression.Span));
        }

        return new OutputStatement(
            parts.ToImmutable(), _tokens.Names.ReadSince(mark), tag.Span.To(_tokens.Previous.Span));
    }

    private DoStatement ParseDo(Token tag)
    {
        _tokens.Take();
        var mark = _tokens.Names.Mark;
        var expression = _expressions.ParseTuple();
        return new DoStatement(expression, _tokens.Names.ReadSince(mark), tag.Span.To(_tokens.Previous.Span));
    }

    private JumpStatement ParseJump(Token tag)
    {
        _tokens.Take();
        if (_loops == 0)
        {
            _errors.Add(SyntaxErrors.Misplaced(Source, tag.Span, $"`{tag.Text}` must stand inside of a loop"));
        }

        return new JumpStatement(tag.Is("break") ? Flow.Break : Flow.Continue, tag.Span);
    }

    private CustomTagStatement ParseCustom(Token tag)
    {
        if (_environment.FindTag(tag.Text) is not { } definition)
        {
            throw TokenStream.Fail(UnknownTag(tag));
        }

        _tokens.Take();
        var headerStart = _tokens.Current.Start;
        var (name, parameters, loads, options) = ParseHeader(definition);
        var header = Source.Slice(new SourceSpan(headerStart, _tokens.Current.Start)).Trim();
        ImmutableArray<Statement> body = [];
        MacroInfo? macro = null;
        var bodySpan = new SourceSpan(_tokens.Current.End, _tokens.Current.End);
        if (definition.Body == CustomTagBody.Raw)
        {
            bodySpan = ParseRawBody(tag, definition);
        }
        else if (definition.Body == CustomTagBody.Template)
        {
            var start = _tokens.Current.End;
            var parsed = ParseMacroBody(tag, parameters, loads, out var end, definition.EndName);
            body = parsed.Statements;
            bodySpan = new SourceSpan(start, TagStart(end));
            var whole = new SourceSpan(TagStart(tag), TagEnd());
            macro = new MacroInfo(
                _environment, Source, name.Kind == TokenKind.Name ? name.Text : definition.Name, name.Span, whole, parsed);
        }

        var block = new CustomBlock(definition)
        {
            Name = name.Kind == TokenKind.Name ? name.Text : "",
            NameSpan = name.Span,
            HeaderText = header,
            Options = options,
            BodyText = Source.Slice(bodySpan),
            BodySpan = bodySpan,
            Span = new SourceSpan(TagStart(tag), TagEnd()),
            Macro = macro,
        };
        if (_nested == 1)
        {
            _template.CustomBlocks.Add(block);
        }

        return new CustomTagStatement(block, body);
    }

    private (Token Name, ImmutableArray<Parameter> Parameters, string[] Loads, ImmutableArray<StaticArgument> Options) ParseHeader(
        ICustomTag definition)
    {
        if (definition.Header is CustomTagHeader.None)
        {
            return (default, [], [], []);
        }

        if (definition.Header is CustomTagHeader.Any)
        {
            while (_tokens.Current.Kind is not (TokenKind.BlockEnd or TokenKind.End))
            {
                _tokens.Take();
            }

            return (default, [], [], []);
        }

        var name = _tokens.Expect(TokenKind.Name, $"a name after `{definition.Name}`");
        if (definition.Header == CustomTagHeader.Signature)
        {
            var (parameters, loads) = ParseSignature();
            return (name, parameters, loads, []);
        }

        var options = ImmutableArray.CreateBuilder<StaticArgument>();
        while (definition.Header == CustomTagHeader.Options && _tokens.TrySkip(TokenKind.Comma))
        {
            var keyword = _tokens.Current.Kind == TokenKind.Name && _tokens.Look().Kind == TokenKind.Assign
                ? _tokens.Take().Text : null;
            _tokens.Skip(keyword is null ? 0 : 1);
            if (keyword is null && _tokens.Current.Kind == TokenKind.Name)
            {
                var word = _tokens.Take();
                options.Add(new StaticArgument(null, true, word.Text, word.Span));
                continue;
            }

            var expression = _expressions.Parse();
            options.Add(new StaticArgument(
                keyword, expression.TryConstant(out var value), value, expression.Span));
        }

        return (name, [], [], options.ToImmutable());
    }

    // The lexer has read the body as a template; its tokens, and what it found wrong in them, are passed over.
    private SourceSpan ParseRawBody(Token tag, ICustomTag definition)
    {
        var close = _tokens.Expect(TokenKind.BlockEnd, $"`{_environment.Options.BlockEnd}`");
        while (_tokens.Current.Kind != TokenKind.End)
        {
            var token = _tokens.Take();
            if (token.Kind == TokenKind.BlockBegin && _tokens.Current.Is(definition.EndName)
                && _tokens.Look().Kind == TokenKind.BlockEnd)
            {
                _tokens.Take();
                var body = new SourceSpan(close.End, token.Start);
                _errors.RemoveAll(error => error.Span.Start >= body.Start && error.Span.End <= body.End);
                return body;
            }
        }

        throw TokenStream.Fail(SyntaxErrors.MissingEnd(Source, tag.Span, tag.Text, $"`{definition.EndName}`"));
    }

    private Diagnostic UnknownTag(Token tag)
    {
        if (_open.TryPeek(out var open) && (tag.Text.StartsWith("end", StringComparison.Ordinal) || tag.Is("else") || tag.Is("elif")))
        {
            var expected = string.Join(" or ", open.Ends.Select(name => $"`{name}`"));
            _hasWrongEnd = true;
            return SyntaxErrors.WrongEnd(Source, tag.Span, tag.Text, expected);
        }

        return SyntaxErrors.UnknownTag(
            Source, tag.Span, tag.Text,
            Array.IndexOf(KnownTags, tag.Text) >= 0 ? $"no tag is open that `{tag.Text}` could end"
                : Nearest.Hint(tag.Text, KnownTags.Concat(_environment.Options.Tags.Select(known => known.Name))));
    }

    private Token ParseName(string what)
    {
        var name = _tokens.Expect(TokenKind.Name, what);
        return IsReserved(name.Text)
            ? throw TokenStream.Fail(SyntaxErrors.NotAssignable(Source, name.Span, $"`{name.Text}`"))
            : name;
    }

    private static bool IsReserved(string name) => name is "true" or "false" or "none" or "True" or "False" or "None";

    private Target ParseTarget(bool withAttribute = false)
    {
        if (withAttribute && _tokens.Current.Kind == TokenKind.Name && _tokens.Look().Kind == TokenKind.Dot)
        {
            var owner = _tokens.Take();
            _tokens.Take();
            var attribute = _tokens.Expect(TokenKind.Name, "the name of an attribute");
            _tokens.Names.Read(owner.Text);
            return new AttributeTarget(owner.Text, attribute.Text, owner.Span.To(attribute.Span));
        }

        var start = _tokens.Current;
        var items = ImmutableArray.CreateBuilder<Target>();
        var isTuple = false;
        while (_tokens.Current.Kind is not (TokenKind.BlockEnd or TokenKind.VariableEnd or TokenKind.RightParen))
        {
            items.Add(ParseSimpleTarget());
            if (!_tokens.TrySkip(TokenKind.Comma))
            {
                break;
            }

            isTuple = true;
        }

        if (items.Count == 0 && !isTuple)
        {
            throw TokenStream.Fail(SyntaxErrors.Expected(
                Source, _tokens.Current.Span, "a variable", _tokens.Describe(_tokens.Current)));
        }

        return isTuple ? new TupleTarget(items.ToImmutable(), start.Span.To(_tokens.Previous.Span)) : items[0];
    }

    private Target ParseSimpleTarget()
    {
        var token = _tokens.Current;
        if (token.Kind == TokenKind.LeftParen)
        {
            _tokens.Take();
            if (_tokens.TrySkip(TokenKind.RightParen))
            {
                return new TupleTarget([], token.Span.To(_tokens.Previous.Span));
            }

            var inner = ParseTarget();
            _tokens.Expect(TokenKind.RightParen, "`)`");
            return inner;
        }

        if (token.Kind is TokenKind.Text or TokenKind.Integer or TokenKind.Float or TokenKind.LeftBracket or TokenKind.LeftBrace)
        {
            throw TokenStream.Fail(SyntaxErrors.NotAssignable(Source, token.Span, $"{_tokens.Describe(token)}"));
        }

        var name = ParseName("a variable");
        return new NameTarget(name.Text, name.Span);
    }
}
