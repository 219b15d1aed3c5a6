using System.Collections;

namespace Sluice.Jinja.Values;

/// <summary>Values that are made while they are asked for, and can be gone over once: what <c>map</c> and <c>select</c> give.</summary>
internal sealed class JinjaStream(IEnumerable<object?> items) : IEnumerable<object?>
{
    private readonly IEnumerator<object?> _items = items.GetEnumerator();

    public IEnumerator<object?> GetEnumerator()
    {
        while (_items.MoveNext())
        {
            yield return _items.Current;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal bool TryNext(out object? item)
    {
        var found = _items.MoveNext();
        item = found ? _items.Current : null;
        return found;
    }
}
