using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.State;

/// <summary>One run in a list.</summary>
public sealed record RunSummary
{
    /// <summary>The run.</summary>
    public required RunId Run { get; init; }

    /// <summary>What the user asked for; null for none.</summary>
    public string? Title { get; init; }

    /// <summary>How it stands.</summary>
    public RunStatus Status { get; init; }

    /// <summary>One line about its end; null for none.</summary>
    public string? Message { get; init; }

    /// <summary>The process that works or worked on it.</summary>
    public required RunOwner Owner { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Steps that ended well, warnings included.</summary>
    public int Succeeded { get; init; }

    /// <summary>Steps that failed.</summary>
    public int Failed { get; init; }

    /// <summary>Steps that were left out because of others.</summary>
    public int Skipped { get; init; }

    /// <summary>Steps that were left alone as unchanged.</summary>
    public int Unchanged { get; init; }
}

/// <summary>One step of a recorded run.</summary>
public sealed record RunStep
{
    /// <summary>The asset and partition.</summary>
    public required StepKey Step { get; init; }

    /// <summary>How it ended; null while it runs, or where its process ended first.</summary>
    public StepStatus? Status { get; init; }

    /// <summary>Attempts begun.</summary>
    public int Attempts { get; init; }

    /// <summary>When its first attempt began; null where none did.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null where it did not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How long it took, all attempts included; null where it did not end.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Rows written or, for a check, failures; null where unknown.</summary>
    public long? Rows { get; init; }

    /// <summary>One line for people; null for none.</summary>
    public string? Message { get; init; }

    /// <summary>What the diagnostics said; null for none.</summary>
    public string? Details { get; init; }

    /// <summary>True where its end was recovered from the commit marker.</summary>
    public bool Recovered { get; init; }
}

/// <summary>A run with its plan and its steps.</summary>
/// <param name="Summary">The run.</param>
/// <param name="Plan">What it is to do; for a resumed run, what was left.</param>
/// <param name="Steps">The steps that began or were settled, in the order in which they did.</param>
public sealed record RunDetails(RunSummary Summary, RunPlan Plan, ImmutableArray<RunStep> Steps)
{
    /// <summary>Who asked for it, and with what: its start first, then each time that it was resumed. Empty for runs of older versions.</summary>
    public ImmutableArray<RunAudit> Audits { get; init; } = [];
}
