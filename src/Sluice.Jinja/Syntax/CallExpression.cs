using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Methods;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary>The arguments of a call: <c>a, *b, c=d, **e</c>.</summary>
internal sealed record CallArguments(
    ImmutableArray<Expression> Positional, ImmutableArray<KeyValuePair<string, Expression>> Keywords,
    Expression? Rest, Expression? RestKeywords)
{
    internal static readonly CallArguments None = new([], [], null, null);

    /// <summary>Whether the arguments can be given to a routine by their places alone.</summary>
    internal bool FitsInto(Filters.BuiltInRoutine routine) =>
        Rest is null && RestKeywords is null && Keywords.IsEmpty
        && routine.PlainSize >= Positional.Length && routine.Required <= Positional.Length;

    internal ArgumentPlan Compile(Scope scope) => new(
        Expression.CompileAll(Positional, scope),
        [.. Keywords.Select(item => item.Key)],
        Expression.CompileAll([.. Keywords.Select(item => item.Value)], scope),
        Rest?.Compile(scope),
        RestKeywords?.Compile(scope));
}

/// <summary>Evaluates the arguments of a call.</summary>
internal sealed class ArgumentPlan(
    Evaluator[] positional, string[] names, Evaluator[] keywords, Evaluator? rest, Evaluator? restKeywords)
{
    private static readonly KeyValuePair<string, object?>[] NoKeywords = [];

    /// <summary>The positional values behind <paramref name="reserved"/> empty places.</summary>
    internal object?[] Positional(Frame frame, int reserved = 0)
    {
        if (rest is null)
        {
            if (positional.Length + reserved == 0)
            {
                return [];
            }

            var values = new object?[positional.Length + reserved];
            for (var i = 0; i < positional.Length; i++)
            {
                values[i + reserved] = positional[i](frame);
            }

            return values;
        }

        var all = new List<object?>(new object?[reserved]);
        foreach (var evaluate in positional)
        {
            all.Add(evaluate(frame));
        }

        all.AddRange(Iteration.Over(rest(frame)));
        return [.. all];
    }

    internal KeyValuePair<string, object?>[] Keywords(Frame frame, object? caller = null)
    {
        if (names.Length == 0 && restKeywords is null && caller is null)
        {
            return NoKeywords;
        }

        var all = new List<KeyValuePair<string, object?>>(names.Length + 1);
        for (var i = 0; i < names.Length; i++)
        {
            all.Add(new(names[i], keywords[i](frame)));
        }

        if (caller is not null)
        {
            all.Add(new("caller", caller));
        }

        if (restKeywords is not null)
        {
            AddRest(all, restKeywords(frame));
        }

        return [.. all];
    }

    private static void AddRest(List<KeyValuePair<string, object?>> all, object? rest)
    {
        if (rest is not JinjaDict dict)
        {
            throw Undefineds.Check(rest, null)
                ?? Fail.Arguments($"the value behind `**` must be a dictionary, not `{TypeNames.Of(rest)}`");
        }

        foreach (var (key, value) in dict)
        {
            var name = key as string ?? (key as Markup)?.Text ?? throw Fail.Arguments("the keywords behind `**` must be text");
            if (all.Exists(item => string.Equals(item.Key, name, StringComparison.Ordinal)))
            {
                throw Fail.Arguments($"there are two values for the keyword argument `{name}`");
            }

            all.Add(new(name, value));
        }
    }
}

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
