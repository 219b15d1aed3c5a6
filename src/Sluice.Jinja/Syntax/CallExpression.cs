using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Methods;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary><c>f(a, b=c)</c>.</summary>
internal sealed class CallExpression(Expression callee, CallArguments arguments, SourceSpan span) : Expression(span)
{
    private static readonly JinjaList NoList = new();
    private static readonly JinjaDict NoDict = new();

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
            return CompileMethod(scope, attribute, arguments);
        }

        var evaluate = Callee.Compile(scope);
        return frame =>
        {
            var callee = evaluate(frame);
            try
            {
                return Invoke(frame, callee, arguments.Positional(frame), arguments.Keywords(frame), span);
            }
            catch (Exception error) when (Failures.NeedsPlace(error))
            {
                throw frame.Fail(error, span);
            }
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

    // Methods of values are called without making a bound method first.
    private Evaluator CompileMethod(Scope scope, AttributeExpression attribute, ArgumentPlan arguments)
    {
        var evaluate = attribute.Owner.Compile(scope);
        var (name, span, nameSpan) = (attribute.Name, Span, attribute.Span);
        var ofText = MethodTable.Find("", name);
        var ofList = MethodTable.Find(NoList, name);
        var ofDict = MethodTable.Find(NoDict, name);
        return frame =>
        {
            var owner = evaluate(frame);
            try
            {
                var method = owner switch
                {
                    string => ofText,
                    JinjaList => ofList,
                    JinjaDict => ofDict,
                    JinjaObject => null,
                    _ => MethodTable.Find(owner, name),
                };
                if (method is not null)
                {
                    return method(owner!, new JinjaCall(
                        arguments.Positional(frame), arguments.Keywords(frame), frame.State, frame, frame.Source, span));
                }

                var callee = Members.Attribute(owner, name, frame.Unit.Environment.Options.Undefined);
                return Invoke(frame, callee, arguments.Positional(frame), arguments.Keywords(frame), span);
            }
            catch (Exception error) when (Failures.NeedsPlace(error))
            {
                throw frame.Fail(error, error is TemplateError { Kind: JinjaErrorKind.Undefined } ? nameSpan : span);
            }
        };
    }
}
