using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Checkpoints;
using Sluice.Sql.Commits;
using Sluice.Sql.Graph;
using Sluice.Sql.Project;
using Sluice.Sql.Rules;

namespace Sluice.Sql.Stages;

/// <summary>Asks the prerequisites and gates of stages; keeps what a rollback needs, and puts on record what stands when a stage has ended well.</summary>
/// <param name="adapter">The database.</param>
/// <param name="checks">Looks at rules and prerequisites.</param>
/// <param name="saves">Keeps what the relations of a stage hold, and puts it back.</param>
/// <param name="checkpoints">Puts on record what a partition holds.</param>
/// <param name="settings">What the command line says.</param>
/// <param name="time">The clock of the markers.</param>
public sealed class StageRunner(
    ISqlAdapter adapter, StageChecks checks, StageSaves saves, StageCheckpoints checkpoints, GateSettings settings, TimeProvider time) : IStageRunner
{
    /// <inheritdoc/>
    public async Task<StepResult> BeginAsync(StageSettings stage, StageScope scope, StepContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            var result = Summary(await checks.CheckPrerequisitesAsync(stage, context, cancellationToken), "prerequisites");
            if (result.Status != StepStatus.Failed && RollsBack(stage))
            {
                await saves.SaveAsync(scope, cancellationToken);
            }

            return result;
        }
        catch (DatabaseException error)
        {
            return Failed(error);
        }
    }

    /// <inheritdoc/>
    public async Task<StepResult> EndAsync(StageSettings stage, StageScope scope, StepContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            var found = await checks.CheckGateAsync(stage, context, cancellationToken);
            var result = Summary([.. found.Select(verdict => settings.Pass(verdict, context.Step.Partition))], "rules");
            if (result.Status == StepStatus.Failed)
            {
                return result;
            }

            if (stage.Checkpoint)
            {
                await checkpoints.TakeAsync(scope, cancellationToken);
            }

            var marker = await CommitAsync(context, cancellationToken);
            if (RollsBack(stage))
            {
                await saves.DropAsync(scope, cancellationToken);
            }

            return result with { Marker = marker };
        }
        catch (DiagnosticException error)
        {
            return new StepResult(StepStatus.Errored, Message: error.Diagnostics[0].Message) { Diagnostics = [.. error.Diagnostics] };
        }
        catch (DatabaseException error)
        {
            return Failed(error);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<StepKey, CommitMarker>> RollBackAsync(StageScope scope, CancellationToken cancellationToken) =>
        saves.RollbackAsync(scope, cancellationToken);

    private static bool RollsBack(StageSettings stage) => stage.Then == "rollback";

    private StepResult Summary(ImmutableArray<Verdict> verdicts, string what)
    {
        var failed = verdicts.Where(verdict => verdict is { Status: VerdictStatus.Error, Override: null } || (settings.FailOnWarning && verdict.Status == VerdictStatus.Warn)).ToList();
        var told = failed.Count > 0 ? failed : [.. verdicts.Where(verdict => verdict.Status != VerdictStatus.Pass)];
        var status = failed.Count > 0 ? StepStatus.Failed : told.Count > 0 ? StepStatus.Warned : StepStatus.Succeeded;
        var message = told.Count switch
        {
            0 => null,
            1 => Text(told[0]),
            _ => $"{told.Count} of {verdicts.Length} {what} do not hold\n{string.Join('\n', told.Select(Text))}",
        };
        return new StepResult(status, told.Count, message) { Verdicts = verdicts };
    }

    private static string Text(Verdict verdict) =>
        verdict.Override is { } reason ? $"{verdict.Rule}: {verdict.Message}; let pass: {reason}" : $"{verdict.Rule}: {verdict.Message}";

    // A gate writes no rows: its marker says that it let pass what it was asked about.
    private async Task<CommitMarker> CommitAsync(StepContext context, CancellationToken cancellationToken)
    {
        var marker = new CommitMarker(
            context.Step, context.Run, context.Attempt, context.CodeVersion, context.InputVersion, Fingerprint.Fresh(context), RowCount: null, time.GetUtcNow());
        await using var session = await adapter.OpenSessionAsync(cancellationToken);
        return await session.RunAsync(
            () =>
            {
                session.Begin();
                session.WriteMarker(marker, new RelationName("", "", ""), voidsOthers: false, cancellationToken);
                CrashPoint.Reach(CrashPoint.BeforeGate);
                session.Commit();
                CrashPoint.Reach(CrashPoint.AfterGate);
                return marker;
            },
            cancellationToken);
    }

    private static StepResult Failed(DatabaseException error) => new(StepStatus.Errored, Message: error.Detail.Split('\n')[0]) { IsTransient = error.IsTransient };
}
