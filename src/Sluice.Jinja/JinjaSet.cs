using System.Collections;
using Sluice.Jinja.Values;

namespace Sluice.Jinja;

/// <summary>A set: mutable, printed in the order of insertion, shared by reference.</summary>
public sealed class JinjaSet : IReadOnlyCollection<object?>
{
    /// <summary>Creates an empty set.</summary>
    public JinjaSet() => Items = new JinjaDict();

    /// <summary>Creates a set of the given values; .NET values are converted as <see cref="JinjaValue.From"/> does.</summary>
    public JinjaSet(IEnumerable<object?> items)
        : this()
    {
        foreach (var item in items)
        {
            Add(item);
        }
    }

    /// <inheritdoc/>
    public int Count => Items.Count;

    internal JinjaDict Items { get; }

    /// <summary>Adds a value, and says whether it is new.</summary>
    public bool Add(object? item) => Items.Add(JinjaValue.From(item), null);

    /// <summary>Says whether a value is in the set.</summary>
    public bool Contains(object? item) => Items.ContainsKey(item);

    /// <summary>Removes a value, and says whether it was there.</summary>
    public bool Remove(object? item) => Items.Remove(item);

    /// <inheritdoc/>
    public IEnumerator<object?> GetEnumerator() => Items.Keys.GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => Text.Repr(this);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
