using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary>A variable, or a name of the host.</summary>
internal sealed class NameExpression(string name, SourceSpan span) : Expression(span)
{
    internal string Name { get; } = name;

    internal override Evaluator Compile(Scope scope)
    {
        var variable = scope.Symbols.Find(Name)
            ?? throw new InvalidOperationException($"The name {Name} was not analyzed.");
        var name = Name;
        var slot = variable.Slot;
        if (ReferenceEquals(variable.Owner, scope.Function))
        {
            return frame =>
            {
                var value = frame.Slots[slot];
                return value is Sentinel ? frame.ReadSlow(slot, name) : value;
            };
        }

        var hops = 0;
        for (var function = scope.Function; !ReferenceEquals(function, variable.Owner); function = function!.Outer)
        {
            hops++;
        }

        if (hops == 1)
        {
            return frame =>
            {
                var value = frame.Outer!.Slots[slot];
                return value is Sentinel ? frame.Outer.ReadSlow(slot, name) : value;
            };
        }

        return frame =>
        {
            var owner = frame;
            for (var i = 0; i < hops; i++)
            {
                owner = owner.Outer!;
            }

            var value = owner.Slots[slot];
            return value is Sentinel ? owner.ReadSlow(slot, name) : value;
        };
    }
}
