namespace Sluice.Graph.Tests.Neo4j.StandIn;

/// <summary>Exclusive locks that transactions hold until they end. Who would close a circle of waiting gets the deadlock error instead.</summary>
internal sealed class LockManager
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ServerTransaction> _holders = new(StringComparer.Ordinal);
    private readonly Dictionary<ServerTransaction, string> _waiting = [];
    private TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal int Deadlocks { get; private set; }

    internal int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    internal async Task TakeAsync(ServerTransaction transaction, string resource)
    {
        while (true)
        {
            Task release;
            lock (_gate)
            {
                if (!_holders.TryGetValue(resource, out var holder) || holder == transaction)
                {
                    _holders[resource] = transaction;
                    _waiting.Remove(transaction);
                    return;
                }

                if (WaitsFor(holder, transaction))
                {
                    Deadlocks++;
                    _waiting.Remove(transaction);
                    throw new Neo4jError(
                        "Neo.TransientError.Transaction.DeadlockDetected",
                        $"ForsetiClient[transactionId={transaction.Number}] can't acquire ExclusiveLock on {resource}, because holders of that lock are waiting for ForsetiClient[transactionId={transaction.Number}].");
                }

                _waiting[transaction] = resource;
                release = _released.Task;
            }

            await release.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    internal void ReleaseAll(ServerTransaction transaction)
    {
        lock (_gate)
        {
            foreach (var resource in _holders.Where(held => held.Value == transaction).Select(held => held.Key).ToList())
            {
                _holders.Remove(resource);
            }

            _waiting.Remove(transaction);
            _released.SetResult();
            _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private bool WaitsFor(ServerTransaction one, ServerTransaction other) =>
        _waiting.TryGetValue(one, out var resource) && _holders.TryGetValue(resource, out var holder) && (holder == other || WaitsFor(holder, other));
}
