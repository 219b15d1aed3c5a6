using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.Runs;

/// <summary>Tells several observers the same, in their order.</summary>
/// <param name="observers">The observers.</param>
public sealed class ObserverList(params ImmutableArray<IRunObserver> observers) : IRunObserver
{
    /// <inheritdoc/>
    public void RunStarted(RunId run, RunPlan plan) => Tell(observer => observer.RunStarted(run, plan));

    /// <inheritdoc/>
    public void StepStarted(StepKey step, int attempt) => Tell(observer => observer.StepStarted(step, attempt));

    /// <inheritdoc/>
    public void StepProgressed(StepKey step, StepProgress progress) => Tell(observer => observer.StepProgressed(step, progress));

    /// <inheritdoc/>
    public void StepRetrying(StepKey step, int attempt, TimeSpan delay, string? message) =>
        Tell(observer => observer.StepRetrying(step, attempt, delay, message));

    /// <inheritdoc/>
    public void StepFinished(StepOutcome outcome) => Tell(observer => observer.StepFinished(outcome));

    /// <inheritdoc/>
    public void StageRetrying(string stage, PartitionKey partition, int retry, ImmutableArray<StepKey> steps) =>
        Tell(observer => observer.StageRetrying(stage, partition, retry, steps));

    /// <inheritdoc/>
    public void StageLate(string stage, PartitionKey partition, TimeSpan elapsed, TimeSpan expected) =>
        Tell(observer => observer.StageLate(stage, partition, elapsed, expected));

    /// <inheritdoc/>
    public void StageRolledBack(string stage, PartitionKey partition, string? problem) => Tell(observer => observer.StageRolledBack(stage, partition, problem));

    /// <inheritdoc/>
    public void RunFinished(RunResult result) => Tell(observer => observer.RunFinished(result));

    private void Tell(Action<IRunObserver> call)
    {
        foreach (var observer in observers)
        {
            call(observer);
        }
    }
}
