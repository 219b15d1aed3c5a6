using Sluice.Diagnostics;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Running;

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
            // dbt: what the host has bound is a function of its own, and tells nothing of itself.
            _ when outer is null => Sentinel.Missing,
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

    internal MacroPlan Plan => plan;

    /// <summary>An activation whose parameters have no values yet.</summary>
    internal Frame NewFrame(RenderState state) => new(plan.Function, outer, context, state, plan.Unit);

    internal object? Run(
        RenderState state, bool callerEscapes, object?[] args, KeyValuePair<string, object?>[] kwargs, SourceText source, SourceSpan span)
    {
        var frame = NewFrame(state);
        BindArguments(frame, args, kwargs);
        return Run(frame, callerEscapes, source, span);
    }

    /// <summary>Runs the body with the parameters that <paramref name="frame"/> holds.</summary>
    internal object? Run(Frame frame, bool callerEscapes, SourceText source, SourceSpan span)
    {
        var state = frame.State;
        var depth = state.Depth;
        state.Enter("macro", Name, source, span);
        var output = state.TakeOutput();
        if (state.IsMapping)
        {
            output.Map = new SourceMap();
        }

        try
        {
            if (RunBody(frame, output) == Flow.Return)
            {
                return frame.Result;
            }

            var text = output.TakeText();
            if (output.Map is { } map)
            {
                state.LastMacro = (text, map.Within(Where));
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

    /// <summary>
    /// Runs the body straight into the output of the caller. False where the macro ended with a value instead, which
    /// <see cref="Frame.Result"/> then holds; its text is taken back.
    /// </summary>
    internal bool TryPrint(Frame frame, Output output, SourceText source, SourceSpan span)
    {
        var state = frame.State;
        var depth = state.Depth;
        state.Enter("macro", Name, source, span);
        var start = output.Hold();
        var map = output.Map;
        output.Map = map is null ? null : new SourceMap(start);
        try
        {
            if (RunBody(frame, output) != Flow.Return)
            {
                map?.Add(start, output.Position, source, span, isText: false, output.Map!.Within(Where));
                return true;
            }
        }
        catch (ReturnSignal signal)
        {
            frame.Result = signal.Value;
        }
        finally
        {
            output.LetGo();
            output.Map = map;
            state.Depth = depth;
        }

        output.CutTo(start);
        return false;
    }

    private string Where => $"in macro `{Name}`";

    private Flow RunBody(Frame frame, Output output)
    {
        plan.Entry.Enter(frame);
        SetDefaults(frame);
        return plan.Body(frame, output);
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
