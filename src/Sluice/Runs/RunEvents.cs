using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Sluice.Assets;
using Sluice.Plans;

namespace Sluice.Runs;

/// <summary>How a run stands.</summary>
public enum RunStatus
{
    /// <summary>It goes on.</summary>
    Running,

    /// <summary>Every step ended well.</summary>
    Succeeded,

    /// <summary>At least one step did not.</summary>
    Failed,

    /// <summary>The user stopped it.</summary>
    Cancelled,

    /// <summary>Its process ended before it did.</summary>
    Interrupted,
}

/// <summary>The process that works on a run.</summary>
/// <param name="Host">The machine's name.</param>
/// <param name="ProcessId">The process.</param>
/// <param name="ProcessStart">Tells the process from a later one with the same id; opaque.</param>
public sealed record RunOwner(string Host, int ProcessId, string ProcessStart);

/// <summary>A run that goes on.</summary>
/// <param name="Run">The run.</param>
/// <param name="Owner">The process that works on it.</param>
/// <param name="Since">When that process began with it.</param>
public sealed record ActiveRun(RunId Run, RunOwner Owner, DateTimeOffset Since);

/// <summary>Something that happened in a run. The log of these is the only record of it; all else is derived.</summary>
/// <param name="Run">The run.</param>
/// <param name="At">When.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(RunStarted), "run_started")]
[JsonDerivedType(typeof(RunResumed), "run_resumed")]
[JsonDerivedType(typeof(RunRepaired), "run_repaired")]
[JsonDerivedType(typeof(RunEnded), "run_ended")]
[JsonDerivedType(typeof(StepStarted), "step_started")]
[JsonDerivedType(typeof(StepRetried), "step_retried")]
[JsonDerivedType(typeof(StepEnded), "step_ended")]
[JsonDerivedType(typeof(StageRetried), "stage_retried")]
[JsonDerivedType(typeof(StageLate), "stage_late")]
[JsonDerivedType(typeof(StageRolledBack), "stage_rolled_back")]
[JsonDerivedType(typeof(CancelRequested), "cancel_requested")]
[JsonDerivedType(typeof(CheckpointTaken), "checkpoint_taken")]
public abstract record RunEvent(RunId Run, DateTimeOffset At);

/// <summary>A run began.</summary>
/// <param name="Run">The run.</param>
/// <param name="At">When.</param>
/// <param name="Owner">Who works on it.</param>
/// <param name="Title">What the user asked for, such as the command line; null for none.</param>
/// <param name="Plan">What it is to do.</param>
public sealed record RunStarted(RunId Run, DateTimeOffset At, RunOwner Owner, string? Title, RunPlan Plan) : RunEvent(Run, At)
{
    /// <summary>Who asked for it, and with what; null for a run of an older version.</summary>
    public RunAudit? Audit { get; init; }
}

/// <summary>A stopped run goes on.</summary>
/// <param name="Run">The run.</param>
/// <param name="At">When.</param>
/// <param name="Owner">Who works on it now.</param>
/// <param name="Plan">What is left to do.</param>
public sealed record RunResumed(RunId Run, DateTimeOffset At, RunOwner Owner, RunPlan Plan) : RunEvent(Run, At)
{
    /// <summary>Who asked for it, and with what; null where an older version did.</summary>
    public RunAudit? Audit { get; init; }
}

/// <summary>The log of an interrupted run was compared with the commit markers, and completed.</summary>
/// <param name="Run">The run.</param>
/// <param name="At">When.</param>
/// <param name="Recovered">Steps that turned out to be committed.</param>
public sealed record RunRepaired(RunId Run, DateTimeOffset At, int Recovered) : RunEvent(Run, At);

/// <summary>Somebody asked that a run stops; the process that works on it does so when it sees this.</summary>
/// <param name="Run">The run.</param>
/// <param name="At">When.</param>
/// <param name="By">The process that asked.</param>
public sealed record CancelRequested(RunId Run, DateTimeOffset At, RunOwner By) : RunEvent(Run, At);

/// <summary>A run ended.</summary>
/// <param name="Run">The run.</param>
/// <param name="At">When.</param>
/// <param name="Status">How.</param>
/// <param name="Message">One line for people; null where the status says it all.</param>
public sealed record RunEnded(RunId Run, DateTimeOffset At, RunStatus Status, string? Message) : RunEvent(Run, At);

/// <summary>An attempt of a step began.</summary>
/// <param name="Run">The run.</param>
/// <param name="At">When.</param>
/// <param name="Step">The step.</param>
/// <param name="Attempt">1 for the first.</param>
public sealed record StepStarted(RunId Run, DateTimeOffset At, StepKey Step, int Attempt) : RunEvent(Run, At);

/// <summary>An attempt failed in a way that may pass; another one follows.</summary>
/// <param name="Run">The run.</param>
/// <param name="At">When.</param>
/// <param name="Step">The step.</param>
/// <param name="Attempt">The attempt that failed.</param>
/// <param name="Delay">The wait before the next one.</param>
/// <param name="Message">Why it failed; null where unknown.</param>
public sealed record StepRetried(RunId Run, DateTimeOffset At, StepKey Step, int Attempt, TimeSpan Delay, string? Message) : RunEvent(Run, At);

/// <summary>A stage failed in a partition, and what failed in it runs again.</summary>
/// <param name="Run">The run.</param>
/// <param name="At">When.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Partition">The partition; none for a stage without.</param>
/// <param name="Retry">1 for the first time.</param>
/// <param name="Steps">The steps that run again.</param>
public sealed record StageRetried(RunId Run, DateTimeOffset At, string Stage, PartitionKey Partition, int Retry, ImmutableArray<StepKey> Steps) : RunEvent(Run, At);

/// <summary>A stage took longer in a partition than is expected of it.</summary>
/// <param name="Run">The run.</param>
/// <param name="At">When it ended.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Partition">The partition; none for a stage without.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Expected">How long it should have taken.</param>
public sealed record StageLate(RunId Run, DateTimeOffset At, string Stage, PartitionKey Partition, TimeSpan Elapsed, TimeSpan Expected) : RunEvent(Run, At);

/// <summary>A stage failed for good in a partition, and its data is as it was before the stage began there.</summary>
/// <param name="Run">The run.</param>
/// <param name="At">When.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Partition">The partition; none for a stage without.</param>
/// <param name="Problem">Why it could not be put back; null where it was.</param>
public sealed record StageRolledBack(RunId Run, DateTimeOffset At, string Stage, PartitionKey Partition, string? Problem) : RunEvent(Run, At);

/// <summary>A stage ended well in a partition, and what the partition holds was put on record.</summary>
/// <param name="Run">The run.</param>
/// <param name="At">When.</param>
/// <param name="Checkpoint">What it holds.</param>
public sealed record CheckpointTaken(RunId Run, DateTimeOffset At, Checkpoint Checkpoint) : RunEvent(Run, At);

/// <summary>A step ended, or it was settled without being run.</summary>
/// <param name="Run">The run.</param>
/// <param name="At">When.</param>
/// <param name="Step">The step.</param>
/// <param name="Status">How.</param>
public sealed record StepEnded(RunId Run, DateTimeOffset At, StepKey Step, StepStatus Status) : RunEvent(Run, At)
{
    /// <summary>Attempts made; 0 where it was not run.</summary>
    public int Attempts { get; init; }

    /// <summary>From the first attempt's start to the last one's end.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Rows written or, for a check, failures; null where unknown.</summary>
    public long? Rows { get; init; }

    /// <summary>One line for people.</summary>
    public string? Message { get; init; }

    /// <summary>What the diagnostics said, one after the other; null for none.</summary>
    public string? Details { get; init; }

    /// <summary>The version of the code that ran.</summary>
    public string CodeVersion { get; init; } = "";

    /// <summary>The version of what it read.</summary>
    public string InputVersion { get; init; } = "";

    /// <summary>The fingerprint of what it committed; null where it committed nothing.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>What the rules of a gate, or the prerequisites of a stage, found; null for other steps.</summary>
    public ImmutableArray<Verdict>? Verdicts { get; init; }

    /// <summary>What else is worth knowing about it; null where nothing is.</summary>
    public ImmutableArray<StepMetadata>? Metadata { get; init; }

    /// <summary>The fallback that built it; null where it was built as it should be.</summary>
    public string? Degraded { get; init; }

    /// <summary>True where the process ended before this was recorded, and the commit marker says it.</summary>
    public bool Recovered { get; init; }
}
