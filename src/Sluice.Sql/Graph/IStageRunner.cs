using Sluice.Assets;
using Sluice.Runs;
using Sluice.Sql.Project;

namespace Sluice.Sql.Graph;

/// <summary>Does what belongs to a stage rather than to one of its models. Safe to use from several threads.</summary>
public interface IStageRunner
{
    /// <summary>Asks whether a stage may begin in a partition, and keeps what a rollback would need.</summary>
    Task<StepResult> BeginAsync(StageSettings stage, StageScope scope, StepContext context, CancellationToken cancellationToken);

    /// <summary>Asks the rules of a stage's gate in a partition; where they let pass, takes its checkpoint and commits that it did.</summary>
    Task<StepResult> EndAsync(StageSettings stage, StageScope scope, StepContext context, CancellationToken cancellationToken);

    /// <summary>Puts the data of a stage in a partition back to what it was when it began; returns the markers that count then.</summary>
    Task<IReadOnlyDictionary<StepKey, CommitMarker>> RollBackAsync(StageScope scope, CancellationToken cancellationToken);
}
