using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary><c>f(a, b=c)</c>.</summary>
internal sealed class CallExpression(Expression callee, CallArguments arguments, SourceSpan span) : Expression(span)
{
    internal Expression Callee { get; } = callee;

    internal CallArguments Arguments { get; } = arguments;

    internal override Evaluator Compile(Scope scope)
    {
        var evaluate = CompileTail(scope);
        return frame => evaluate(frame) is var value && value is MacroReturn end ? throw new ReturnSignal(end.Value) : value;
    }

    internal override Evaluator CompileTail(Scope scope)
    {
        var arguments = Arguments.Compile(scope);
        var span = Span;
        if (Callee is AttributeExpression attribute)
        {
            return new MethodCall(attribute, arguments, span).Compile(scope);
        }

        var evaluate = Callee.Compile(scope);
        return frame =>
        {
            var callee = evaluate(frame);
            try
            {
                return Invoke(frame, callee, arguments, span);
            }
            catch (Exception error) when (Failures.NeedsPlace(error))
            {
                throw frame.Fail(error, span);
            }
        };
    }

    /// <summary>A macro prints straight into the output that the call stands in.</summary>
    internal override Executor CompileOutput(Scope scope, OutputSite site)
    {
        if (Callee is AttributeExpression)
        {
            return base.CompileOutput(scope, site);
        }

        var arguments = Arguments.Compile(scope);
        var evaluate = Callee.Compile(scope);
        var span = Span;
        return (frame, output) =>
        {
            site.Begin(frame, output);
            var callee = evaluate(frame);
            object? value;
            try
            {
                if (callee is JinjaMacro macro && site.TrustsMacros(frame) && arguments.TryActivate(frame, macro) is { } activation)
                {
                    if (macro.TryPrint(activation, output, frame.Source, span))
                    {
                        return Flow.Next;
                    }

                    value = activation.Result;
                }
                else
                {
                    value = Invoke(frame, callee, arguments, span);
                }
            }
            catch (Exception error) when (Failures.NeedsPlace(error))
            {
                throw frame.Fail(error, span);
            }

            return site.Print(frame, output, value);
        };
    }

    /// <summary>The call of a <c>call</c> block, which hands its body over as <c>caller</c>.</summary>
    internal Func<Frame, object, object?> CompileWithCaller(Scope scope)
    {
        var evaluate = Callee.Compile(scope);
        var arguments = Arguments.Compile(scope);
        var span = Span;
        return (frame, caller) =>
        {
            var callee = evaluate(frame);
            try
            {
                return Invoke(frame, callee, arguments.Positional(frame), arguments.Keywords(frame, caller), span);
            }
            catch (Exception error) when (Failures.NeedsPlace(error))
            {
                throw frame.Fail(error, span);
            }
        };
    }

    private static object? Invoke(Frame frame, object? callee, ArgumentPlan arguments, SourceSpan span) =>
        callee is JinjaMacro macro && arguments.TryActivate(frame, macro) is { } activation
            ? macro.Run(activation, frame.Escapes, frame.Source, span)
            : Invoke(frame, callee, arguments.Positional(frame), arguments.Keywords(frame), span);

    internal static object? Invoke(
        Frame frame, object? callee, object?[] args, KeyValuePair<string, object?>[] kwargs, SourceSpan span)
    {
        switch (callee)
        {
            case JinjaMacro macro:
                return macro.Run(frame.State, frame.Escapes, args, kwargs, frame.Source, span);
            case JinjaObject item:
                return InvokeHost(frame, item, args, kwargs, span);
            case Undefined undefined:
                throw Undefineds.Used(undefined);
            default:
                throw Fail.NotCallable(callee);
        }
    }

    private static object? InvokeHost(
        Frame frame, JinjaObject item, object?[] args, KeyValuePair<string, object?>[] kwargs, SourceSpan span)
    {
        try
        {
            return JinjaValue.From(item.Invoke(new JinjaCall(args, kwargs, frame.State, frame, frame.Source, span)));
        }
        catch (JinjaException error) when (error.Data["state"] is null && error.Diagnostics.All(each => each.Chain.IsEmpty))
        {
            // The host rendered something on its own: its error does not know who asked for it.
            throw new JinjaException(
                Failures.WithChain(error.Diagnostics, frame.State, frame.Source, span), error.Kind, error);
        }
    }
}
