using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary><c>not a</c>.</summary>
internal sealed class NotExpression(Expression operand, SourceSpan span) : Expression(span)
{
    internal override Evaluator Compile(Scope scope)
    {
        var condition = operand.CompileCondition(scope);
        return frame => condition(frame) ? Box.False : Box.True;
    }

    internal override Func<Frame, bool> CompileCondition(Scope scope)
    {
        var condition = operand.CompileCondition(scope);
        return frame => !condition(frame);
    }
}

/// <summary><c>a and b</c>, <c>a or b</c>: the value is that of the operand that decided.</summary>
internal sealed class LogicExpression(bool isAnd, Expression left, Expression right, SourceSpan span)
    : Expression(span)
{
    internal override Evaluator Compile(Scope scope) => Compile(scope, right.Compile(scope));

    internal override Evaluator CompileTail(Scope scope) => Compile(scope, right.CompileTail(scope));

    internal override Func<Frame, bool> CompileCondition(Scope scope)
    {
        var a = left.CompileCondition(scope);
        var b = right.CompileCondition(scope);
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
