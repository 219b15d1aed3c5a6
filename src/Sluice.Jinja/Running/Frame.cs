using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Running;

/// <summary>The activation of a function: its variables, and the activation of the function it was defined in.</summary>
internal sealed class Frame(FunctionPlan function, Frame? outer, Context context, RenderState state, Unit unit)
{
    internal readonly object?[] Slots = new object?[function.SlotCount];
    internal readonly FunctionPlan Function = function;
    internal readonly Frame? Outer = outer;
    internal readonly Context Context = context;
    internal readonly RenderState State = state;
    internal readonly Unit Unit = unit;

    /// <summary>What <see cref="Flow.Return"/> carries.</summary>
    internal object? Result;

    /// <summary>The template that this one extends, once its <c>extends</c> was passed.</summary>
    internal Template? Parent;

    internal SourceText Source => Unit.Source;

    internal bool Escapes => Context.Escaping.IsOn;

    /// <summary>The value of a variable, which is looked up in the context where it was not yet.</summary>
    internal object? Read(int slot, string name)
    {
        var value = Slots[slot];
        return value is Sentinel ? ReadSlow(slot, name) : value;
    }

    /// <summary>The value of a slot that holds a sentinel.</summary>
    internal object? ReadSlow(int slot, string name)
    {
        if (ReferenceEquals(Slots[slot], Sentinel.Unresolved))
        {
            var value = Context.Resolve(name);
            Slots[slot] = value;
            if (!ReferenceEquals(value, Sentinel.Missing))
            {
                return value;
            }
        }

        return Undefined.OfName(name, Unit.Environment.Options.Undefined, Context.Host);
    }

    /// <summary>As <see cref="ReadSlow"/>, for those who want to know that nothing is there.</summary>
    internal object? Peek(int slot, string name)
    {
        if (ReferenceEquals(Slots[slot], Sentinel.Unresolved))
        {
            Slots[slot] = Context.Resolve(name);
        }

        return Slots[slot];
    }

    internal JinjaException Fail(Exception error, SourceSpan span) => Failures.Place(error, State, Source, span);

    /// <summary>Ends the macro where the value is a <see cref="MacroReturn"/>.</summary>
    internal bool Ends(object? value)
    {
        if (value is not MacroReturn end)
        {
            return false;
        }

        Result = end.Value;
        return true;
    }
}
