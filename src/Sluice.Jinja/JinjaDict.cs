using System.Collections;
using Sluice.Jinja.Values;

namespace Sluice.Jinja;

/// <summary>
/// A dictionary: mutable, in the order of insertion, shared by reference. Keys are equal as Python says: <c>1</c>,
/// <c>1.0</c> and <c>true</c> are one key. Not safe to change from several threads.
/// </summary>
public sealed class JinjaDict : IReadOnlyCollection<KeyValuePair<object?, object?>>
{
    // Up to this size a look through the keys is faster than a hash.
    private const int MaxScan = 8;

    private object[] _keys;
    private object?[] _values;
    private Dictionary<object, int>? _index;
    private int _count;

    /// <summary>Creates an empty dictionary.</summary>
    public JinjaDict()
        : this(4)
    {
    }

    /// <summary>Creates a dictionary of the given pairs; .NET values are converted as <see cref="JinjaValue.From"/> does.</summary>
    public JinjaDict(IEnumerable<KeyValuePair<string, object?>> items)
        : this(4)
    {
        foreach (var (key, value) in items)
        {
            this[key] = value;
        }
    }

    internal JinjaDict(JinjaDict other)
    {
        _keys = [.. other._keys];
        _values = [.. other._values];
        _count = other._count;
    }

    internal JinjaDict(int capacity)
    {
        _keys = capacity == 0 ? [] : new object[capacity];
        _values = capacity == 0 ? [] : new object?[capacity];
    }

    /// <inheritdoc/>
    public int Count => _count;

    /// <summary>The keys, in order.</summary>
    public IEnumerable<object?> Keys
    {
        get
        {
            for (var i = 0; i < _count; i++)
            {
                yield return KeyAt(i);
            }
        }
    }

    /// <summary>The values, in order.</summary>
    public IEnumerable<object?> Values
    {
        get
        {
            for (var i = 0; i < _count; i++)
            {
                yield return _values[i];
            }
        }
    }

    /// <summary>The value of a key; setting replaces it in its place or adds it at the end.</summary>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    public object? this[object? key]
    {
        get => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no key {JinjaValue.Repr(key)}.");
        set => Set(JinjaValue.From(key), JinjaValue.From(value));
    }

    /// <summary>Finds the value of a key.</summary>
    public bool TryGetValue(object? key, out object? value)
    {
        var place = Find(Wrap(key));
        value = place < 0 ? null : _values[place];
        return place >= 0;
    }

    /// <summary>Says whether a key exists.</summary>
    public bool ContainsKey(object? key) => Find(Wrap(key)) >= 0;

    /// <summary>Removes a key, and says whether it existed.</summary>
    public bool Remove(object? key)
    {
        var place = Find(Wrap(key));
        if (place >= 0)
        {
            RemoveAt(place);
        }

        return place >= 0;
    }

    /// <summary>Removes every key.</summary>
    public void Clear()
    {
        Array.Clear(_keys, 0, _count);
        Array.Clear(_values, 0, _count);
        (_count, _index) = (0, null);
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<object?, object?>> GetEnumerator()
    {
        for (var i = 0; i < _count; i++)
        {
            yield return new(KeyAt(i), _values[i]);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Text.Repr(this);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As <see cref="TryGetValue"/> for a text, which looks first where it was found the last time.</summary>
    internal bool TryGetText(string key, ref int place, out object? value)
    {
        var likely = place;
        if ((uint)likely < (uint)_count && _keys[likely] is string other && string.Equals(key, other))
        {
            value = _values[likely];
            return true;
        }

        var found = Find(key);
        if (found < 0)
        {
            value = null;
            return false;
        }

        place = found;
        value = _values[found];
        return true;
    }

    internal object? KeyAt(int index) => ReferenceEquals(_keys[index], Sentinel.Missing) ? null : _keys[index];

    internal object? ValueAt(int index) => _values[index];

    internal void RemoveAt(int index)
    {
        _count--;
        Array.Copy(_keys, index + 1, _keys, index, _count - index);
        Array.Copy(_values, index + 1, _values, index, _count - index);
        (_keys[_count], _values[_count]) = (null!, null);
        _index = null;
    }

    internal void Set(object? key, object? value)
    {
        var wrapped = Wrap(key);
        var place = Find(wrapped);
        if (place >= 0)
        {
            _values[place] = value;
        }
        else
        {
            Append(wrapped, value);
        }
    }

    internal bool Add(object? key, object? value)
    {
        var wrapped = Wrap(key);
        if (Find(wrapped) >= 0)
        {
            return false;
        }

        Append(wrapped, value);
        return true;
    }

    // None is a key in Python, and null is none in .NET.
    private static object Wrap(object? key) => key ?? Sentinel.Missing;

    private void Append(object key, object? value)
    {
        if (_count == 0 || _index is null)
        {
            // A key that cannot be one is refused even where it would not be compared.
            KeyComparer.CheckHashable(key);
        }

        if (_count == _keys.Length)
        {
            Array.Resize(ref _keys, Math.Max(4, _count * 2));
            Array.Resize(ref _values, _keys.Length);
        }

        (_keys[_count], _values[_count]) = (key, value);
        _index?.Add(key, _count);
        _count++;
    }

    private int Find(object key)
    {
        if (_count > MaxScan)
        {
            return (_index ??= MakeIndex()).TryGetValue(key, out var place) ? place : -1;
        }

        if (key is string text)
        {
            for (var i = 0; i < _count; i++)
            {
                if (_keys[i] is string other ? string.Equals(text, other) : KeyComparer.Instance.Equals(_keys[i], key))
                {
                    return i;
                }
            }

            return -1;
        }

        KeyComparer.CheckHashable(key);
        for (var i = 0; i < _count; i++)
        {
            if (KeyComparer.Instance.Equals(_keys[i], key))
            {
                return i;
            }
        }

        return -1;
    }

    private Dictionary<object, int> MakeIndex()
    {
        var index = new Dictionary<object, int>(_count * 2, KeyComparer.Instance);
        for (var i = 0; i < _count; i++)
        {
            index.Add(_keys[i], i);
        }

        return index;
    }
}
