using Sluice.Assets;
using Sluice.Cli.Invocation;
using Sluice.Cli.Projects;
using Sluice.Diagnostics;
using Sluice.Plans;
using Sluice.Sql.Project;

namespace Sluice.Cli.Checkpoints;

/// <summary>What a run builds again, whatever it holds: from a partition on, from a stage on, or everything.</summary>
internal sealed class AgainSettings
{
    private readonly SqlProject _project;
    private readonly PartitionKey _from;
    private readonly string? _stage;
    private readonly bool _all;

    private AgainSettings(SqlProject project, PartitionKey from, string? stage, bool all) => (_project, _from, _stage, _all) = (project, from, stage, all);

    /// <summary>Reads a partition and a stage; null where nothing is to be built again.</summary>
    /// <exception cref="DiagnosticException">There is no such partition or stage.</exception>
    internal static AgainSettings? Of(CommandCall call, SqlProject project, string? from, string? stage, bool all)
    {
        if (from is null && stage is null && !all)
        {
            return null;
        }

        var stages = project.Settings?.Workflow?.Stages.Select(known => known.Name).ToList() ?? [];
        if (stage is not null && !stages.Contains(stage, StringComparer.Ordinal))
        {
            throw new DiagnosticException(UsageErrors.BadValue(
                call.Line, call.Line.Find(stage), $"there is no stage `{stage}`",
                Nearest.Hint(stage, stages) ?? (stages.Count == 0 ? "sluice.yml has no workflow" : $"one of {string.Join(", ", stages)}")));
        }

        var key = from is null ? PartitionKey.None : PartitionList.Read([from], project.Partitions.Values, call.Line)!.Value[0];
        return new AgainSettings(project, key, stage, all);
    }

    /// <summary>True for a step that keeps a marker and is built again.</summary>
    internal bool Contains(PlannedStep step) => step.Kind is AssetKind.Data or AssetKind.Gate && (_all || (_from.IsNone ? IsBehindStage(step) : IsBehind(step)));

    private bool IsBehind(PlannedStep step)
    {
        var set = _project.Partitions.Values.FirstOrDefault(known => known.IndexOf(_from) >= 0);
        var (place, first) = (set?.IndexOf(step.Step.Partition) ?? -1, set?.IndexOf(_from) ?? -1);
        return place < 0 ? _stage is not null && IsBehindStage(step) : place > first || (place == first && IsBehindStage(step));
    }

    private bool IsBehindStage(PlannedStep step) => _stage is null || (step.Stage is not null && NumberOf(step.Stage) >= NumberOf(_stage));

    private int NumberOf(string stage) => _project.Settings!.Workflow!.Stages.Select(known => known.Name).ToList().IndexOf(stage);
}
