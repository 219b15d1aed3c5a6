using Sluice.Assets;

namespace Sluice.Runs;

/// <summary>Names a run; sorts by its start.</summary>
/// <param name="Value">A version 7 UUID.</param>
public readonly record struct RunId(Guid Value)
{
    /// <summary>A new id.</summary>
    public static RunId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}

/// <summary>The row of <c>sluice.commits</c> that says that a partition is complete; commits with its data.</summary>
/// <param name="Step">The asset and partition.</param>
/// <param name="Run">The run that wrote it.</param>
/// <param name="Attempt">1 for the first attempt.</param>
/// <param name="CodeVersion">The version of the code that built it.</param>
/// <param name="InputVersion">The version of what it read.</param>
/// <param name="Fingerprint">
/// Names the content: a rebuild that yields the same rows keeps it, any other gives a new one. Downstream input versions are made of it.
/// </param>
/// <param name="RowCount">Rows in the partition; null for a view.</param>
/// <param name="CommittedAt">When.</param>
public sealed record CommitMarker(
    StepKey Step, RunId Run, int Attempt, string CodeVersion, string InputVersion, string Fingerprint, long? RowCount,
    DateTimeOffset CommittedAt)
{
    /// <summary>
    /// True where the rows are complete, and statements that belong behind their commit have not all run: a hook outside of the
    /// transaction failed, or the process ended before it. The next run makes up for them.
    /// </summary>
    public bool HooksPending { get; init; }

    /// <summary>The fallback that built it, because what should build it could not; the next run builds it again. Null where nothing is amiss.</summary>
    public string? Degraded { get; init; }

    /// <summary>Rows that the partition held before this commit; null where it was not committed before, or nobody counted.</summary>
    public long? PreviousRowCount { get; init; }

    /// <summary>
    /// The scenario whose run built it, where another scenario goes on from it: there it counts as it is, whatever the code says now, until
    /// it is built again on demand. Null where the scenario built it itself.
    /// </summary>
    public string? ForkedFrom { get; init; }
}

/// <summary>Reads the markers back from where the data lies.</summary>
public interface ICommitStore
{
    /// <summary>The last marker of every step whose relation still exists.</summary>
    Task<IReadOnlyDictionary<StepKey, CommitMarker>> ReadAsync(CancellationToken cancellationToken);
}
