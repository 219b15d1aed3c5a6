using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Partitions;

namespace Sluice.Graph;

/// <summary>Every message about the graph; docs/errors/21xx-graph.md explains each.</summary>
internal static class GraphErrors
{
    internal static Diagnostic DuplicateKey(AssetDefinition second, AssetDefinition first) => Error(
        "SLUICE2100", $"two assets have the key `{second.Key}`", PlaceOf(second), default,
        $"the other one is defined in {PlaceOf(first).Path}; rename one of them");

    internal static Diagnostic UnknownUpstream(AssetDefinition reader, AssetDependency dependency, IEnumerable<AssetKey> known) => Error(
        "SLUICE2101", $"`{reader.Name}` reads `{dependency.Upstream}`, which no asset is named", PlaceOf(reader, dependency), dependency.Span,
        Nearest.Hint(dependency.Upstream.Name, known.Select(key => key.Name)));

    internal static Diagnostic CannotFollow(
        AssetDefinition reader, int position, AssetDependency dependency, AssetDefinition upstream, MappingProblem problem)
    {
        var from = StepName(reader, reader.Partitions is { } set ? set.Keys[position] : PartitionKey.None);
        var to = StepName(upstream, problem.Partition);
        var source = PlaceOf(reader, dependency);
        return problem.Kind switch
        {
            MappingProblemKind.Missing => Error(
                "SLUICE2102", $"`{from}` reads `{to}`, a partition that does not exist", source, dependency.Span,
                upstream.Partitions is { } partitions
                    ? $"`{upstream.Name}` has the partitions {Range(partitions)}"
                    : $"`{upstream.Name}` has no partitions"),
            MappingProblemKind.Later => Error(
                "SLUICE2103", $"`{from}` reads `{to}`, a later partition", source, dependency.Span,
                "a partition may read itself and earlier ones; read the later ones from an asset without partitions"),
            _ => Error(
                "SLUICE2104", $"`{from}` reads an earlier partition of `{upstream.Name}`, but {Unpartitioned(reader, upstream)} has no partitions",
                source, dependency.Span, "give it partitions, or read the whole asset"),
        };
    }

    internal static string StepName(AssetDefinition asset, PartitionKey partition) => partition.IsNone ? asset.Name : $"{asset.Name}[{partition}]";

    internal static SourceText PlaceOf(AssetDefinition asset) => asset.Source ?? new SourceText(asset.Name, "");

    internal static SourceText PlaceOf(AssetDefinition reader, AssetDependency dependency) => dependency.Source ?? PlaceOf(reader);

    private static string Unpartitioned(AssetDefinition reader, AssetDefinition upstream) =>
        upstream.Partitions is null ? $"`{upstream.Name}`" : $"`{reader.Name}`";

    private static string Range(PartitionSet partitions) =>
        partitions.Keys.Length == 1 ? $"`{partitions.Keys[0]}`" : $"`{partitions.Keys[0]}` to `{partitions.Keys[^1]}`";

    private static Diagnostic Error(string code, string message, SourceText source, SourceSpan span, string? hint) =>
        new(code, Severity.Error, message, source, span, hint);
}
