using Sluice.Assets;
using Sluice.Partitions;

namespace Sluice.Graph;

/// <summary>Which positions of an upstream asset one position of a reader reads. An asset without partitions has the one position 0.</summary>
internal static class MappingAlgebra
{
    /// <summary>Adds the positions read to <paramref name="reads"/>; says what is wrong where the mapping leads nowhere.</summary>
    /// <remarks>What can be followed is added even where a problem is returned, but never a later partition.</remarks>
    internal static MappingProblem Follow(
        PartitionMapping mapping, PartitionSet? reader, int position, PartitionSet? upstream, List<int> reads) => mapping switch
        {
            PartitionMapping.StaticMap map => FollowMap(map, reader, position, upstream, reads),
            _ when upstream is null => FollowWhole(mapping, reader, position, reads),
            _ when reader is null => FollowFromWhole(mapping, upstream, reads),
            PartitionMapping.Same => Take(reader.Keys[position], reader, position, upstream, reads),
            PartitionMapping.Lag lag => Back(lag.Count, reader, position, upstream, reads),
            PartitionMapping.Window window => FollowWindow(window, reader, position, upstream, reads),
            PartitionMapping.FirstOnly => position < reader.Stride ? Take(reader.Keys[position], reader, position, upstream, reads) : MappingProblem.None,
            PartitionMapping.Latest => Take(upstream.Keys[^1], reader, position, upstream, reads),
            PartitionMapping.All => FollowAll(reader, position, upstream, reads),
            _ => throw new ArgumentOutOfRangeException(nameof(mapping), mapping, "a mapping that the algebra does not know"),
        };

    // The upstream asset has no partitions: it is read whole.
    private static MappingProblem FollowWhole(PartitionMapping mapping, PartitionSet? reader, int position, List<int> reads)
    {
        if (mapping is PartitionMapping.Lag || (reader is null && mapping is PartitionMapping.Window or PartitionMapping.FirstOnly))
        {
            return new MappingProblem(MappingProblemKind.Unpartitioned, PartitionKey.None);
        }

        if (mapping is not PartitionMapping.FirstOnly || position < (reader?.Stride ?? 1))
        {
            reads.Add(0);
        }

        return MappingProblem.None;
    }

    // The reader has no partitions: "the same" is all of them, and there is nothing to count back from.
    private static MappingProblem FollowFromWhole(PartitionMapping mapping, PartitionSet upstream, List<int> reads)
    {
        switch (mapping)
        {
            case PartitionMapping.Same or PartitionMapping.All:
                reads.AddRange(Enumerable.Range(0, upstream.Keys.Length));
                return MappingProblem.None;
            case PartitionMapping.Latest:
                reads.Add(upstream.Keys.Length - 1);
                return MappingProblem.None;
            default:
                return new MappingProblem(MappingProblemKind.Unpartitioned, PartitionKey.None);
        }
    }

    private static MappingProblem FollowWindow(
        PartitionMapping.Window window, PartitionSet reader, int position, PartitionSet upstream, List<int> reads)
    {
        var first = MappingProblem.None;
        for (var back = Math.Min(window.Count, position / reader.Stride); back >= 0; back--)
        {
            var problem = Take(reader.Keys[position - (back * reader.Stride)], reader, position, upstream, reads);
            first = first.Kind == MappingProblemKind.None ? problem : first;
        }

        return first;
    }

    private static MappingProblem FollowAll(PartitionSet reader, int position, PartitionSet upstream, List<int> reads)
    {
        var first = MappingProblem.None;
        foreach (var key in upstream.Keys)
        {
            var problem = Take(key, reader, position, upstream, reads);
            first = first.Kind == MappingProblemKind.None ? problem : first;
        }

        return first;
    }

    private static MappingProblem FollowMap(
        PartitionMapping.StaticMap map, PartitionSet? reader, int position, PartitionSet? upstream, List<int> reads)
    {
        var first = MappingProblem.None;
        if (!map.Keys.TryGetValue(reader is null ? PartitionKey.None : reader.Keys[position], out var keys))
        {
            return first;
        }

        foreach (var key in keys)
        {
            var problem = Take(key, reader, position, upstream, reads);
            first = first.Kind == MappingProblemKind.None ? problem : first;
        }

        return first;
    }

    private static MappingProblem Back(int count, PartitionSet reader, int position, PartitionSet upstream, List<int> reads) =>
        position < (long)count * reader.Stride ? MappingProblem.None : Take(reader.Keys[position - (count * reader.Stride)], reader, position, upstream, reads);

    private static MappingProblem Take(PartitionKey key, PartitionSet? reader, int position, PartitionSet? upstream, List<int> reads)
    {
        var found = upstream is null ? (key.IsNone ? 0 : -1) : upstream.IndexOf(key);
        if (found < 0)
        {
            return new MappingProblem(MappingProblemKind.Missing, key);
        }

        if (reader is not null && upstream is not null && IsLater(key, reader, position, upstream))
        {
            return new MappingProblem(MappingProblemKind.Later, key);
        }

        reads.Add(found);
        return MappingProblem.None;
    }

    // Order has a meaning within one dimension only.
    private static bool IsLater(PartitionKey key, PartitionSet reader, int position, PartitionSet upstream) =>
        ReferenceEquals(reader, upstream)
            ? upstream.IndexOf(key) > position
            : reader.Name == upstream.Name && reader.IndexOf(key) > position;
}
