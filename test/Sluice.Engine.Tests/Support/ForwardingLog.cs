using System.Collections.Immutable;
using Sluice.Engine.State;
using Sluice.Runs;

namespace Sluice.Engine.Tests.Support;

/// <summary>A log in memory in whose way a test can step.</summary>
internal abstract class ForwardingLog : IEventLog
{
    private readonly InMemoryEventLog _log = new();

    public Task AppendAsync(RunEvent happened, CancellationToken cancellationToken = default) => AppendAsync([happened], cancellationToken);

    public virtual Task AppendAsync(IReadOnlyList<RunEvent> happened, CancellationToken cancellationToken = default) => _log.AppendAsync(happened, cancellationToken);

    public Task<ActiveRun?> TryAppendAsync(RunEvent begins, CancellationToken cancellationToken = default) => _log.TryAppendAsync(begins, cancellationToken);

    public Task<CancelRequested?> FindCancelAsync(RunId run, CancellationToken cancellationToken = default) => _log.FindCancelAsync(run, cancellationToken);

    public Task<ImmutableArray<RunEvent>> ReadAsync(RunId run, CancellationToken cancellationToken = default) => _log.ReadAsync(run, cancellationToken);

    public Task<ImmutableArray<RunId>> FindUnrepairedAsync(CancellationToken cancellationToken = default) => _log.FindUnrepairedAsync(cancellationToken);
}
