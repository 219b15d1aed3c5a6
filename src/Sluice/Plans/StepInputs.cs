using Sluice.Assets;
using Sluice.Graph;

namespace Sluice.Plans;

/// <summary>What a step reads, with the fingerprints that make its input version.</summary>
internal static class StepInputs
{
    /// <summary>What a step reads directly, each once.</summary>
    internal static int[] Reads(AssetGraph graph, int step)
    {
        var edges = graph.UpstreamEdges[step];
        return edges.Length switch
        {
            0 => [],
            1 => [edges[0]],
            _ => [.. edges.ToArray().Distinct()],
        };
    }

    /// <summary>Each data asset read directly, once. An external asset's version stands for its content; what was never committed counts as empty.</summary>
    internal static IEnumerable<KeyValuePair<StepKey, string>> Of(AssetGraph graph, int step, Func<StepKey, string?> fingerprint)
    {
        foreach (var read in Reads(graph, step))
        {
            var asset = graph.AssetOf(read);
            var key = graph.KeyOf(read);
            if (asset.Kind == AssetKind.Data)
            {
                yield return KeyValuePair.Create(key, fingerprint(key) ?? "");
            }
            else if (asset.Kind == AssetKind.External)
            {
                yield return KeyValuePair.Create(key, asset.CodeVersion(key.Partition));
            }
        }
    }
}
