using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Compiling;

/// <summary>Gives the variables of a scope their first values.</summary>
internal sealed class ScopeEntry(
    FunctionPlan function, int[] resolved, int[] undefined, (Variable To, Variable From)[] aliases, int[] all)
{
    private readonly bool _isEmpty = resolved.Length + undefined.Length + aliases.Length == 0;

    internal void Enter(Frame frame)
    {
        if (_isEmpty)
        {
            return;
        }

        var slots = frame.Slots;
        foreach (var slot in resolved)
        {
            slots[slot] = Sentinel.Unresolved;
        }

        foreach (var slot in undefined)
        {
            slots[slot] = Sentinel.Missing;
        }

        foreach (var (to, from) in aliases)
        {
            slots[to.Slot] = Owner(frame, from).Slots[from.Slot];
        }
    }

    /// <summary>Takes the values away, for the macros that were defined inside and live on.</summary>
    internal void Leave(Frame frame)
    {
        if (!function.HasClosures)
        {
            return;
        }

        foreach (var slot in all)
        {
            frame.Slots[slot] = Sentinel.Missing;
        }
    }

    private static Frame Owner(Frame frame, Variable variable)
    {
        while (!ReferenceEquals(frame.Function, variable.Owner))
        {
            frame = frame.Outer!;
        }

        return frame;
    }
}
