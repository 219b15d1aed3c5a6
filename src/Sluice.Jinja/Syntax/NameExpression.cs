using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;

namespace Sluice.Jinja.Syntax;

/// <summary>A variable, or a name of the host.</summary>
internal sealed class NameExpression(string name, SourceSpan span) : Expression(span)
{
    internal string Name { get; } = name;

    /// <summary>Whether the variable lives in the activation that reads it, and where.</summary>
    internal bool TrySlot(Scope scope, out int slot)
    {
        var variable = scope.Symbols.Find(Name);
        slot = variable?.Slot ?? -1;
        return variable is not null && ReferenceEquals(variable.Owner, scope.Function);
    }

    internal override Executor CompileOutput(Scope scope, OutputSite site)
    {
        if (!TrySlot(scope, out var slot))
        {
            return base.CompileOutput(scope, site);
        }

        var name = Name;
        return (frame, output) =>
        {
            site.Begin(frame, output);
            return site.Print(frame, output, frame.Read(slot, name));
        };
    }

    internal override Evaluator Compile(Scope scope)
    {
        var variable = scope.Symbols.Find(Name)
            ?? throw new InvalidOperationException($"The name {Name} was not analyzed.");
        var name = Name;
        var slot = variable.Slot;
        if (ReferenceEquals(variable.Owner, scope.Function))
        {
            return frame => frame.Read(slot, name);
        }

        var hops = 0;
        for (var function = scope.Function; !ReferenceEquals(function, variable.Owner); function = function!.Outer)
        {
            hops++;
        }

        if (hops == 1)
        {
            return frame => frame.Outer!.Read(slot, name);
        }

        return frame =>
        {
            var owner = frame;
            for (var i = 0; i < hops; i++)
            {
                owner = owner.Outer!;
            }

            return owner.Read(slot, name);
        };
    }
}
