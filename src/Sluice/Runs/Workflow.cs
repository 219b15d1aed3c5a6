using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Diagnostics;

namespace Sluice.Runs;

/// <summary>One stage: a named part of a workflow that begins, in each partition, when the stages that it depends on have ended there.</summary>
/// <param name="Name">Unique in the workflow.</param>
/// <param name="Parallel">Most steps of the stage at a time; the run's threads alone limit it where null.</param>
/// <param name="Source">The file that declares it; null where code does.</param>
/// <param name="Span">The place in the file.</param>
public sealed record Stage(string Name, int? Parallel = null, SourceText? Source = null, SourceSpan Span = default)
{
    /// <summary>The stages that must have ended before it begins; the one before it in the list where null.</summary>
    public ImmutableArray<string>? DependsOn { get; init; }

    /// <summary>True where it begins only when every stage has ended in the partition before. Default false.</summary>
    public bool AfterPrevious { get; init; }

    /// <summary>The longest that it may take in one partition: its steps are timed out then. No limit where null.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long it is expected to take in one partition: an observer is told where it takes longer. Null for no expectation.</summary>
    public TimeSpan? Sla { get; init; }

    /// <summary>What follows where one of its steps, or its gate, fails. Default: what reads the failed step is skipped, and no more.</summary>
    public StageRecovery OnFailure { get; init; } = new();
}

/// <summary>What follows a failure in a stage.</summary>
public sealed record StageRecovery
{
    /// <summary>How often what failed in it is run again, and the gate asked again. Default 0.</summary>
    public int Retries { get; init; }

    /// <summary>Assets of the stage that are built again before the gate is asked again, whether they failed or not; with what reads them.</summary>
    public ImmutableArray<AssetKey> Rebuild { get; init; } = [];

    /// <summary>What follows the last try. Default <see cref="StageEnding.Continue"/>.</summary>
    public StageEnding Then { get; init; } = StageEnding.Continue;
}

/// <summary>What follows where a stage has failed for good.</summary>
public enum StageEnding
{
    /// <summary>What reads the failed steps is skipped, and no more. A gate that fails stops all the same.</summary>
    Continue,

    /// <summary>The stages behind it do not begin in that partition, whatever they read.</summary>
    Stop,

    /// <summary>As <see cref="Stop"/>, and the stage's data of the partition is put back to what it was before the stage began.</summary>
    Rollback,
}

/// <summary>A stage in one partition, as those who look after its data are told of it.</summary>
/// <param name="Run">The run.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Partition">The partition; none for a stage without.</param>
/// <param name="Steps">Its steps that write data.</param>
public sealed record StageScope(RunId Run, Stage Stage, PartitionKey Partition, ImmutableArray<StepKey> Steps);

/// <summary>The stages in their order; which assets a stage builds is said by <c>AssetDefinition.Stage</c>.</summary>
/// <param name="ForEach">The name of the partitions that the workflow goes through; null where it has none.</param>
/// <param name="Stages">First to last.</param>
public sealed record Workflow(string? ForEach, ImmutableArray<Stage> Stages)
{
    /// <summary>
    /// Puts a stage's data of one partition back to what it was when the stage began there, and gives the markers that count then: a step
    /// that is missing among them was never committed before. Null where nothing can be put back.
    /// </summary>
    public Func<StageScope, CancellationToken, Task<IReadOnlyDictionary<StepKey, CommitMarker>>>? Rollback { get; init; }
}
