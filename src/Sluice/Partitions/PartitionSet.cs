using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Sluice.Assets;

namespace Sluice.Partitions;

/// <summary>The partitions of an asset in their order: the earlier ones first. Immutable; shared by all assets partitioned alike.</summary>
public sealed class PartitionSet
{
    /// <summary>Stands between the parts of a key of several dimensions: <c>2025+north</c>.</summary>
    public const char Joint = '+';

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

    /// <summary>The dimensions that the keys are made of, the one that goes on in time first; empty for a set of one dimension.</summary>
    public ImmutableArray<PartitionSet> Dimensions { get; private init; } = [];

    /// <summary>The columns that hold the key in a partitioned table: one for each dimension.</summary>
    public ImmutableArray<string> Columns => Dimensions.IsEmpty ? [Column] : [.. Dimensions.Select(dimension => dimension.Column)];

    // How far apart the keys lie that differ by one in the first dimension alone.
    internal int Stride { get; private init; } = 1;

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

    /// <summary>
    /// Every combination of the keys of several dimensions. The first goes on in time: the partition before another is the one before it
    /// in the first dimension, alike in all others.
    /// </summary>
    /// <param name="name">The set's name.</param>
    /// <param name="dimensions">At least two sets of one dimension each; no key holds the <see cref="Joint"/>.</param>
    /// <exception cref="ArgumentException">Fewer than two dimensions, one that is made of others, or a key with the joint.</exception>
    public static PartitionSet Product(string name, ImmutableArray<PartitionSet> dimensions)
    {
        if (dimensions.IsDefault || dimensions.Length < 2 || dimensions.Any(dimension => !dimension.Dimensions.IsEmpty))
        {
            throw new ArgumentException($"the partitions `{name}` need at least two sets of one dimension each", nameof(dimensions));
        }

        if (dimensions.SelectMany(dimension => dimension.Keys).Any(key => key.Text!.Contains(Joint, StringComparison.Ordinal)))
        {
            throw new ArgumentException($"a key of the partitions `{name}` holds `{Joint}`", nameof(dimensions));
        }

        var keys = dimensions[1..].Aggregate(
            dimensions[0].Keys.Select(key => key.Text!),
            (joined, dimension) => joined.SelectMany(_ => dimension.Keys, (first, key) => $"{first}{Joint}{key}"));
        return new PartitionSet(name, [.. keys.Select(key => new PartitionKey(key))], dimensions[0].Column)
        {
            Dimensions = dimensions,
            Stride = dimensions[1..].Aggregate(1, (count, dimension) => count * dimension.Keys.Length),
        };
    }

    /// <summary>The part of a key that belongs to a dimension; the key itself for this set, none where it has no such dimension.</summary>
    public PartitionKey PartOf(PartitionKey key, PartitionSet dimension)
    {
        var place = Dimensions.IndexOf(dimension);
        return ReferenceEquals(dimension, this) ? key : place < 0 || key.IsNone ? PartitionKey.None : new PartitionKey(key.Text!.Split(Joint)[place]);
    }

    /// <summary>True where nothing lies before a key in time.</summary>
    public bool IsFirst(PartitionKey key) => Back(key, 1).IsNone;

    /// <summary>The keys of another set that agree with a key in every dimension that both have; empty where they have none in common.</summary>
    public ImmutableArray<PartitionKey> Meet(PartitionKey key, PartitionSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var shared = Parts.Intersect(other.Parts).ToList();
        return shared.Count == 0 ? [] : [.. other.Keys.Where(candidate => shared.TrueForAll(dimension => other.PartOf(candidate, dimension) == PartOf(key, dimension)))];
    }

    /// <summary>True where this set and another have a dimension in common.</summary>
    public bool Meets(PartitionSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Parts.Intersect(other.Parts).Any();
    }

    private IEnumerable<PartitionSet> Parts => Dimensions.IsEmpty ? [this] : Dimensions;

    /// <summary>The position of a key, from 0; -1 where the set does not hold it.</summary>
    public int IndexOf(PartitionKey key) => key.Text is { } text && _positions.TryGetValue(text, out var position) ? position : -1;

    /// <summary>The key <paramref name="count"/> places before another in time; <see cref="PartitionKey.None"/> before the first.</summary>
    public PartitionKey Back(PartitionKey key, int count) => IndexOf(key) is >= 0 and var position ? At(position - ((long)count * Stride)) : PartitionKey.None;

    /// <summary>The key <paramref name="count"/> places behind another in time; <see cref="PartitionKey.None"/> behind the last.</summary>
    public PartitionKey Forward(PartitionKey key, int count) => IndexOf(key) is >= 0 and var position ? At(position + ((long)count * Stride)) : PartitionKey.None;

    private PartitionKey At(long position) => position >= 0 && position < Keys.Length ? Keys[(int)position] : PartitionKey.None;

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
