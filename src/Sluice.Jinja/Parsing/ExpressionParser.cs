using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing;

/// <summary>Parses expressions, from <c>a if b else c</c> down to names and literals.</summary>
internal sealed class ExpressionParser(TokenStream tokens, JinjaEnvironment environment, List<Diagnostic> errors)
{
    private const int MaxDepth = 100;
    private const int MaxHeight = 600;

    private readonly List<StaticCall> _calls = [];
    private int _depth;

    /// <summary>The calls of plain names, in the order of the text.</summary>
    internal IReadOnlyList<StaticCall> Calls => _calls;

    /// <summary>Inside of a condition, where an unknown filter is an error only when it is reached.</summary>
    internal bool IsSoft { get; set; }

    private SourceText Source => tokens.Source;

    internal Expression Parse() => ParseConditional();

    /// <summary>An expression, or a tuple where commas follow.</summary>
    /// <param name="withConditional">Whether <c>a if b</c> is taken as one expression.</param>
    /// <param name="inParentheses">Whether a tuple may be empty.</param>
    internal Expression ParseTuple(bool withConditional = true, bool inParentheses = false)
    {
        var start = tokens.Current;
        var items = ImmutableArray.CreateBuilder<Expression>();
        var isTuple = false;
        while (!IsTupleEnd())
        {
            items.Add(withConditional ? ParseConditional() : ParseOr());
            if (!tokens.TrySkip(TokenKind.Comma))
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
                Source, tokens.Current.Span, "an expression", tokens.Describe(tokens.Current)));
        }

        return new TupleExpression(items.ToImmutable(), start.Span.To(tokens.Previous.Span)) { Height = Above(items) };
    }

    internal CallArguments ParseArguments()
    {
        tokens.Expect(TokenKind.LeftParen, "`(`");
        var positional = ImmutableArray.CreateBuilder<Expression>();
        var keywords = ImmutableArray.CreateBuilder<KeyValuePair<string, Expression>>();
        Expression? rest = null;
        Expression? restKeywords = null;
        var needsComma = false;
        while (tokens.Current.Kind != TokenKind.RightParen)
        {
            if (needsComma)
            {
                tokens.Expect(TokenKind.Comma, "`,` or `)` after an argument");
                if (tokens.Current.Kind == TokenKind.RightParen)
                {
                    break;
                }
            }

            needsComma = true;
            var start = tokens.Current;
            switch (start.Kind)
            {
                case TokenKind.Star:
                    Ensure(rest is null && restKeywords is null, start, "only one `*` is allowed, and none behind `**`");
                    tokens.Take();
                    rest = Parse();
                    break;
                case TokenKind.Power:
                    Ensure(restKeywords is null, start, "only one `**` is allowed");
                    tokens.Take();
                    restKeywords = Parse();
                    break;
                case TokenKind.Name when tokens.Look().Kind == TokenKind.Assign:
                    Ensure(restKeywords is null, start, "a keyword argument must stand before `**`");
                    Ensure(!keywords.Any(item => item.Key == start.Text), start, $"the keyword argument `{start.Text}` is repeated");
                    tokens.Skip(2);
                    keywords.Add(new(start.Text, Parse()));
                    break;
                default:
                    Ensure(
                        rest is null && restKeywords is null && keywords.Count == 0, start,
                        "a positional argument must stand before keyword arguments");
                    positional.Add(Parse());
                    break;
            }
        }

        tokens.Expect(TokenKind.RightParen, "`)`");
        return new CallArguments(positional.ToImmutable(), keywords.ToImmutable(), rest, restKeywords);
    }

    /// <summary>One or more filters; the first without a bar where it is the filter of a block.</summary>
    internal Expression? ParseFilters(Expression? operand, bool startsInline)
    {
        while (startsInline || tokens.Current.Kind == TokenKind.Pipe)
        {
            if (!startsInline)
            {
                tokens.Take();
            }

            startsInline = false;
            var start = tokens.Current;
            var name = ParseRoutineName("the name of a filter");
            var span = start.Span.To(tokens.Previous.Span);
            var arguments = tokens.Current.Kind == TokenKind.LeftParen ? ParseArguments() : CallArguments.None;
            if (!IsSoft && !environment.Filters.Contains(name))
            {
                errors.Add(SyntaxErrors.UnknownFilter(Source, span, name, environment.Filters.HintFor(name)));
            }

            operand = new FilterExpression(operand, name, arguments, span) { Height = Above(operand, arguments) };
        }

        return operand;
    }

    internal Expression ParsePrimary()
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Name:
                tokens.Take();
                return token.Text switch
                {
                    "true" or "True" => new ConstantExpression(Values.Box.True, token.Span),
                    "false" or "False" => new ConstantExpression(Values.Box.False, token.Span),
                    "none" or "None" => new ConstantExpression(null, token.Span),
                    _ => ReadName(token),
                };
            case TokenKind.Text:
                return ParseText();
            case TokenKind.Integer or TokenKind.Float:
                tokens.Take();
                return new ConstantExpression(token.Value, token.Span);
            case TokenKind.LeftParen:
                tokens.Take();
                using (Deeper(token))
                {
                    var inner = ParseTuple(inParentheses: true);
                    tokens.Expect(TokenKind.RightParen, "`)`");
                    return inner;
                }

            case TokenKind.LeftBracket:
                using (Deeper(token))
                {
                    return ParseList();
                }

            case TokenKind.LeftBrace:
                using (Deeper(token))
                {
                    return ParseDict();
                }

            default:
                throw TokenStream.Fail(SyntaxErrors.Expected(
                    Source, token.Span, "an expression", tokens.Describe(token)));
        }
    }

    private NameExpression ReadName(Token token)
    {
        tokens.Names.Read(token.Text);
        return new NameExpression(token.Text, token.Span);
    }

    private ConstantExpression ParseText()
    {
        var first = tokens.Take();
        if (tokens.Current.Kind != TokenKind.Text)
        {
            return new ConstantExpression(first.Value, first.Span);
        }

        var text = first.Text;
        while (tokens.Current.Kind == TokenKind.Text)
        {
            text += tokens.Take().Text;
        }

        return new ConstantExpression(text, first.Span.To(tokens.Previous.Span));
    }

    private bool IsTupleEnd() =>
        tokens.Current.Kind is TokenKind.VariableEnd or TokenKind.BlockEnd or TokenKind.RightParen or TokenKind.End;

    private void Ensure(bool holds, Token at, string message)
    {
        if (!holds)
        {
            throw TokenStream.Fail(SyntaxErrors.Signature(Source, at.Span, message));
        }
    }

    private Expression ParseConditional()
    {
        using var deeper = Deeper(tokens.Current);
        var wasSoft = IsSoft;
        // Both the value and the condition are taken as soft: whether `if` follows is not known yet.
        var errorsBefore = errors.Count;
        var expression = ParseOr();
        while (tokens.Current.Is("if"))
        {
            Forgive(errorsBefore);
            IsSoft = true;
            tokens.Take();
            var condition = ParseOr();
            var otherwise = tokens.TrySkip("else") ? ParseConditional() : null;
            expression = new ConditionalExpression(
                condition, expression, otherwise, expression.Span.To(tokens.Previous.Span))
            {
                Height = Above(expression, condition, otherwise),
            };
        }

        IsSoft = wasSoft;
        return expression;
    }

    // Unknown filters in the value of a conditional expression are no errors of the text.
    private void Forgive(int errorsBefore)
    {
        for (var i = errors.Count - 1; i >= errorsBefore; i--)
        {
            if (errors[i].Code == "SLUICE1008")
            {
                errors.RemoveAt(i);
            }
        }
    }

    private Expression ParseOr()
    {
        var left = ParseAnd();
        while (tokens.TrySkip("or"))
        {
            var right = ParseAnd();
            left = new LogicExpression(isAnd: false, left, right, left.Span.To(right.Span)) { Height = Above(left, right) };
        }

        return left;
    }

    private Expression ParseAnd()
    {
        var left = ParseNot();
        while (tokens.TrySkip("and"))
        {
            var right = ParseNot();
            left = new LogicExpression(isAnd: true, left, right, left.Span.To(right.Span)) { Height = Above(left, right) };
        }

        return left;
    }

    private Expression ParseNot()
    {
        if (!tokens.Current.Is("not"))
        {
            return ParseComparison();
        }

        var not = tokens.Take();
        using var deeper = Deeper(not);
        var operand = ParseNot();
        return new NotExpression(operand, not.Span.To(operand.Span)) { Height = Above(operand) };
    }

    private Expression ParseComparison()
    {
        var first = ParseSum();
        ImmutableArray<(Comparison, Expression)>.Builder? rest = null;
        while (TryTakeComparison() is { } kind)
        {
            (rest ??= ImmutableArray.CreateBuilder<(Comparison, Expression)>()).Add((kind, ParseSum()));
        }

        return rest is null
            ? first
            : new ComparisonExpression(first, rest.ToImmutable(), first.Span.To(tokens.Previous.Span))
            {
                Height = Above(first, Tallest(rest)),
            };
    }

    private static Expression Tallest(ImmutableArray<(Comparison, Expression Operand)>.Builder rest)
    {
        var tallest = rest[0].Operand;
        for (var i = 1; i < rest.Count; i++)
        {
            tallest = rest[i].Operand.Height > tallest.Height ? rest[i].Operand : tallest;
        }

        return tallest;
    }

    private Comparison? TryTakeComparison()
    {
        Comparison? kind = tokens.Current.Kind switch
        {
            TokenKind.Equal => Comparison.Equal,
            TokenKind.NotEqual => Comparison.NotEqual,
            TokenKind.Less => Comparison.Less,
            TokenKind.LessOrEqual => Comparison.LessOrEqual,
            TokenKind.Greater => Comparison.Greater,
            TokenKind.GreaterOrEqual => Comparison.GreaterOrEqual,
            TokenKind.Name when tokens.Current.Is("in") => Comparison.In,
            TokenKind.Name when tokens.Current.Is("not") && tokens.Look().Is("in") => Comparison.NotIn,
            _ => null,
        };
        tokens.Skip(kind is null ? 0 : kind == Comparison.NotIn ? 2 : 1);
        return kind;
    }

    private Expression ParseSum()
    {
        var left = ParseConcat();
        while (tokens.Current.Kind is TokenKind.Plus or TokenKind.Minus)
        {
            var symbol = tokens.Take().Kind;
            var right = ParseConcat();
            left = Binary(symbol, left, right);
        }

        return left;
    }

    private Expression ParseConcat()
    {
        var first = ParseProduct();
        if (tokens.Current.Kind != TokenKind.Tilde)
        {
            return first;
        }

        var parts = ImmutableArray.CreateBuilder<Expression>();
        parts.Add(first);
        while (tokens.TrySkip(TokenKind.Tilde))
        {
            parts.Add(ParseProduct());
        }

        return new ConcatExpression(parts.ToImmutable(), first.Span.To(tokens.Previous.Span)) { Height = Above(parts) };
    }

    private Expression ParseProduct()
    {
        var left = ParsePower();
        while (tokens.Current.Kind is TokenKind.Star or TokenKind.Slash or TokenKind.FloorSlash or TokenKind.Percent)
        {
            var symbol = tokens.Take().Kind;
            var right = ParsePower();
            left = Binary(symbol, left, right);
        }

        return left;
    }

    private Expression ParsePower()
    {
        var left = ParseUnary();
        while (tokens.TrySkip(TokenKind.Power))
        {
            left = Binary(TokenKind.Power, left, ParseUnary());
        }

        return left;
    }

    private BinaryExpression Binary(TokenKind symbol, Expression left, Expression right) =>
        new(symbol, left, right, left.Span.To(right.Span)) { Height = Above(left, right) };

    private Expression ParseUnary(bool withFilter = true)
    {
        Expression expression;
        if (tokens.Current.Kind is TokenKind.Minus or TokenKind.Plus)
        {
            var sign = tokens.Take();
            using var deeper = Deeper(sign);
            var operand = ParseUnary(withFilter: false);
            expression = new SignExpression(sign.Kind == TokenKind.Minus, operand, sign.Span.To(operand.Span))
            {
                Height = Above(operand),
            };
        }
        else
        {
            expression = ParsePrimary();
        }

        expression = ParsePostfix(expression);
        return withFilter ? ParseFiltersAndTests(expression) : expression;
    }

    private Expression ParsePostfix(Expression expression)
    {
        while (true)
        {
            switch (tokens.Current.Kind)
            {
                case TokenKind.Dot:
                    expression = ParseDot(expression);
                    break;
                case TokenKind.LeftBracket:
                    expression = ParseSubscript(expression);
                    break;
                case TokenKind.LeftParen:
                    expression = ParseCall(expression);
                    break;
                default:
                    return expression;
            }
        }
    }

    private Expression ParseFiltersAndTests(Expression expression)
    {
        while (true)
        {
            if (tokens.Current.Kind == TokenKind.Pipe)
            {
                expression = ParseFilters(expression, startsInline: false)!;
            }
            else if (tokens.Current.Is("is"))
            {
                expression = ParseTest(expression);
            }
            else if (tokens.Current.Kind == TokenKind.LeftParen)
            {
                expression = ParseCall(expression);
            }
            else
            {
                return expression;
            }
        }
    }

    private Expression ParseDot(Expression owner)
    {
        tokens.Take();
        var name = tokens.Current;
        if (name.Kind == TokenKind.Name)
        {
            tokens.Take();
            return new AttributeExpression(owner, name.Text, owner.Span.To(name.Span)) { Height = Above(owner) };
        }

        if (name.Kind == TokenKind.Integer)
        {
            tokens.Take();
            return new ItemExpression(owner, new ConstantExpression(name.Value, name.Span), owner.Span.To(name.Span))
            {
                Height = Above(owner),
            };
        }

        throw TokenStream.Fail(SyntaxErrors.Expected(
            Source, name.Span, "a name or a number after `.`", tokens.Describe(name)));
    }

    private Expression ParseSubscript(Expression owner)
    {
        var open = tokens.Take();
        using var deeper = Deeper(open);
        var keys = ImmutableArray.CreateBuilder<Expression>();
        while (tokens.Current.Kind != TokenKind.RightBracket)
        {
            if (keys.Count > 0)
            {
                tokens.Expect(TokenKind.Comma, "`,` or `]`");
            }

            if (keys.Count == 0 && TryParseSlice(owner, out var slice))
            {
                return slice;
            }

            keys.Add(Parse());
        }

        var close = tokens.Take();
        var key = keys.Count == 1 ? keys[0] : new TupleExpression(keys.ToImmutable(), open.Span.To(close.Span));
        return new ItemExpression(owner, key, owner.Span.To(close.Span)) { Height = Math.Max(Above(owner), Above(keys)) };
    }

    private bool TryParseSlice(Expression owner, out Expression slice)
    {
        slice = owner;
        var start = tokens.Current.Kind == TokenKind.Colon ? null : Parse();
        if (tokens.Current.Kind != TokenKind.Colon)
        {
            // Not a slice after all: a plain element, or the first of several keys.
            return FinishElement(owner, start!, out slice);
        }

        tokens.Take();
        var stop = IsSliceEnd() || tokens.Current.Kind == TokenKind.Colon ? null : Parse();
        Expression? step = null;
        if (tokens.TrySkip(TokenKind.Colon))
        {
            step = IsSliceEnd() ? null : Parse();
        }

        var close = tokens.Expect(TokenKind.RightBracket, "`]` after the slice");
        slice = new SliceExpression(owner, start, stop, step, owner.Span.To(close.Span)) { Height = Above(owner, start, stop, step) };
        return true;
    }

    private bool FinishElement(Expression owner, Expression first, out Expression element)
    {
        var keys = ImmutableArray.CreateBuilder<Expression>();
        keys.Add(first);
        while (tokens.TrySkip(TokenKind.Comma))
        {
            keys.Add(Parse());
        }

        var close = tokens.Expect(TokenKind.RightBracket, "`]`");
        var key = keys.Count == 1 ? first : new TupleExpression(keys.ToImmutable(), first.Span.To(tokens.Previous.Span));
        element = new ItemExpression(owner, key, owner.Span.To(close.Span)) { Height = Math.Max(Above(owner), Above(keys)) };
        return true;
    }

    private bool IsSliceEnd() => tokens.Current.Kind is TokenKind.RightBracket or TokenKind.Comma;

    private CallExpression ParseCall(Expression callee)
    {
        using var deeper = Deeper(tokens.Current);
        var place = _calls.Count;
        var arguments = ParseArguments();
        var span = callee.Span.To(tokens.Previous.Span);
        if (callee is NameExpression name)
        {
            _calls.Insert(place, ToStatic(name, arguments, span));
        }

        return new CallExpression(callee, arguments, span) { Height = Above(callee, arguments) };
    }

    private static StaticCall ToStatic(NameExpression name, CallArguments arguments, SourceSpan span)
    {
        var known = ImmutableArray.CreateBuilder<StaticArgument>(arguments.Positional.Length + arguments.Keywords.Length);
        foreach (var positional in arguments.Positional)
        {
            known.Add(new StaticArgument(null, positional.TryConstant(out var value), value, positional.Span));
        }

        foreach (var (keyword, expression) in arguments.Keywords)
        {
            known.Add(new StaticArgument(keyword, expression.TryConstant(out var value), value, expression.Span));
        }

        return new StaticCall(
            name.Name, span, name.Span, known.MoveToImmutable(), arguments.Rest is null && arguments.RestKeywords is null);
    }

    private Expression ParseTest(Expression operand)
    {
        var start = tokens.Take();
        var isNegated = tokens.TrySkip("not");
        var nameStart = tokens.Current;
        var name = ParseRoutineName("the name of a test");
        var nameSpan = nameStart.Span.To(tokens.Previous.Span);
        var arguments = ParseTestArguments();
        if (!IsSoft && !environment.Tests.Contains(name))
        {
            errors.Add(SyntaxErrors.UnknownTest(Source, nameSpan, name, environment.Tests.HintFor(name)));
        }

        var test = new TestExpression(operand, name, arguments, operand.Span.To(tokens.Previous.Span))
        {
            Height = Above(operand, arguments),
        };
        _ = start;
        return isNegated ? new NotExpression(test, test.Span) { Height = Above(test) } : test;
    }

    private CallArguments ParseTestArguments()
    {
        if (tokens.Current.Kind == TokenKind.LeftParen)
        {
            return ParseArguments();
        }

        var hasArgument = tokens.Current.Kind is TokenKind.Name or TokenKind.Text or TokenKind.Integer or TokenKind.Float
                or TokenKind.LeftBracket or TokenKind.LeftBrace
            && !tokens.Current.Is("else") && !tokens.Current.Is("or") && !tokens.Current.Is("and");
        if (!hasArgument)
        {
            return CallArguments.None;
        }

        if (tokens.Current.Is("is"))
        {
            throw TokenStream.Fail(SyntaxErrors.Expected(
                Source, tokens.Current.Span, "an argument of the test", "`is`", "tests cannot be chained: use `and`"));
        }

        return new CallArguments([ParsePostfix(ParsePrimary())], [], null, null);
    }

    private string ParseRoutineName(string what)
    {
        var name = tokens.Expect(TokenKind.Name, what).Text;
        while (tokens.TrySkip(TokenKind.Dot))
        {
            name += "." + tokens.Expect(TokenKind.Name, "a name after `.`").Text;
        }

        return name;
    }

    private ListExpression ParseList()
    {
        var open = tokens.Take();
        var items = ImmutableArray.CreateBuilder<Expression>();
        while (tokens.Current.Kind != TokenKind.RightBracket)
        {
            if (items.Count > 0)
            {
                tokens.Expect(TokenKind.Comma, "`,` or `]` after an element");
                if (tokens.Current.Kind == TokenKind.RightBracket)
                {
                    break;
                }
            }

            items.Add(Parse());
        }

        var close = tokens.Take();
        return new ListExpression(items.ToImmutable(), open.Span.To(close.Span)) { Height = Above(items) };
    }

    private DictExpression ParseDict()
    {
        var open = tokens.Take();
        var keys = ImmutableArray.CreateBuilder<Expression>();
        var values = ImmutableArray.CreateBuilder<Expression>();
        while (tokens.Current.Kind != TokenKind.RightBrace)
        {
            if (keys.Count > 0)
            {
                tokens.Expect(TokenKind.Comma, "`,` or `}` after a value");
                if (tokens.Current.Kind == TokenKind.RightBrace)
                {
                    break;
                }
            }

            keys.Add(Parse());
            tokens.Expect(TokenKind.Colon, "`:` after the key");
            values.Add(Parse());
        }

        var close = tokens.Take();
        return new DictExpression(keys.ToImmutable(), values.ToImmutable(), open.Span.To(close.Span))
        {
            Height = Math.Max(Above(keys), Above(values)),
        };
    }

    private int Above(Expression? operand, CallArguments arguments)
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

    private int Above(Expression? first, Expression? second = null, Expression? third = null, Expression? fourth = null) =>
        Checked(Math.Max(Math.Max(Height(first), Height(second)), Math.Max(Height(third), Height(fourth))));

    private int Above(ImmutableArray<Expression>.Builder operands)
    {
        var height = 0;
        for (var i = 0; i < operands.Count; i++)
        {
            height = Math.Max(height, operands[i].Height);
        }

        return Checked(height);
    }

    private static int Height(Expression? expression) => expression?.Height ?? 0;

    // The height of a tree is bounded, so that compiling and evaluating it cannot overflow the stack.
    private int Checked(int height) => height < MaxHeight
        ? height + 1
        : throw TokenStream.Fail(SyntaxErrors.TooDeep(Source, tokens.Previous.Span));

    private Nesting Deeper(Token at)
    {
        if (_depth >= MaxDepth)
        {
            throw TokenStream.Fail(SyntaxErrors.TooDeep(Source, at.Span));
        }

        return new Nesting(this);
    }

    /// <summary>After an error, whose way out of the nesting was not counted.</summary>
    internal void Reset() => (_depth, IsSoft) = (0, false);

    private readonly ref struct Nesting
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
