using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Commits;
using Sluice.Sql.Graph;
using Sluice.Sql.Project;
using Sluice.Sql.Rules;

namespace Sluice.Sql.Stages;

/// <summary>Asks the prerequisites and gates of stages, and keeps what they found.</summary>
/// <param name="adapter">The database.</param>
/// <param name="checks">Looks at rules and prerequisites.</param>
/// <param name="settings">What the command line says.</param>
/// <param name="time">The clock of the markers.</param>
public sealed class StageRunner(ISqlAdapter adapter, StageChecks checks, GateSettings settings, TimeProvider time) : IStageRunner
{
    /// <inheritdoc/>
    public async Task<StepResult> BeginAsync(StageSettings stage, StageScope scope, StepContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            var verdicts = await checks.CheckPrerequisitesAsync(stage, context, cancellationToken);
            return Summary(verdicts, "prerequisites");
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
            return result.Status == StepStatus.Failed ? result : result with { Marker = await CommitAsync(context, cancellationToken) };
        }
        catch (DatabaseException error)
        {
            return Failed(error);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<StepKey, CommitMarker>> RollBackAsync(StageScope scope, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

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
                session.Commit();
                return marker;
            },
            cancellationToken);
    }

    private static StepResult Failed(DatabaseException error) => new(StepStatus.Errored, Message: error.Detail.Split('\n')[0]) { IsTransient = error.IsTransient };
}
