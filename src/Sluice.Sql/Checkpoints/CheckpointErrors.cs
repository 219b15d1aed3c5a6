using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Runs;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;

namespace Sluice.Sql.Checkpoints;

/// <summary>Every message about checkpoints and what is put back; docs/errors/30xx-runs.md explains each.</summary>
internal static class CheckpointErrors
{
    internal static Diagnostic Corruption(SqlProject project, string stage, string table, string place, string expected, string found, string hint) => At(
        project, stage, "SLUICE3030", $"CheckpointCorruption: {table} is not what the checkpoint {place} found: expected {expected}, found {found}; nothing was overwritten", hint);

    internal static Diagnostic ChangedRecord(SqlProject project, string stage, string place, string expected, string found, string hint) => At(
        project, stage, "SLUICE3031", $"CheckpointCorruption: the checkpoint {place} was changed itself: its state hash is {expected}, what it says has {found}; nothing was overwritten", hint);

    internal static Diagnostic NothingSaved(StageScope scope, SqlNode node, StepKey step) => Error(
        scope, "SLUICE3032", $"the stage {Place(scope)} cannot be put back: this run has built {Name(node, step)}, and nothing was kept of what it held before",
        "`sluice replay --from` runs the stage again");

    internal static Diagnostic FileNotKept(StageScope scope, SqlNode node) => Error(
        scope, "SLUICE3033", $"the file of {node.Name} is the one that stage {Place(scope)} wrote: files are not kept; all else of the stage is as it was before",
        "its marker is gone, so that the next run writes the file again");

    internal static Diagnostic WrongRegistry(RegistrySettings registry, Diagnostic found) => new(
        "SLUICE3034", Severity.Error, $"the registry {registry.Name} cannot be kept: {found.Message}", registry.Source, registry.Span, found.Hint);

    internal static Diagnostic NoCheckpoint(SqlProject project, PartitionKey partition, string? stage, string scenario, IEnumerable<string> known) => new(
        "SLUICE3035", Severity.Error, $"{scenario} has no checkpoint {(stage is null ? $"of {partition}" : $"{stage}[{partition}]")}", SourceOf(project), default,
        known.Any() ? $"it has: {string.Join(", ", known)}" : "give a stage `checkpoint: true` and run it: it takes one when it has ended well");

    internal static Diagnostic NotComplete(SqlProject project, PartitionKey partition, string scenario, IReadOnlyCollection<string> missing) => new(
        "SLUICE3036", Severity.Error, $"{partition} is not what its checkpoint found, or not complete, in {scenario}: {string.Join(", ", missing.Take(5))}{(missing.Count > 5 ? $" and {missing.Count - 5} more" : "")}",
        SourceOf(project), default, "`sluice run` builds it");

    internal static string Place(StageScope scope) => scope.Partition.IsNone ? scope.Stage.Name : $"{scope.Stage.Name}[{scope.Partition}]";

    private static string Name(SqlNode node, StepKey step) => step.Partition.IsNone ? node.Name : $"{node.Name}[{step.Partition}]";

    private static Diagnostic At(SqlProject project, string stage, string code, string message, string hint)
    {
        var place = project.Settings?.Workflow?.Stages.FirstOrDefault(candidate => candidate.Name == stage);
        return new Diagnostic(code, Severity.Error, message, place?.Source ?? SourceOf(project), place?.Span ?? default, hint);
    }

    private static SourceText SourceOf(SqlProject project) => project.Settings?.Source ?? new SourceText("sluice.yml", "");

    private static Diagnostic Error(StageScope scope, string code, string message, string hint) =>
        new(code, Severity.Error, message, scope.Stage.Source ?? new SourceText("sluice.yml", ""), scope.Stage.Span, hint);
}
