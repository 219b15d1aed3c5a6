using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Running;

/// <summary>A macro, or the body of a call block, compiled.</summary>
internal sealed class MacroPlan
{
    internal required string? Name { get; init; }

    internal required FunctionPlan Function { get; init; }

    internal required string[] Parameters { get; init; }

    internal required int[] Slots { get; init; }

    internal required Evaluator?[] Defaults { get; init; }

    internal required ScopeEntry Entry { get; init; }

    internal required Executor Body { get; init; }

    internal required Unit Unit { get; init; }

    internal Variable? Caller { get; init; }

    internal Variable? Kwargs { get; init; }

    internal Variable? Varargs { get; init; }

    internal bool HasExplicitCaller { get; init; }
}

/// <summary>A macro at the place where it was defined: it sees the variables around it as they are when it is called.</summary>
internal sealed class JinjaMacro(MacroPlan plan, Frame? outer, Context context, bool escapes) : JinjaCallable
{
    public override string Name => plan.Name ?? "caller";

    public override string TypeName => "Macro";

    public override string Repr() => plan.Name is null ? "<Macro anonymous>" : $"<Macro {Text.Repr(plan.Name)}>";

    public override object? Invoke(JinjaCall call)
    {
        var state = call.State ?? new RenderState(plan.Unit.Environment, call.CancellationToken);
        try
        {
            var value = Run(state, call.Frame?.Escapes ?? escapes, call.ArgArray, call.KwargArray, call.Source, call.Span);
            if (call.State is null)
            {
                state.Release();
            }

            return value;
        }
        catch (TemplateError error) when (call.State is null)
        {
            throw Failures.Place(error, state, plan.Unit.Source, default);
        }
    }

    public override bool TryGetAttribute(string name, out object? value)
    {
        value = name switch
        {
            "name" => plan.Name,
            "arguments" => new JinjaTuple(plan.Parameters),
            "catch_kwargs" => Box.Of(plan.Kwargs is not null),
            "catch_varargs" => Box.Of(plan.Varargs is not null),
            "caller" => Box.Of(plan.Caller is not null || plan.HasExplicitCaller),
            "explicit_caller" => Box.Of(plan.HasExplicitCaller),
            _ => Sentinel.Missing,
        };
        return !ReferenceEquals(value, Sentinel.Missing);
    }

    internal object? Run(
        RenderState state, bool callerEscapes, object?[] args, KeyValuePair<string, object?>[] kwargs, SourceText source, SourceSpan span)
    {
        var frame = new Frame(plan.Function, outer, context, state, plan.Unit);
        BindArguments(frame, args, kwargs);
        var depth = state.Depth;
        state.Enter("macro", Name, source, span);
        var output = state.TakeOutput();
        if (state.IsMapping)
        {
            output.Map = new SourceMap();
        }

        try
        {
            plan.Entry.Enter(frame);
            SetDefaults(frame);
            if (plan.Body(frame, output) == Flow.Return)
            {
                return frame.Result;
            }

            var text = output.TakeText();
            if (output.Map is { } map)
            {
                state.LastMacro = (text, map.Within($"in macro `{Name}`"));
            }

            return callerEscapes ? new Markup(text) : text;
        }
        catch (ReturnSignal signal)
        {
            return signal.Value;
        }
        finally
        {
            state.GiveBack(output);
            state.Depth = depth;
        }
    }

    private void BindArguments(Frame frame, object?[] args, KeyValuePair<string, object?>[] kwargs)
    {
        var slots = plan.Slots;
        var taken = Math.Min(args.Length, slots.Length);
        for (var i = 0; i < taken; i++)
        {
            frame.Slots[slots[i]] = args[i];
        }

        var used = kwargs.Length == 0 ? null : new bool[kwargs.Length];
        var foundCaller = taken == slots.Length && plan.HasExplicitCaller;
        for (var i = taken; i < slots.Length; i++)
        {
            frame.Slots[slots[i]] = TakeKeyword(kwargs, used, plan.Parameters[i]);
            foundCaller |= string.Equals(plan.Parameters[i], "caller", StringComparison.Ordinal);
        }

        if (plan.Caller is { } caller && !foundCaller)
        {
            var value = TakeKeyword(kwargs, used, "caller");
            frame.Slots[caller.Slot] = value is null or Sentinel
                ? new Undefined("caller", plan.Unit.Environment.Options.Undefined, "no caller is defined: the macro was not called by a `call` block")
                : value;
        }

        BindRest(frame, args, kwargs, used, taken);
    }

    private void BindRest(Frame frame, object?[] args, KeyValuePair<string, object?>[] kwargs, bool[]? used, int taken)
    {
        if (plan.Kwargs is { } rest)
        {
            var dict = new JinjaDict();
            for (var i = 0; i < kwargs.Length; i++)
            {
                if (!used![i])
                {
                    dict.Set(kwargs[i].Key, kwargs[i].Value);
                }
            }

            frame.Slots[rest.Slot] = dict;
        }
        else if (used is not null && Array.IndexOf(used, false) is var unused and >= 0)
        {
            var name = kwargs[unused].Key;
            throw string.Equals(name, "caller", StringComparison.Ordinal)
                ? Fail.Arguments($"macro `{Name}` does not use `caller`, so it cannot be called by a `call` block")
                : Array.IndexOf(plan.Parameters, name) >= 0
                    ? Fail.Arguments($"macro `{Name}` got two values for `{name}`")
                    : Fail.Arguments(
                        $"macro `{Name}` takes no keyword argument `{name}`", Nearest.Hint(name, plan.Parameters));
        }

        if (plan.Varargs is { } varargs)
        {
            frame.Slots[varargs.Slot] = new JinjaTuple(args[taken..]);
        }
        else if (args.Length > taken)
        {
            throw Fail.Arguments($"macro `{Name}` takes not more than {taken} argument{(taken == 1 ? "" : "s")}, but {args.Length} were given");
        }
    }

    private static object? TakeKeyword(KeyValuePair<string, object?>[] kwargs, bool[]? used, string name)
    {
        for (var i = 0; i < kwargs.Length; i++)
        {
            if (!used![i] && string.Equals(kwargs[i].Key, name, StringComparison.Ordinal))
            {
                used[i] = true;
                return kwargs[i].Value;
            }
        }

        return Sentinel.Missing;
    }

    private void SetDefaults(Frame frame)
    {
        for (var i = 0; i < plan.Slots.Length; i++)
        {
            var slot = plan.Slots[i];
            if (frame.Slots[slot] is Sentinel)
            {
                frame.Slots[slot] = plan.Defaults[i] is { } evaluate
                    ? evaluate(frame)
                    : new Undefined(
                        plan.Parameters[i], plan.Unit.Environment.Options.Undefined,
                        $"parameter '{plan.Parameters[i]}' was not provided");
            }
        }
    }
}
