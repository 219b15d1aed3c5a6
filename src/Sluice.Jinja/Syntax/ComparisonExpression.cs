using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary><c>a &lt; b == c</c>: each operand is evaluated once, and the chain stops at the first that fails.</summary>
internal sealed class ComparisonExpression(
    Expression first, ImmutableArray<(Comparison Kind, Expression Operand)> rest, SourceSpan span) : Expression(span)
{
    internal override Evaluator Compile(Scope scope)
    {
        var condition = CompileCondition(scope);
        return frame => condition(frame) ? Box.True : Box.False;
    }

    internal override Func<Frame, bool> CompileCondition(Scope scope)
    {
        var a = first.Compile(scope);
        var span = Span;
        if (rest is [var (kind, operand)])
        {
            var b = operand.Compile(scope);
            return kind is Comparison.Equal or Comparison.NotEqual
                ? CompileEquality(kind, a, b, span)
                : frame => Compare(frame, kind, a(frame), b(frame), span);
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

    private static Func<Frame, bool> CompileEquality(Comparison kind, Evaluator a, Evaluator b, SourceSpan span)
    {
        var isEqual = kind == Comparison.Equal;
        return frame =>
        {
            var left = a(frame);
            var right = b(frame);
            return left is string x && right is string y
                ? string.Equals(x, y) == isEqual
                : Compare(frame, kind, left, right, span);
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
