using Sluice.Jinja.Compiling;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Running;

/// <summary>Whether outputs are escaped at the moment; shared by a template, its parents and its blocks.</summary>
internal sealed class Escaping
{
    internal bool IsOn { get; set; }
}

/// <summary>The names of a template while it renders: those it assigned at its top level, then the host's, then the globals.</summary>
internal sealed class Context(JinjaEnvironment environment, IJinjaScope host, Escaping escaping) : IJinjaScope
{
    private Dictionary<string, object?>? _vars;
    private HashSet<string>? _exported;
    private Dictionary<string, List<BlockPlan>>? _blocks;

    public IEnumerable<string> Names => [.. _vars?.Keys ?? Enumerable.Empty<string>(), .. Host.Names, .. Environment.Globals.Names];

    internal JinjaEnvironment Environment { get; } = environment;

    internal Escaping Escaping { get; } = escaping;

    internal HashSet<string> Exported => _exported ??= new(StringComparer.Ordinal);

    /// <summary>For each block the plans, the most derived template's first.</summary>
    internal Dictionary<string, List<BlockPlan>> Blocks
    {
        get => _blocks ??= new(StringComparer.Ordinal);
        private init => _blocks = value;
    }

    public bool TryGet(string name, out object? value)
    {
        value = Resolve(name);
        if (!ReferenceEquals(value, Sentinel.Missing))
        {
            return true;
        }

        value = null;
        return false;
    }

    internal object? Resolve(string name)
    {
        if (_vars is not null && _vars.TryGetValue(name, out var value))
        {
            return value;
        }

        if (Host.TryGet(name, out value))
        {
            return JinjaValue.From(value);
        }

        return Environment.Globals.TryGet(name, out value) ? value : Sentinel.Missing;
    }

    /// <summary>The names of the host alone.</summary>
    internal IJinjaScope Host { get; } = host;

    internal Dictionary<string, object?> CopyOfVars() =>
        _vars is null ? new(StringComparer.Ordinal) : new(_vars, StringComparer.Ordinal);

    internal void Set(string name, object? value) => (_vars ??= new(StringComparer.Ordinal))[name] = value;

    internal void AddBlocks(IEnumerable<BlockPlan> blocks)
    {
        foreach (var block in blocks)
        {
            if (!Blocks.TryGetValue(block.Name, out var plans))
            {
                Blocks.Add(block.Name, plans = []);
            }

            plans.Add(block);
        }
    }

    /// <summary>The same blocks with more names: what a <c>scoped</c> block sees.</summary>
    internal Context Derive(IJinjaScope names) => new(Environment, names, Escaping) { Blocks = Blocks };

    internal object? ValueOf(string name) => _vars is not null && _vars.TryGetValue(name, out var value) ? value : null;
}

/// <summary>The variables of a place in a template, then those of the context.</summary>
internal sealed class LocalScope(Dictionary<string, object?> locals, IJinjaScope parent) : IJinjaScope
{
    public IEnumerable<string> Names => locals.Keys.Concat(parent.Names);

    public bool TryGet(string name, out object? value) =>
        locals.TryGetValue(name, out value) || parent.TryGet(name, out value);

    /// <summary>What the given variables hold at the moment, over the names that the context has at the moment.</summary>
    internal static LocalScope Of(Frame frame, Variable[] variables)
    {
        var locals = frame.Context.CopyOfVars();
        foreach (var variable in variables)
        {
            var owner = frame;
            while (!ReferenceEquals(owner.Function, variable.Owner))
            {
                owner = owner.Outer!;
            }

            var value = owner.Peek(variable.Slot, variable.Name);
            if (value is not Sentinel)
            {
                locals[variable.Name] = value;
            }
        }

        return new LocalScope(locals, frame.Context.Host);
    }
}
