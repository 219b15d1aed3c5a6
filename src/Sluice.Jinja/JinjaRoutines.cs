using Sluice.Diagnostics;
using Sluice.Jinja.Filters;

namespace Sluice.Jinja;

/// <summary>The filters or the tests of an environment, by name. Fill it before templates are compiled.</summary>
public sealed class JinjaRoutines
{
    private readonly Dictionary<string, Routine> _own = new(StringComparer.Ordinal);
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);
    private readonly Func<IReadOnlyDictionary<string, Routine>> _builtIn;

    internal JinjaRoutines(Func<IReadOnlyDictionary<string, Routine>> builtIn) => _builtIn = builtIn;

    /// <summary>All names.</summary>
    public IEnumerable<string> Names =>
        _own.Keys.Concat(_builtIn().Keys.Where(name => !_own.ContainsKey(name) && !_removed.Contains(name)));

    /// <summary>Adds a routine, or replaces the one of that name.</summary>
    /// <param name="name">How templates call it.</param>
    /// <param name="body">Its first argument is the value that it is applied to. A test returns whether it holds.</param>
    public void Set(string name, Func<JinjaCall, object?> body)
    {
        _own[name] = new HostRoutine(body);
        _removed.Remove(name);
    }

    /// <summary>Gives a routine a second name.</summary>
    /// <exception cref="ArgumentException">There is no routine <paramref name="existing"/>.</exception>
    public void Alias(string name, string existing) =>
        _own[name] = Find(existing) ?? throw new ArgumentException($"Nothing is named '{existing}'.", nameof(existing));

    /// <summary>Takes a routine away.</summary>
    public void Remove(string name)
    {
        _own.Remove(name);
        _removed.Add(name);
    }

    /// <summary>Says whether a name exists.</summary>
    public bool Contains(string name) => Find(name) is not null;

    internal Routine? Find(string name) =>
        _own.TryGetValue(name, out var routine) ? routine
        : _removed.Count > 0 && _removed.Contains(name) ? null
        : _builtIn().TryGetValue(name, out routine) ? routine : null;

    internal string? HintFor(string name) => Nearest.Hint(name, Names);
}
