using Sluice.Assets;
using Sluice.Partitions;

namespace Sluice.Tests.Support;

/// <summary>The graph as its definition says, worked out without any cleverness.</summary>
internal sealed class Oracle
{
    internal Oracle(IReadOnlyCollection<AssetDefinition> assets)
    {
        var byKey = assets.ToDictionary(asset => asset.Key);
        Steps = [.. assets.SelectMany(asset => KeysOf(asset).Select(key => new StepKey(asset.Key, key)))];
        foreach (var asset in assets)
        {
            foreach (var key in KeysOf(asset))
            {
                Reads[new StepKey(asset.Key, key)] =
                [
                    .. asset.Dependencies.SelectMany(dependency => Read(dependency.Mapping, asset, key, byKey[dependency.Upstream])),
                ];
            }
        }
    }

    internal List<StepKey> Steps { get; }

    internal Dictionary<StepKey, HashSet<StepKey>> Reads { get; } = [];

    /// <summary>Everything that a step depends on, through any number of others; itself only where it lies on a cycle.</summary>
    internal Dictionary<StepKey, HashSet<StepKey>> Ancestors()
    {
        var all = Reads.ToDictionary(pair => pair.Key, pair => new HashSet<StepKey>(pair.Value));
        var grown = true;
        while (grown)
        {
            grown = false;
            foreach (var ancestors in all.Values)
            {
                foreach (var ancestor in ancestors.ToList())
                {
                    foreach (var further in all[ancestor])
                    {
                        grown |= ancestors.Add(further);
                    }
                }
            }
        }

        return all;
    }

    /// <summary>The fewest readings that lead from a step back to itself; null where none do.</summary>
    internal int? ShortestWayBack(StepKey step)
    {
        var reached = new HashSet<StepKey>(Reads[step]);
        for (var length = 1; length <= Steps.Count; length++)
        {
            if (reached.Contains(step))
            {
                return length;
            }

            reached = [.. reached.SelectMany(other => Reads[other])];
        }

        return null;
    }

    private static IEnumerable<PartitionKey> KeysOf(AssetDefinition asset) => asset.Partitions is { } set ? set.Keys : [PartitionKey.None];

    private static IEnumerable<StepKey> Read(PartitionMapping mapping, AssetDefinition reader, PartitionKey key, AssetDefinition upstream) =>
        KeysOf(upstream).Where(other => IsRead(mapping, reader, key, upstream, other)).Select(other => new StepKey(upstream.Key, other));

    // Years compare as numbers, which is all the order there is here.
    private static bool IsRead(PartitionMapping mapping, AssetDefinition reader, PartitionKey key, AssetDefinition upstream, PartitionKey other)
    {
        var isFirst = reader.Partitions is null || key == reader.Partitions.Keys[0];
        return (reader.Partitions, upstream.Partitions, mapping) switch
        {
            (_, _, PartitionMapping.StaticMap map) => upstream.Partitions is not null && map.Keys.TryGetValue(key, out var keys) && keys.Contains(other) && !(Year(other) > Year(key)),
            (null, _, PartitionMapping.Lag or PartitionMapping.FirstOnly or PartitionMapping.Window) => false,
            (_, null, PartitionMapping.Lag) => false,
            (_, null, PartitionMapping.FirstOnly) => isFirst,
            (null, _, _) or (_, null, _) => true,
            (_, _, PartitionMapping.Lag lag) => Year(other) == Year(key) - lag.Count,
            (_, _, PartitionMapping.Window window) => Year(other) <= Year(key) && Year(other) >= Year(key) - window.Count,
            (_, _, PartitionMapping.All) => Year(other) <= Year(key),
            (_, _, PartitionMapping.FirstOnly) => isFirst && other == key,
            _ => other == key,
        };
    }

    private static int? Year(PartitionKey key) => key.IsNone ? null : int.Parse(key.Text!);
}
