using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Diagnostics;

namespace Sluice.Graph;

/// <summary>The tables of a graph: assets by number, steps by number, and the edges between steps.</summary>
internal sealed record GraphParts
{
    internal required ImmutableArray<AssetDefinition> Assets { get; init; }

    internal required Dictionary<AssetKey, int> ByKey { get; init; }

    /// <summary>The first step of each asset; one entry more at the end.</summary>
    internal required int[] FirstSteps { get; init; }

    internal required int[] AssetOfStep { get; init; }

    internal required Edges Upstream { get; init; }

    internal required int[] EdgeDependencies { get; init; }

    /// <summary>Numbers the steps and follows every dependency from every partition.</summary>
    internal static GraphParts Unroll(IEnumerable<AssetDefinition> definitions, DiagnosticBag diagnostics)
    {
        var assets = Distinct(definitions, diagnostics, out var byKey);
        var firstSteps = new int[assets.Length + 1];
        for (var asset = 0; asset < assets.Length; asset++)
        {
            firstSteps[asset + 1] = firstSteps[asset] + (assets[asset].Partitions?.Keys.Length ?? 1);
        }

        var assetOfStep = new int[firstSteps[^1]];
        var edges = new List<(int, int)>();
        var dependencies = new List<int>();
        var reads = new List<int>();
        for (var asset = 0; asset < assets.Length; asset++)
        {
            var definition = assets[asset];
            var targets = Resolve(definition, byKey, diagnostics);
            var reported = new HashSet<(int, MappingProblemKind)>();
            for (var step = firstSteps[asset]; step < firstSteps[asset + 1]; step++)
            {
                assetOfStep[step] = asset;
                for (var index = 0; index < targets.Length; index++)
                {
                    if (targets[index] < 0)
                    {
                        continue;
                    }

                    reads.Clear();
                    var upstream = assets[targets[index]];
                    var mapping = definition.Dependencies[index].Mapping;
                    var position = step - firstSteps[asset];
                    var problem = MappingAlgebra.Follow(mapping, definition.Partitions, position, upstream.Partitions, reads);
                    if (problem.Kind != MappingProblemKind.None && reported.Add((index, problem.Kind)))
                    {
                        diagnostics.Add(GraphErrors.CannotFollow(definition, position, definition.Dependencies[index], upstream, problem));
                    }

                    foreach (var read in reads)
                    {
                        edges.Add((step, firstSteps[targets[index]] + read));
                        dependencies.Add(index);
                    }
                }
            }
        }

        return new GraphParts
        {
            Assets = assets,
            ByKey = byKey,
            FirstSteps = firstSteps,
            AssetOfStep = assetOfStep,
            // The list is in the order of the steps, so that an edge keeps its number.
            Upstream = Edges.Create(assetOfStep.Length, edges),
            EdgeDependencies = [.. dependencies],
        };
    }

    private static ImmutableArray<AssetDefinition> Distinct(
        IEnumerable<AssetDefinition> definitions, DiagnosticBag diagnostics, out Dictionary<AssetKey, int> byKey)
    {
        byKey = [];
        var assets = ImmutableArray.CreateBuilder<AssetDefinition>();
        foreach (var definition in definitions)
        {
            if (byKey.TryAdd(definition.Key, assets.Count))
            {
                assets.Add(definition);
            }
            else
            {
                diagnostics.Add(GraphErrors.DuplicateKey(definition, assets[byKey[definition.Key]]));
            }
        }

        return assets.ToImmutable();
    }

    private static int[] Resolve(AssetDefinition definition, Dictionary<AssetKey, int> byKey, DiagnosticBag diagnostics)
    {
        var targets = new int[definition.Dependencies.Length];
        for (var index = 0; index < targets.Length; index++)
        {
            var dependency = definition.Dependencies[index];
            if (!byKey.TryGetValue(dependency.Upstream, out targets[index]))
            {
                targets[index] = -1;
                diagnostics.Add(GraphErrors.UnknownUpstream(definition, dependency, byKey.Keys));
            }
        }

        return targets;
    }
}
