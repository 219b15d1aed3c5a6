using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.Runs;

/// <summary>
/// Is told what happens in a run while it happens. The calls of one run come one at a time; they should return quickly. An exception
/// from one of them ends the telling, not the run.
/// </summary>
public interface IRunObserver
{
    /// <summary>The run has an id and a plan; nothing has been done yet.</summary>
    void RunStarted(RunId run, RunPlan plan);

    /// <summary>An attempt of a step begins.</summary>
    void StepStarted(StepKey step, int attempt);

    /// <summary>A running step tells how far it is; not more often than the options allow.</summary>
    void StepProgressed(StepKey step, StepProgress progress);

    /// <summary>An attempt failed; another one follows after the delay.</summary>
    void StepRetrying(StepKey step, int attempt, TimeSpan delay, string? message);

    /// <summary>A step ended, or was settled without being run.</summary>
    void StepFinished(StepOutcome outcome);

    /// <summary>A stage failed in a partition; the steps named run again.</summary>
    void StageRetrying(string stage, PartitionKey partition, int retry, ImmutableArray<StepKey> steps)
    {
    }

    /// <summary>A stage took longer in a partition than is expected of it.</summary>
    void StageLate(string stage, PartitionKey partition, TimeSpan elapsed, TimeSpan expected)
    {
    }

    /// <summary>A stage failed for good in a partition; its data is as it was before, or could not be put back.</summary>
    void StageRolledBack(string stage, PartitionKey partition, string? problem)
    {
    }

    /// <summary>The run ended; nothing comes after this.</summary>
    void RunFinished(RunResult result);
}
