using System.Collections.Immutable;
using Sluice.Assets;

namespace Sluice.Partitions;

/// <summary>Which partitions of an upstream asset one partition of a downstream asset reads. Data, so that a planner can reason about it.</summary>
public abstract record PartitionMapping
{
    private PartitionMapping()
    {
    }

    /// <summary>The same partition; an asset without partitions is read whole.</summary>
    public sealed record Same : PartitionMapping;

    /// <summary>The partition <paramref name="Count"/> places earlier; nothing before the first.</summary>
    /// <param name="Count">At least 1.</param>
    public sealed record Lag(int Count = 1) : PartitionMapping;

    /// <summary>The partition itself and the <paramref name="Count"/> before it, as far as they exist.</summary>
    /// <param name="Count">At least 1.</param>
    public sealed record Window(int Count) : PartitionMapping;

    /// <summary>Every partition.</summary>
    public sealed record All : PartitionMapping;

    /// <summary>The last partition.</summary>
    public sealed record Latest : PartitionMapping;

    /// <summary>Nothing but in the first partition, where the same partition is read: the start value of a lag.</summary>
    public sealed record FirstOnly : PartitionMapping;

    /// <summary>Listed by hand: downstream key to upstream keys.</summary>
    /// <param name="Keys">A downstream key that is absent reads nothing.</param>
    public sealed record StaticMap(ImmutableDictionary<PartitionKey, ImmutableArray<PartitionKey>> Keys) : PartitionMapping
    {
        /// <summary>True where both list the same keys, in the same order for each.</summary>
        public bool Equals(StaticMap? other) => other is not null && Keys.Count == other.Keys.Count
            && Keys.All(pair => other.Keys.TryGetValue(pair.Key, out var keys) && keys.SequenceEqual(pair.Value));

        /// <inheritdoc/>
        public override int GetHashCode() => Keys.Count;
    }
}
