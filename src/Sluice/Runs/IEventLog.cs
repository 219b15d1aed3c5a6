using System.Collections.Immutable;

namespace Sluice.Runs;

/// <summary>The append-only record of what happened. Safe to use from several threads; events keep the order in which they were appended.</summary>
public interface IEventLog
{
    /// <summary>Appends an event; completes when it survives the end of the process.</summary>
    Task AppendAsync(RunEvent happened, CancellationToken cancellationToken = default);

    /// <summary>Appends events in their order, all of them or none; completes when they survive the end of the process.</summary>
    Task AppendAsync(IReadOnlyList<RunEvent> happened, CancellationToken cancellationToken = default);

    /// <summary>Appends the event that makes a run active, unless one is: a log has one active run at a time.</summary>
    /// <param name="begins">A <see cref="RunStarted"/> or <see cref="RunResumed"/>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Null where the event was appended, else the run that is active.</returns>
    /// <exception cref="ArgumentException">The event makes no run active.</exception>
    Task<ActiveRun?> TryAppendAsync(RunEvent begins, CancellationToken cancellationToken = default);

    /// <summary>What asks an active run to stop; null where nobody has asked since it last began.</summary>
    Task<CancelRequested?> FindCancelAsync(RunId run, CancellationToken cancellationToken = default);

    /// <summary>The events of a run, oldest first; empty for a run that the log does not hold.</summary>
    Task<ImmutableArray<RunEvent>> ReadAsync(RunId run, CancellationToken cancellationToken = default);

    /// <summary>The runs that were interrupted and not compared with the commit markers since, oldest first.</summary>
    Task<ImmutableArray<RunId>> FindUnrepairedAsync(CancellationToken cancellationToken = default);
}
