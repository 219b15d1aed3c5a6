using System.Collections.Immutable;

namespace Sluice.Runs;

/// <summary>The append-only record of what happened. Safe to use from several threads; events keep the order in which they were appended.</summary>
public interface IEventLog
{
    /// <summary>Appends an event; completes when it survives the end of the process.</summary>
    Task AppendAsync(RunEvent happened, CancellationToken cancellationToken = default);

    /// <summary>Appends the event unless the run is active; false where it is.</summary>
    Task<bool> TryAppendAsync(RunResumed resumed, CancellationToken cancellationToken = default);

    /// <summary>The events of a run, oldest first; empty for a run that the log does not hold.</summary>
    Task<ImmutableArray<RunEvent>> ReadAsync(RunId run, CancellationToken cancellationToken = default);

    /// <summary>The runs that were interrupted and not compared with the commit markers since, oldest first.</summary>
    Task<ImmutableArray<RunId>> FindUnrepairedAsync(CancellationToken cancellationToken = default);
}
