using System.Collections;
using Sluice.Jinja.Values;

namespace Sluice.Jinja;

/// <summary>A list: mutable, shared by reference. Not safe to change from several threads.</summary>
public sealed class JinjaList : IReadOnlyList<object?>
{
    /// <summary>Creates an empty list.</summary>
    public JinjaList() => Items = [];

    /// <summary>Creates a list of the given values; .NET values are converted as <see cref="JinjaValue.From"/> does.</summary>
    public JinjaList(IEnumerable<object?> items) => Items = [.. items.Select(JinjaValue.From)];

    internal JinjaList(List<object?> items) => Items = items;

    /// <inheritdoc/>
    public int Count => Items.Count;

    internal List<object?> Items { get; }

    /// <summary>The value at a zero-based place.</summary>
    public object? this[int index]
    {
        get => Items[index];
        set => Items[index] = JinjaValue.From(value);
    }

    /// <summary>Adds a value at the end.</summary>
    public void Add(object? item) => Items.Add(JinjaValue.From(item));

    /// <summary>Removes the value at a zero-based place.</summary>
    public void RemoveAt(int index) => Items.RemoveAt(index);

    /// <summary>Removes every value.</summary>
    public void Clear() => Items.Clear();

    /// <inheritdoc/>
    public IEnumerator<object?> GetEnumerator() => Items.GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => Text.Repr(this);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
