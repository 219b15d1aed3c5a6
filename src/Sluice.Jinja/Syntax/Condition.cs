using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

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
