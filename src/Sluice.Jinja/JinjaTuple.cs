using System.Collections;
using Sluice.Jinja.Values;

namespace Sluice.Jinja;

/// <summary>A tuple: a fixed sequence of values.</summary>
public sealed class JinjaTuple : IReadOnlyList<object?>
{
    /// <summary>The tuple without values.</summary>
    public static readonly JinjaTuple Empty = new([]);

    /// <summary>Creates a tuple of the given values; .NET values are converted as <see cref="JinjaValue.From"/> does.</summary>
    public JinjaTuple(IEnumerable<object?> items) => Items = [.. items.Select(JinjaValue.From)];

    internal JinjaTuple(object?[] items) => Items = items;

    /// <inheritdoc/>
    public int Count => Items.Length;

    internal object?[] Items { get; }

    /// <summary>Names of the elements, where they have some.</summary>
    internal string[]? Names { get; init; }

    /// <summary>The value at a zero-based place.</summary>
    public object? this[int index] => Items[index];

    /// <inheritdoc/>
    public IEnumerator<object?> GetEnumerator() => ((IEnumerable<object?>)Items).GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => Text.Repr(this);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
