using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Sluice.Jinja.Values;

namespace Sluice.Jinja;

/// <summary>
/// A dictionary: mutable, in the order of insertion, shared by reference. Keys are equal as Python says: <c>1</c>,
/// <c>1.0</c> and <c>true</c> are one key. Not safe to change from several threads.
/// </summary>
public sealed class JinjaDict : IReadOnlyCollection<KeyValuePair<object?, object?>>
{
    private readonly OrderedDictionary<object, object?> _items;

    /// <summary>Creates an empty dictionary.</summary>
    public JinjaDict() => _items = new(KeyComparer.Instance);

    /// <summary>Creates a dictionary of the given pairs; .NET values are converted as <see cref="JinjaValue.From"/> does.</summary>
    public JinjaDict(IEnumerable<KeyValuePair<string, object?>> items)
        : this()
    {
        foreach (var (key, value) in items)
        {
            this[key] = value;
        }
    }

    internal JinjaDict(JinjaDict other) => _items = new(other._items, KeyComparer.Instance);

    internal JinjaDict(int capacity) => _items = new(capacity, KeyComparer.Instance);

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <summary>The keys, in order.</summary>
    public IEnumerable<object?> Keys
    {
        get
        {
            for (var i = 0; i < _items.Count; i++)
            {
                yield return KeyAt(i);
            }
        }
    }

    /// <summary>The values, in order.</summary>
    public IEnumerable<object?> Values => _items.Values;

    /// <summary>The value of a key; setting replaces it in its place or adds it at the end.</summary>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    public object? this[object? key]
    {
        get => _items[Wrap(key)];
        set => _items[Wrap(JinjaValue.From(key))] = JinjaValue.From(value);
    }

    /// <summary>Finds the value of a key.</summary>
    public bool TryGetValue(object? key, out object? value) => _items.TryGetValue(Wrap(key), out value);

    /// <summary>Says whether a key exists.</summary>
    public bool ContainsKey(object? key) => _items.ContainsKey(Wrap(key));

    /// <summary>Removes a key, and says whether it existed.</summary>
    public bool Remove(object? key) => _items.Remove(Wrap(key));

    /// <summary>Removes every key.</summary>
    public void Clear() => _items.Clear();

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<object?, object?>> GetEnumerator()
    {
        for (var i = 0; i < _items.Count; i++)
        {
            yield return new(KeyAt(i), _items.GetAt(i).Value);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Text.Repr(this);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal object? KeyAt(int index)
    {
        var key = _items.GetAt(index).Key;
        return ReferenceEquals(key, Sentinel.Missing) ? null : key;
    }

    internal object? ValueAt(int index) => _items.GetAt(index).Value;

    internal void RemoveAt(int index) => _items.RemoveAt(index);

    internal void Set(object? key, object? value) => _items[Wrap(key)] = value;

    [SuppressMessage("Performance", "CA1864", Justification = "Both forms look up twice.")]
    internal bool Add(object? key, object? value) => _items.TryAdd(Wrap(key), value);

    // None is a key in Python, and null is none in .NET.
    private static object Wrap(object? key) => key ?? Sentinel.Missing;
}
