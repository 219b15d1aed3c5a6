namespace Sluice.Hosting.Http;

/// <summary>Lets requests through one after the other, so that no stretch of time has more of them than each limit allows.</summary>
/// <remarks>
/// Exact, not by segments, and by the clock that it is given; the limiters of System.Threading.RateLimiting have a clock of their own and
/// forget at the end of the process what was spent of a day's quota.
/// </remarks>
internal sealed class SlidingWindows(string source, IReadOnlyList<RateLimit> limits, QuotaFile file, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly TimeSpan _longest = limits.Count == 0 ? TimeSpan.Zero : limits.Max(limit => limit.Window);
    private SpentQuota? _spent;

    /// <summary>Waits for a turn and takes it.</summary>
    /// <exception cref="HttpSourceException">The turn would come later than <paramref name="maxWait"/> from now.</exception>
    internal async Task TakeTurnAsync(TimeSpan maxWait, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var spent = _spent ??= file.Read();
            for (var now = time.GetUtcNow(); NextFree(spent, now) is var free && free > now; now = time.GetUtcNow())
            {
                if (free - now > maxWait)
                {
                    throw new HttpSourceException(source, HttpFailure.QuotaReached, $"the quota is spent until {free:yyyy-MM-dd HH:mm:ss}Z", retryAt: free);
                }

                await Task.Delay(free - now, time, cancellationToken);
            }

            Take(spent);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Lets nothing through until then: the source says that it is exhausted.</summary>
    internal async Task BlockUntilAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            (_spent ??= file.Read()).BlockedUntil = until;
            file.Write(_spent);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private void Take(SpentQuota spent)
    {
        if (limits.Count == 0)
        {
            return;
        }

        var now = time.GetUtcNow();
        spent.Sent.RemoveAll(sent => sent + _longest <= now);
        spent.Sent.Add(now);
        if (_longest >= QuotaFile.ShortestKept)
        {
            file.Write(spent);
        }
    }

    private DateTimeOffset NextFree(SpentQuota spent, DateTimeOffset now)
    {
        var free = spent.BlockedUntil > now ? spent.BlockedUntil : now;
        foreach (var limit in limits.Where(limit => spent.Sent.Count >= limit.Requests))
        {
            // The request that must have left the window before the next may come.
            var leaves = spent.Sent[^limit.Requests] + limit.Window;
            free = leaves > free ? leaves : free;
        }

        return free;
    }
}
