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

    internal override Executor CompileOutput(Scope scope, OutputSite site)
    {
        var direct = DirectRoutine.Of(scope.Unit.Environment.Filters.Find(name), arguments, scope, Span);
        if (direct is not { Prints: true })
        {
            return base.CompileOutput(scope, site);
        }

        var evaluate = operand!.Compile(scope);
        return (frame, output) =>
        {
            site.Begin(frame, output);
            var value = evaluate(frame);
            if (!site.IsPlain(frame))
            {
                return site.Print(frame, output, direct.Apply(frame, value));
            }

            var start = output.Position;
            if (!direct.TryPrint(frame, output, value, out var result))
            {
                return site.Print(frame, output, result);
            }

            site.AddToMap(frame, output, start);
            return Flow.Next;
        };
    }

    /// <summary>The filters of a block: applied to its text, the innermost operand first.</summary>
    internal Func<Frame, object?, object?> CompileOn(Scope scope)
    {
        var filter = scope.Unit.Environment.Filters.Find(name);
        var apply = ReferenceEquals(filter, FilterTable.Default) && arguments.Positional is [var fallback]
            && arguments.FitsInto((BuiltInRoutine)filter)
            ? WithDefault(fallback.Compile(scope))
            : RoutineCall.Compile(filter, Find, arguments, scope, Span);
        if (operand is not FilterExpression { IsRooted: false } inner)
        {
            return apply;
        }

        var before = inner.CompileOn(scope);
        return (frame, value) => apply(frame, before(frame, value));
    }

    // The commonest filter needs no call.
    private static Func<Frame, object?, object?> WithDefault(Evaluator fallback) => (frame, value) =>
    {
        var other = fallback(frame);
        return value is Undefined ? other : value;
    };

    private Routine Find(JinjaEnvironment environment) =>
        environment.Filters.Find(name) ?? throw Fail.NoSuchFilter(name, environment.Filters.HintFor(name));

    // Whether the chain of filters begins with a value of its own.
    private bool IsRooted => operand is FilterExpression inner ? inner.IsRooted : operand is not null;
}
