using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Filters;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary><c>a | name(b)</c>. Without an operand it is the filter of a <c>filter</c> or <c>set</c> block.</summary>
internal sealed class FilterExpression(Expression? operand, string name, CallArguments arguments, SourceSpan span)
    : Expression(span)
{
    internal override Evaluator Compile(Scope scope)
    {
        var evaluate = operand!.Compile(scope);
        var apply = CompileOn(scope);
        return frame => apply(frame, evaluate(frame));
    }

    /// <summary>The filters of a block: applied to its text, the innermost operand first.</summary>
    internal Func<Frame, object?, object?> CompileOn(Scope scope)
    {
        var filter = scope.Unit.Environment.Filters.Find(name);
        if (operand is not FilterExpression { IsRooted: false } && filter is BuiltInRoutine builtIn && arguments.FitsInto(builtIn))
        {
            var positional = CompileAll(arguments.Positional, scope);
            return positional.Length == 1 && ReferenceEquals(builtIn, FilterTable.Default)
                ? WithDefault(positional[0]) : Direct(builtIn, positional, Span);
        }

        var compiled = arguments.Compile(scope);
        var before = operand is FilterExpression { IsRooted: false } inner ? inner.CompileOn(scope) : null;
        var (filterName, span) = (name, Span);
        return (frame, value) =>
        {
            value = before is null ? value : before(frame, value);
            try
            {
                var routine = filter ?? frame.Unit.Environment.Filters.Find(filterName)
                    ?? throw Fail.NoSuchFilter(filterName, frame.Unit.Environment.Filters.HintFor(filterName));
                var args = compiled.Positional(frame, reserved: 1);
                args[0] = value;
                return routine.Invoke(new JinjaCall(
                    args, compiled.Keywords(frame), frame.State, frame, frame.Source, span));
            }
            catch (Exception error) when (Failures.NeedsPlace(error))
            {
                throw frame.Fail(error, span);
            }
        };
    }

    // The commonest filter needs no call.
    private static Func<Frame, object?, object?> WithDefault(Evaluator fallback) => (frame, value) =>
    {
        var other = fallback(frame);
        return value is Undefined ? other : value;
    };

    /// <summary>Positional arguments go straight to their parameters.</summary>
    internal static Func<Frame, object?, object?> Direct(BuiltInRoutine routine, Evaluator[] positional, SourceSpan span)
    {
        var size = routine.PlainSize;
        var nothing = new object?[size];
        Array.Fill(nothing, Sentinel.Missing);
        return (frame, value) =>
        {
            var values = nothing;
            if (positional.Length > 0)
            {
                values = new object?[size];
                for (var i = 0; i < size; i++)
                {
                    values[i] = i < positional.Length ? positional[i](frame) : Sentinel.Missing;
                }
            }

            try
            {
                return routine.Invoke(value, values, frame, span);
            }
            catch (Exception error) when (Failures.NeedsPlace(error))
            {
                throw frame.Fail(error, span);
            }
        };
    }

    // Whether the chain of filters begins with a value of its own.
    private bool IsRooted => operand is FilterExpression inner ? inner.IsRooted : operand is not null;
}
