using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Partitions;
using Sluice.Runs;

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

    internal static Diagnostic CycleWithOpening(string path, Reading reading) => Error(
        "SLUICE2105", $"these steps wait for each other in a cycle: {path}", PlaceOf(reading.Reader, reading.Dependency), reading.Dependency.Span,
        $"`prev('{reading.Upstream.Name}')` in {Where(reading)} would open the cycle: `{reading.Reader.Name}` would read the previous partition");

    internal static Diagnostic Cycle(string path, Reading reading, bool unpartitioned) => Error(
        "SLUICE2105", $"these steps wait for each other in a cycle: {path}", PlaceOf(reading.Reader, reading.Dependency), reading.Dependency.Span,
        unpartitioned
            ? "one of them must not read the other; only an asset with partitions can read an earlier one"
            : "no single `prev` opens the cycle: several cycles run through these assets");

    internal static Diagnostic AgainstStages(
        AssetDefinition early, AssetDefinition late, Reading reading, string[] path, Stage earlyStage, Stage lateStage) => Error(
        "SLUICE2106",
        $"`{early.Name}` of stage `{early.Stage}` waits for `{late.Name}` of the later stage `{late.Stage}`: {string.Join(" -> ", path)}",
        PlaceOf(reading.Reader, reading.Dependency), reading.Dependency.Span,
        $"the workflow puts `{earlyStage.Name}`{Where(earlyStage)} before `{lateStage.Name}`{Where(lateStage)}; move one of the assets to another stage, "
            + "or read the previous partition");

    internal static Diagnostic UnknownStage(AssetDefinition asset, IEnumerable<string> known) => Error(
        "SLUICE2107", $"`{asset.Name}` belongs to the stage `{asset.Stage}`, which the workflow does not have", PlaceOf(asset), default,
        Nearest.Hint(asset.Stage!, known));

    internal static string StepName(AssetDefinition asset, PartitionKey partition) => partition.IsNone ? asset.Name : $"{asset.Name}[{partition}]";

    internal static SourceText PlaceOf(AssetDefinition asset) => asset.Source ?? new SourceText(asset.Name, "");

    internal static SourceText PlaceOf(AssetDefinition reader, AssetDependency dependency) => dependency.Source ?? PlaceOf(reader);

    private static string Where(Reading reading) => Where(PlaceOf(reading.Reader, reading.Dependency), reading.Dependency.Span);

    private static string Where(Stage stage) => stage.Source is null ? "" : $" ({Where(stage.Source, stage.Span)})";

    private static string Where(SourceText source, SourceSpan span)
    {
        var (line, column, _) = source.Locate(span.Start);
        return $"{source.Path}:{line}:{column}";
    }

    private static string Unpartitioned(AssetDefinition reader, AssetDefinition upstream) =>
        upstream.Partitions is null ? $"`{upstream.Name}`" : $"`{reader.Name}`";

    private static string Range(PartitionSet partitions) =>
        partitions.Keys.Length == 1 ? $"`{partitions.Keys[0]}`" : $"`{partitions.Keys[0]}` to `{partitions.Keys[^1]}`";

    private static Diagnostic Error(string code, string message, SourceText source, SourceSpan span, string? hint) =>
        new(code, Severity.Error, message, source, span, hint);
}
