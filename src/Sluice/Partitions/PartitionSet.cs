using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Sluice.Assets;

namespace Sluice.Partitions;

/// <summary>The partitions of an asset in their order: the earlier ones first. Immutable; shared by all assets partitioned alike.</summary>
public sealed class PartitionSet
{
    private readonly FrozenDictionary<string, int> _positions;

    /// <summary>Creates a set of keys in their order.</summary>
    /// <param name="name">The dimension's name, such as <c>simulation_year</c>.</param>
    /// <param name="keys">At least one, none twice, earliest first.</param>
    /// <param name="column">The column that holds the key in a partitioned table; the name where null.</param>
    /// <param name="variable">The project variable that holds the current key; none where null.</param>
    /// <exception cref="ArgumentException">No key, or a key twice.</exception>
    public PartitionSet(string name, ImmutableArray<PartitionKey> keys, string? column = null, string? variable = null)
    {
        if (keys.IsDefaultOrEmpty)
        {
            throw new ArgumentException($"the partitions `{name}` have no key", nameof(keys));
        }

        Name = name;
        Keys = keys;
        Column = column ?? name;
        Variable = variable;
        _positions = keys.Select((key, position) => KeyValuePair.Create(key.Text!, position)).ToFrozenDictionary(StringComparer.Ordinal);
        IsRange = IsRangeOf(keys);
    }

    /// <summary>The dimension's name, such as <c>simulation_year</c>.</summary>
    public string Name { get; }

    /// <summary>All keys, earliest first; at least one.</summary>
    public ImmutableArray<PartitionKey> Keys { get; }

    /// <summary>The column that holds the key in a partitioned table.</summary>
    public string Column { get; }

    /// <summary>The project variable that holds the current key; null for none.</summary>
    public string? Variable { get; }

    /// <summary>
    /// The first day of each partition, and behind the last the day after its end; empty where the keys are no dates. In a table, the
    /// column then holds the first day as a date.
    /// </summary>
    public ImmutableArray<DateOnly> Bounds { get; init; } = [];

    /// <summary>True where the keys are whole numbers, each one more than the one before it.</summary>
    public bool IsRange { get; }

    /// <summary>The partitions of the whole numbers from <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="last"/> lies before <paramref name="first"/>.</exception>
    public static PartitionSet Range(string name, long first, long last, string? column = null, string? variable = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(last, first);
        var keys = ImmutableArray.CreateBuilder<PartitionKey>();
        for (var key = first; key <= last; key++)
        {
            keys.Add(new PartitionKey(key.ToString(CultureInfo.InvariantCulture)));
        }

        return new PartitionSet(name, keys.ToImmutable(), column, variable);
    }

    /// <summary>The position of a key, from 0; -1 where the set does not hold it.</summary>
    public int IndexOf(PartitionKey key) => key.Text is { } text && _positions.TryGetValue(text, out var position) ? position : -1;

    /// <summary>The key <paramref name="count"/> places before another; <see cref="PartitionKey.None"/> before the first.</summary>
    public PartitionKey Back(PartitionKey key, int count)
    {
        var position = IndexOf(key) - count;
        return position >= 0 && position < Keys.Length ? Keys[position] : PartitionKey.None;
    }

    private static bool IsRangeOf(ImmutableArray<PartitionKey> keys)
    {
        for (var position = 0; position < keys.Length; position++)
        {
            if (!long.TryParse(keys[position].Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                || (position > 0 && number != long.Parse(keys[position - 1].Text!, CultureInfo.InvariantCulture) + 1))
            {
                return false;
            }
        }

        return true;
    }
}
