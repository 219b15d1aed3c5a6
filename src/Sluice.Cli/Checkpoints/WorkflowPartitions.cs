using Sluice.Cli.Invocation;
using Sluice.Cli.Projects;
using Sluice.Diagnostics;
using Sluice.Partitions;

namespace Sluice.Cli.Checkpoints;

/// <summary>The partitions that a project's workflow goes through.</summary>
internal static class WorkflowPartitions
{
    /// <summary>The partitions.</summary>
    /// <exception cref="DiagnosticException">There is no workflow over partitions.</exception>
    internal static PartitionSet Of(CommandCall call, ProjectSession session) =>
        session.Project.Settings?.Workflow?.ForEach is { } name && session.Project.Partitions.TryGetValue(name, out var set)
            ? set
            : throw new DiagnosticException(UsageErrors.BadValue(
                call.Line, -1, $"`{call.Parsed.CommandResult.Command.Name}` needs a workflow over partitions", "sluice.yml gives one with `workflow: { for_each: … }` and stages with `checkpoint: true`"));
}
