using System.Collections.Immutable;
using Sluice.Assets;

namespace Sluice.Runs;

/// <summary>Finds earlier verdicts. Safe to use from several threads.</summary>
public interface IVerdictHistory
{
    /// <summary>The verdicts that match, the last one first. Of a step that was run twice in one run, the later one counts.</summary>
    Task<ImmutableArray<VerdictRecord>> FindVerdictsAsync(VerdictQuery query, CancellationToken cancellationToken = default);
}

/// <summary>A verdict, and where it was found.</summary>
/// <param name="Run">The run.</param>
/// <param name="Step">The gate or the prerequisites, and the partition.</param>
/// <param name="At">When the step ended.</param>
/// <param name="Verdict">What was found.</param>
public sealed record VerdictRecord(RunId Run, StepKey Step, DateTimeOffset At, Verdict Verdict);

/// <summary>Which verdicts are asked for; what is null does not limit them.</summary>
public sealed record VerdictQuery
{
    /// <summary>The rule's name.</summary>
    public string? Rule { get; init; }

    /// <summary>The partition; <see cref="PartitionKey.None"/> for those of a workflow without partitions.</summary>
    public PartitionKey? Partition { get; init; }

    /// <summary>The run.</summary>
    public RunId? Run { get; init; }

    /// <summary>A run whose verdicts are left out.</summary>
    public RunId? Except { get; init; }

    /// <summary>True where errors are left out, except for those that a person let pass. Default: false.</summary>
    public bool AcceptedOnly { get; init; }

    /// <summary>The most verdicts returned; at least 1. Default 100.</summary>
    public int Limit { get; init; } = 100;
}
