using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Lexing;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary><c>a + b</c> and the other operators of numbers.</summary>
internal sealed class BinaryExpression(TokenKind symbol, Expression left, Expression right, SourceSpan span)
    : Expression(span)
{
    internal override Evaluator Compile(Scope scope)
    {
        if (TryConstant(out var constant))
        {
            return _ => constant;
        }

        var a = left.Compile(scope);
        var b = right.Compile(scope);
        var operate = Operation(symbol);
        var span = Span;
        if (symbol == TokenKind.Plus)
        {
            return frame =>
            {
                var x = a(frame);
                var y = b(frame);
                if (x is long m && y is long n && unchecked(m + n) is var sum && ((m ^ sum) & (n ^ sum)) >= 0)
                {
                    return Box.Of(sum);
                }

                return Apply(frame, operate, x, y, span);
            };
        }

        return frame => Apply(frame, operate, a(frame), b(frame), span);
    }

    internal override bool TryConstant(out object? value)
    {
        value = null;
        if (!left.TryConstant(out var a) || !right.TryConstant(out var b)
            || !(Numbers.IsNumber(a) && Numbers.IsNumber(b)))
        {
            return false;
        }

        try
        {
            value = Operation(symbol)(a, b);
            return true;
        }
        catch (TemplateError)
        {
            // The error belongs to the render, which knows the way to it.
            return false;
        }
    }

    private static object? Apply(
        Frame frame, Func<object?, object?, object?> operate, object? left, object? right, SourceSpan span)
    {
        try
        {
            return operate(left, right);
        }
        catch (Exception error) when (Failures.NeedsPlace(error))
        {
            throw frame.Fail(error, span);
        }
    }

    private static Func<object?, object?, object?> Operation(TokenKind symbol) => symbol switch
    {
        TokenKind.Plus => Arithmetic.Add,
        TokenKind.Minus => Arithmetic.Subtract,
        TokenKind.Star => Arithmetic.Multiply,
        TokenKind.Slash => Arithmetic.Divide,
        TokenKind.FloorSlash => Arithmetic.FloorDivide,
        TokenKind.Percent => Arithmetic.Modulo,
        _ => Arithmetic.Power,
    };
}

/// <summary><c>-a</c> and <c>+a</c>.</summary>
internal sealed class SignExpression(bool isMinus, Expression operand, SourceSpan span) : Expression(span)
{
    internal override Evaluator Compile(Scope scope)
    {
        var evaluate = operand.Compile(scope);
        var span = Span;
        return frame =>
        {
            var value = evaluate(frame);
            try
            {
                return isMinus ? Arithmetic.Negate(value) : Arithmetic.Plus(value);
            }
            catch (Exception error) when (Failures.NeedsPlace(error))
            {
                throw frame.Fail(error, span);
            }
        };
    }

    internal override bool TryConstant(out object? value)
    {
        value = null;
        if (!operand.TryConstant(out var number) || !Numbers.IsNumber(number))
        {
            return false;
        }

        value = isMinus ? Arithmetic.Negate(number) : Arithmetic.Plus(number);
        return true;
    }
}

/// <summary><c>not a</c>.</summary>
internal sealed class NotExpression(Expression operand, SourceSpan span) : Expression(span)
{
    internal override Evaluator Compile(Scope scope)
    {
        var condition = Condition.Compile(operand, scope);
        return frame => condition(frame) ? Box.False : Box.True;
    }

    internal Func<Frame, bool> CompileCondition(Scope scope)
    {
        var condition = Condition.Compile(operand, scope);
        return frame => !condition(frame);
    }
}

/// <summary><c>a and b</c>, <c>a or b</c>: the value is that of the operand that decided.</summary>
internal sealed class LogicExpression(bool isAnd, Expression left, Expression right, SourceSpan span)
    : Expression(span)
{
    internal override Evaluator Compile(Scope scope) => Compile(scope, right.Compile(scope));

    internal override Evaluator CompileTail(Scope scope) => Compile(scope, right.CompileTail(scope));

    internal Func<Frame, bool> CompileCondition(Scope scope)
    {
        var a = Condition.Compile(left, scope);
        var b = Condition.Compile(right, scope);
        return isAnd ? frame => a(frame) && b(frame) : frame => a(frame) || b(frame);
    }

    private Evaluator Compile(Scope scope, Evaluator b)
    {
        var a = left.Compile(scope);
        var span = left.Span;
        return frame =>
        {
            var value = a(frame);
            return Condition.Holds(frame, value, span) == isAnd ? b(frame) : value;
        };
    }
}

/// <summary>Expressions whose truth is asked for, without making a value of it where none is needed.</summary>
internal static class Condition
{
    internal static Func<Frame, bool> Compile(Expression expression, Scope scope)
    {
        switch (expression)
        {
            case ComparisonExpression comparison:
                return comparison.CompileCondition(scope);
            case NotExpression not:
                return not.CompileCondition(scope);
            case LogicExpression logic:
                return logic.CompileCondition(scope);
            default:
                var evaluate = expression.Compile(scope);
                var span = expression.Span;
                return frame => evaluate(frame) is var value && value is bool truth ? truth : Holds(frame, value, span);
        }
    }

    internal static bool Holds(Frame frame, object? value, SourceSpan span)
    {
        try
        {
            return Truth.Of(value);
        }
        catch (Exception error) when (Failures.NeedsPlace(error))
        {
            throw frame.Fail(error, span);
        }
    }
}

/// <summary><c>a &lt; b == c</c>: each operand is evaluated once, and the chain stops at the first that fails.</summary>
internal sealed class ComparisonExpression(
    Expression first, ImmutableArray<(Comparison Kind, Expression Operand)> rest, SourceSpan span) : Expression(span)
{
    internal override Evaluator Compile(Scope scope)
    {
        var condition = CompileCondition(scope);
        return frame => condition(frame) ? Box.True : Box.False;
    }

    internal Func<Frame, bool> CompileCondition(Scope scope)
    {
        var a = first.Compile(scope);
        var span = Span;
        if (rest is [var (kind, operand)])
        {
            var b = operand.Compile(scope);
            return frame => Compare(frame, kind, a(frame), b(frame), span);
        }

        var operands = CompileAll([.. rest.Select(item => item.Operand)], scope);
        var kinds = rest.Select(item => item.Kind).ToArray();
        return frame =>
        {
            var left = a(frame);
            for (var i = 0; i < kinds.Length; i++)
            {
                var right = operands[i](frame);
                if (!Compare(frame, kinds[i], left, right, span))
                {
                    return false;
                }

                left = right;
            }

            return true;
        };
    }

    private static bool Compare(Frame frame, Comparison kind, object? left, object? right, SourceSpan span)
    {
        if (left is long x && right is long y)
        {
            switch (kind)
            {
                case Comparison.Equal:
                    return x == y;
                case Comparison.Less:
                    return x < y;
                case Comparison.Greater:
                    return x > y;
                default:
                    break;
            }
        }

        try
        {
            return kind switch
            {
                Comparison.Equal => Equality.AreEqual(left, right),
                Comparison.NotEqual => !Equality.AreEqual(left, right),
                Comparison.Less => Ordering.Less(left, right),
                Comparison.LessOrEqual => Ordering.LessOrEqual(left, right),
                Comparison.Greater => Ordering.Greater(left, right),
                Comparison.GreaterOrEqual => Ordering.GreaterOrEqual(left, right),
                Comparison.In => Iteration.Contains(right, left),
                _ => !Iteration.Contains(right, left),
            };
        }
        catch (Exception error) when (Failures.NeedsPlace(error))
        {
            throw frame.Fail(error, span);
        }
    }
}

internal enum Comparison
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    NotIn,
}

/// <summary><c>a ~ b</c>: the texts of both, one after the other.</summary>
internal sealed class ConcatExpression(ImmutableArray<Expression> parts, SourceSpan span) : Expression(span)
{
    internal override Evaluator Compile(Scope scope)
    {
        var evaluators = CompileAll(parts, scope);
        var span = Span;
        var escapes = scope.Escapes;
        return frame =>
        {
            var values = new object?[evaluators.Length];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = evaluators[i](frame);
            }

            try
            {
                return (escapes ?? frame.Escapes) && Array.Exists(values, value => value is Markup or JinjaObject { IsSafe: true })
                    ? new Markup(string.Concat(values.Select(value => Values.Safe.Text(value))))
                    : Join(values);
            }
            catch (Exception error) when (Failures.NeedsPlace(error))
            {
                throw frame.Fail(error, span);
            }
        };
    }

    private static string Join(object?[] values)
    {
        if (values.Length == 2)
        {
            var (a, b) = (Text.Of(values[0]), Text.Of(values[1]));
            return Texts.Checked((long)a.Length + b.Length, a, b);
        }

        var texts = new string[values.Length];
        var length = 0L;
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = Text.Of(values[i]);
            length += texts[i].Length;
        }

        _ = Texts.CheckLength(length);
        return string.Concat(texts);
    }
}

/// <summary><c>a if b else c</c>; without else the value is undefined where the condition does not hold.</summary>
internal sealed class ConditionalExpression(
    Expression condition, Expression then, Expression? otherwise, SourceSpan span) : Expression(span)
{
    private const string NoElse = "the inline if-expression evaluated to false and has no else";

    internal override Evaluator Compile(Scope scope) =>
        Compile(scope, then.Compile(scope), otherwise?.Compile(scope));

    internal override Evaluator CompileTail(Scope scope) =>
        Compile(scope, then.CompileTail(scope), otherwise?.CompileTail(scope));

    private Evaluator Compile(Scope scope, Evaluator a, Evaluator? b)
    {
        var holds = Condition.Compile(condition, scope);
        return b is null
            ? frame => holds(frame) ? a(frame) : new Undefined(hint: NoElse)
            : frame => holds(frame) ? a(frame) : b(frame);
    }
}
