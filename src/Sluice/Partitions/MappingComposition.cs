using System.Collections.Immutable;
using Sluice.Assets;

namespace Sluice.Partitions;

/// <summary>What is read through something in the middle: <c>reader -> middle -> upstream</c> as one mapping.</summary>
public static class MappingComposition
{
    /// <summary>The mapping from the reader to the upstream asset; null where nothing is read.</summary>
    /// <param name="outer">Which partitions of the middle the reader reads.</param>
    /// <param name="reader">The reader's partitions; null for none.</param>
    /// <param name="inner">Which partitions of the upstream asset the middle reads.</param>
    /// <param name="middle">The middle's partitions; null for none.</param>
    /// <param name="upstream">The upstream asset's partitions; null for none.</param>
    /// <remarks>Lags add up. What no mapping of the algebra says is listed key by key.</remarks>
    public static PartitionMapping? Of(
        PartitionMapping outer, PartitionSet? reader, PartitionMapping inner, PartitionSet? middle, PartitionSet? upstream) => (outer, inner) switch
        {
            (PartitionMapping.Same, _) when reader == middle || (middle is null && (upstream is null || inner is PartitionMapping.All or PartitionMapping.Latest)) => inner,
            (PartitionMapping.FirstOnly, PartitionMapping.Same or PartitionMapping.FirstOnly) when reader == middle && (upstream is null || upstream == middle) => outer,
            (PartitionMapping.Lag left, PartitionMapping.Lag right) when reader == middle && middle == upstream => new PartitionMapping.Lag(left.Count + right.Count),
            (PartitionMapping.Lag, PartitionMapping.Same) when reader == middle && middle == upstream => outer,
            _ => Listed(outer, reader, inner, middle, upstream),
        };

    private static PartitionMapping.StaticMap? Listed(
        PartitionMapping outer, PartitionSet? reader, PartitionMapping inner, PartitionSet? middle, PartitionSet? upstream)
    {
        var map = ImmutableDictionary.CreateBuilder<PartitionKey, ImmutableArray<PartitionKey>>();
        foreach (var key in reader?.Keys ?? [PartitionKey.None])
        {
            ImmutableArray<PartitionKey> read =
                [.. Named(outer, reader, key, middle).SelectMany(through => Named(inner, middle, through, upstream)).Distinct()];
            if (!read.IsEmpty)
            {
                map.Add(key, read);
            }
        }

        return map.Count == 0 ? null : new PartitionMapping.StaticMap(map.ToImmutable());
    }

    // The keys that a mapping names, whether they exist or not.
    private static IEnumerable<PartitionKey> Named(PartitionMapping mapping, PartitionSet? reader, PartitionKey key, PartitionSet? upstream)
    {
        var position = reader?.IndexOf(key) ?? 0;
        var stride = reader?.Stride ?? 1;
        var isFirst = position < stride;
        return mapping switch
        {
            PartitionMapping.StaticMap map => map.Keys.GetValueOrDefault(key, []),
            PartitionMapping.FirstOnly when !isFirst => [],
            PartitionMapping.Lag lag when position < (long)lag.Count * stride => [],
            _ when upstream is null => [PartitionKey.None],
            PartitionMapping.Latest => [upstream.Keys[^1]],
            PartitionMapping.All => upstream.Keys,
            _ when reader is null => upstream.Keys,
            PartitionMapping.Lag lag => [reader.Back(key, lag.Count)],
            PartitionMapping.Window window => Enumerable.Range(0, Math.Min(window.Count, position / stride) + 1).Select(count => reader.Back(key, count)),
            _ => [key],
        };
    }
}
