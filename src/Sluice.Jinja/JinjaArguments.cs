using Sluice.Jinja.Values;

namespace Sluice.Jinja;

/// <summary>The arguments of a call by the place of their parameter.</summary>
public readonly struct JinjaArguments
{
    private readonly object?[] _values;

    internal JinjaArguments(object?[] values, JinjaCall call)
    {
        _values = values;
        Call = call;
    }

    /// <summary>The call that they were given in.</summary>
    public JinjaCall Call { get; }

    /// <summary>The value of a parameter; null (none) where it was omitted.</summary>
    public object? this[int index] => Has(index) ? _values[index] : null;

    /// <summary>Whether the argument was given.</summary>
    public bool Has(int index) => !ReferenceEquals(_values[index], Sentinel.Missing);

    /// <summary>The value of a parameter, or another where it was omitted.</summary>
    public object? Or(int index, object? fallback) => Has(index) ? _values[index] : fallback;

    /// <summary>The value as text, as <c>str()</c> makes it.</summary>
    public string Text(int index, string fallback = "") => Has(index) ? Values.Text.Of(_values[index]) : fallback;

    /// <summary>The value as a condition.</summary>
    public bool Flag(int index, bool fallback = false) => Has(index) ? Truth.Of(_values[index]) : fallback;

    /// <summary>The value as an integer of 64 bits.</summary>
    public long Integer(int index, long fallback = 0)
    {
        if (!Has(index))
        {
            return fallback;
        }

        var value = _values[index];
        return Numbers.TryLong(value, out var number)
            ? number
            : throw Undefineds.Check(value, null) ?? Fail.Type($"an integer is needed, not `{TypeNames.Of(value)}`");
    }
}
