namespace Sluice.Jinja.Compiling;

/// <summary>What is compiled to one activation: the root, a block, a macro, a recursive loop. Owns the slots of its variables.</summary>
internal sealed class FunctionPlan(FunctionPlan? outer)
{
    internal FunctionPlan? Outer { get; } = outer;

    internal int SlotCount { get; set; }

    /// <summary>Whether a macro was defined inside, which may outlive the scope whose variables it reads.</summary>
    internal bool HasClosures { get; set; }
}

/// <summary>A variable of a template: a slot in the activation of a function.</summary>
internal sealed class Variable(FunctionPlan owner, int slot, string name)
{
    internal FunctionPlan Owner { get; } = owner;

    internal int Slot { get; } = slot;

    internal string Name { get; } = name;
}

/// <summary>What a variable holds when its scope is entered.</summary>
internal enum LoadKind
{
    /// <summary>Set by whoever enters the scope.</summary>
    Parameter,

    /// <summary>What the context says, looked up at the first use.</summary>
    Resolve,

    /// <summary>What the variable of the same name in the scope around holds.</summary>
    Alias,

    /// <summary>Nothing.</summary>
    Undefined,
}

/// <summary>
/// Decides for each name of a scope which variable it means, before anything is compiled: Jinja2's rules, under which
/// an assignment anywhere in a scope makes the name a variable of that scope.
/// </summary>
internal sealed class Symbols
{
    private readonly Dictionary<string, Variable> _variables;
    private readonly Dictionary<string, Entry> _entries;

    internal Symbols(FunctionPlan function, Symbols? parent)
    {
        Function = function;
        Parent = parent;
        _variables = new(StringComparer.Ordinal);
        _entries = new(StringComparer.Ordinal);
    }

    private Symbols(Symbols other)
    {
        Function = other.Function;
        Parent = other.Parent;
        _variables = other._variables;
        _entries = new(other._entries, StringComparer.Ordinal);
    }

    internal FunctionPlan Function { get; }

    internal Symbols? Parent { get; }

    internal Variable? Find(string name)
    {
        for (var symbols = this; symbols is not null; symbols = symbols.Parent)
        {
            if (symbols._entries.TryGetValue(name, out var entry))
            {
                return entry.Variable;
            }
        }

        return null;
    }

    /// <summary>Whether the name is a parameter here or in a scope around, and so always has a value.</summary>
    internal bool IsParameter(string name)
    {
        for (var symbols = this; symbols is not null; symbols = symbols.Parent)
        {
            if (symbols._entries.TryGetValue(name, out var entry))
            {
                return entry.Kind == LoadKind.Parameter;
            }
        }

        return false;
    }

    internal Variable Declare(string name) => Define(name, LoadKind.Parameter, alias: null, isStored: true);

    internal void Store(string name)
    {
        if (_entries.TryGetValue(name, out var entry))
        {
            _entries[name] = entry with { IsStored = true };
            return;
        }

        var outer = Parent?.Find(name);
        Define(name, outer is null ? LoadKind.Undefined : LoadKind.Alias, outer, isStored: true);
    }

    internal void Load(string name)
    {
        if (Find(name) is null)
        {
            Define(name, LoadKind.Resolve, alias: null, isStored: false);
        }
    }

    internal void LoadAll(string[] names)
    {
        foreach (var name in names)
        {
            Load(name);
        }
    }

    internal Symbols Copy() => new(this);

    /// <summary>Takes over what the branches of a condition did: a name that only some of them assign keeps its value from before.</summary>
    internal void Merge(params ReadOnlySpan<Symbols> branches)
    {
        Dictionary<string, int>? counts = null;
        foreach (var branch in branches)
        {
            foreach (var (name, entry) in branch._entries)
            {
                if (entry.IsStored && !(_entries.TryGetValue(name, out var own) && own.IsStored))
                {
                    counts ??= new(StringComparer.Ordinal);
                    counts[name] = counts.GetValueOrDefault(name) + 1;
                }
            }
        }

        foreach (var branch in branches)
        {
            foreach (var (name, entry) in branch._entries)
            {
                var wasStored = _entries.TryGetValue(name, out var own) && own.IsStored;
                _entries[name] = entry with { IsStored = entry.IsStored || wasStored };
            }
        }

        if (counts is null)
        {
            return;
        }

        foreach (var (name, count) in counts)
        {
            if (count < branches.Length)
            {
                var outer = Parent?.Find(name);
                _entries[name] = _entries[name] with
                {
                    Kind = outer is null ? LoadKind.Resolve : LoadKind.Alias,
                    Alias = outer,
                };
            }
        }
    }

    /// <summary>What to do on entering the scope.</summary>
    internal ScopeEntry ToEntry()
    {
        List<Variable>? resolved = null;
        List<Variable>? undefined = null;
        List<(Variable, Variable)>? aliases = null;
        foreach (var (_, entry) in _entries)
        {
            switch (entry.Kind)
            {
                case LoadKind.Resolve:
                    (resolved ??= []).Add(entry.Variable);
                    break;
                case LoadKind.Undefined:
                    (undefined ??= []).Add(entry.Variable);
                    break;
                case LoadKind.Alias:
                    (aliases ??= []).Add((entry.Variable, entry.Alias!));
                    break;
                default:
                    break;
            }
        }

        return new ScopeEntry(
            Function,
            resolved is null ? [] : [.. resolved.Select(variable => variable.Slot)],
            undefined is null ? [] : [.. undefined.Select(variable => variable.Slot)],
            aliases is null ? [] : [.. aliases],
            [.. _entries.Values.Select(entry => entry.Variable.Slot)]);
    }

    /// <summary>Every variable that was assigned and can be seen from here; the innermost of each name.</summary>
    internal Variable[] VisibleStores()
    {
        var stores = new Dictionary<string, Variable>(StringComparer.Ordinal);
        for (var symbols = this; symbols is not null; symbols = symbols.Parent)
        {
            foreach (var (name, entry) in symbols._entries)
            {
                if (entry.IsStored)
                {
                    stores.TryAdd(name, Find(name)!);
                }
            }
        }

        return [.. stores.Values];
    }

    private Variable Define(string name, LoadKind kind, Variable? alias, bool isStored)
    {
        if (!_variables.TryGetValue(name, out var variable))
        {
            variable = new Variable(Function, Function.SlotCount++, name);
            _variables.Add(name, variable);
        }

        _entries[name] = new Entry(variable, kind, alias, isStored);
        return variable;
    }

    private readonly record struct Entry(Variable Variable, LoadKind Kind, Variable? Alias, bool IsStored);
}
