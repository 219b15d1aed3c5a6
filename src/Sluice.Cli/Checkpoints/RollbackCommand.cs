using System.CommandLine;
using Sluice.Assets;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Cli.Talking;
using Sluice.Diagnostics;
using Sluice.Engine.State;
using Sluice.Sql.Checkpoints;
using Sluice.Sql.Scenarios;

namespace Sluice.Cli.Checkpoints;

/// <summary><c>sluice rollback --to 2026</c></summary>
internal sealed class RollbackCommand() : SluiceCommand("rollback", "Take the data back to a checkpoint: what was built behind it goes.")
{
    private readonly ProjectOptions _project = new();
    private readonly Option<string?> _to = new("--to") { Description = "The last partition that stays.", HelpName = "key" };
    private readonly Option<string?> _stage = new("--stage") { Description = "The last stage of that partition that stays. Default: that of its last checkpoint.", HelpName = "name" };

    internal override IReadOnlyList<string> Examples => ["sluice rollback --to 2026", "sluice rollback --to 2026 --stage state_accumulation --scenario high_growth"];

    internal override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var to = call.Parsed.GetValue(_to) ?? throw new DiagnosticException(UsageErrors.BadValue(
            call.Line, -1, "`rollback` needs a checkpoint", "`--to 2026` keeps 2026 and what lies before it; `sluice checkpoints` lists them"));
        await using var session = await ProjectSession.OpenAsync(call, _project.Read(call.Parsed, call.Line, call.Host), "run", new RunSettings(), cancellationToken);
        var set = WorkflowPartitions.Of(call, session);
        var partition = PartitionList.Read([to], [set], call.Line)!.Value[0];
        var adapter = await session.OpenDatabaseAsync(cancellationToken);
        await using var store = await StateStore.OpenAsync(session.StatePath, call.Host.Time, cancellationToken: cancellationToken);
        var later = new LaterSteps(adapter, session.Project, store.Runs, session.Scenario ?? Scenario.Base);
        var (stage, steps) = await later.FindAsync(partition, call.Parsed.GetValue(_stage), isWhole: false, cancellationToken);
        await later.RemoveAsync(steps, null, cancellationToken);
        await Recording.WriteAsync(call, session, store, adapter.Commits, cancellationToken);
        call.Talk.Info($"back at the checkpoint {stage}[{partition}]: {Describe(steps)}; what looks at all partitions is built anew by the next run");
        return ExitCode.Ok;
    }

    protected override void AddOptions()
    {
        Options.Add(_to);
        Options.Add(_stage);
        _project.AddTo(this);
    }

    private static string Describe(IReadOnlyCollection<StepKey> steps) => steps.Count == 0
        ? "nothing lay behind it"
        : $"{Amounts.Count(steps.Count, "step")} of {string.Join(", ", steps.Select(step => step.Partition.Text!).Distinct().Order(StringComparer.Ordinal))} removed";
}
