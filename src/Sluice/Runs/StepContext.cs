using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Diagnostics;

namespace Sluice.Runs;

/// <summary>What one attempt of a step is told.</summary>
public sealed record StepContext
{
    /// <summary>The run.</summary>
    public required RunId Run { get; init; }

    /// <summary>The asset and partition.</summary>
    public required StepKey Step { get; init; }

    /// <summary>1 for the first attempt.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The version of the code, to be written into the marker.</summary>
    public string CodeVersion { get; init; } = "";

    /// <summary>The version of what is read, to be written into the marker.</summary>
    public string InputVersion { get; init; } = "";

    /// <summary>The marker of the last commit; null where the step was never committed.</summary>
    public CommitMarker? Previous { get; init; }

    /// <summary>True where the user asked to build from scratch.</summary>
    public bool FullRefresh { get; init; }

    /// <summary>How every step of the run ended until now, for hooks at its end; empty otherwise.</summary>
    public ImmutableArray<StepOutcome> Outcomes { get; init; } = [];

    /// <summary>
    /// True where the data of the step is committed and only the statements behind the commit are still to be run: nothing is built.
    /// </summary>
    public bool OnlyHooks { get; init; }

    /// <summary>The fallback that is asked to build the step, to be written into the marker; null for the asset's own body.</summary>
    public string? Fallback { get; init; }

    /// <summary>Takes progress within the step; may be called from any thread, any number of times. Null where nobody listens.</summary>
    public IProgress<StepProgress>? Progress { get; init; }
}

/// <summary>How far a running step is.</summary>
/// <param name="Rows">Rows processed until now; null where unknown.</param>
/// <param name="Fraction">0 to 1; null where unknown.</param>
public readonly record struct StepProgress(long? Rows, double? Fraction);

/// <summary>How an attempt ended.</summary>
public enum StepStatus
{
    /// <summary>The data is committed, the check holds, the hook ran.</summary>
    Succeeded,

    /// <summary>A check found failures that only warn.</summary>
    Warned,

    /// <summary>A check found failures that count.</summary>
    Failed,

    /// <summary>The work could not be done.</summary>
    Errored,

    /// <summary>It was not done because something before it failed, or because the run ended first.</summary>
    Skipped,

    /// <summary>It was not done because nothing that it depends on has changed.</summary>
    Unchanged,

    /// <summary>The user cancelled it.</summary>
    Cancelled,

    /// <summary>An attempt took longer than its limit.</summary>
    TimedOut,
}

/// <summary>What an attempt's body returns.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Rows">Rows written or, for a check, failures; null where unknown.</param>
/// <param name="Message">One line for people; null where the status says it all.</param>
/// <param name="Marker">What was committed; null for checks and hooks.</param>
public sealed record StepResult(StepStatus Status, long? Rows = null, string? Message = null, CommitMarker? Marker = null)
{
    /// <summary>Why it failed, with place and hint. Empty where it did not.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>True where another attempt may succeed.</summary>
    public bool IsTransient { get; init; }

    /// <summary>What the rules of a gate, or the prerequisites of a stage, found. Empty for other steps.</summary>
    public ImmutableArray<Verdict> Verdicts { get; init; } = [];

    /// <summary>What else is worth knowing about it. Empty where nothing is.</summary>
    public ImmutableArray<StepMetadata> Metadata { get; init; } = [];
}

/// <summary>How a step ended, all attempts included.</summary>
/// <param name="Step">The step.</param>
/// <param name="Result">Its last attempt's result.</param>
/// <param name="Attempts">1 where the first one settled it; 0 where none was made.</param>
/// <param name="Duration">From the first attempt's start to the last one's end.</param>
public sealed record StepOutcome(StepKey Step, StepResult Result, int Attempts, TimeSpan Duration);
