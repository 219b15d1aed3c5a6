using Sluice.Runs;

namespace Sluice.Engine.Runs;

/// <summary>Looks in the log whether another process asks that a run stops, twice a second, and stops it then.</summary>
internal sealed class CancelWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private readonly RunId _run;
    private readonly IEventLog _log;
    private readonly CancellationTokenSource _stop;
    private readonly PeriodicTimer _timer;
    private readonly Task _watching;

    internal CancelWatch(RunId run, IEventLog log, CancellationTokenSource stop)
    {
        (_run, _log, _stop) = (run, log, stop);
        // The other process asks in real time, whatever clock this one runs by.
        _timer = new PeriodicTimer(Interval, TimeProvider.System);
        _watching = WatchAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _watching;
    }

    private async Task WatchAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            try
            {
                if (await _log.FindCancelAsync(_run, CancellationToken.None) is not null)
                {
                    await _stop.CancelAsync();
                    return;
                }
            }
            catch (EngineException)
            {
                // The next event that is written reports what is wrong with the log.
            }
        }
    }
}
