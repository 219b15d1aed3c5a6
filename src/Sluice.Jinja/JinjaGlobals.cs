using Sluice.Jinja.Globals;

namespace Sluice.Jinja;

/// <summary>Names that every template of an environment sees. Fill it before templates are rendered.</summary>
public sealed class JinjaGlobals
{
    private readonly Dictionary<string, object?> _values = GlobalTable.Create();

    /// <summary>All names.</summary>
    public IEnumerable<string> Names => _values.Keys;

    /// <summary>Adds a name, or replaces its value; .NET values are converted as <see cref="JinjaValue.From"/> does.</summary>
    public void Set(string name, object? value) => _values[name] = JinjaValue.From(value);

    /// <summary>Adds a function, or replaces the value of that name.</summary>
    public void Set(string name, Func<JinjaCall, object?> body) => _values[name] = new JinjaFunction(name, body);

    /// <summary>Takes a name away.</summary>
    public void Remove(string name) => _values.Remove(name);

    /// <summary>Finds the value of a name.</summary>
    public bool TryGet(string name, out object? value) => _values.TryGetValue(name, out value);
}
