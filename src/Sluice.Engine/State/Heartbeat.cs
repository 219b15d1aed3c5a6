using Sluice.Runs;

namespace Sluice.Engine.State;

/// <summary>Says every few seconds that the runs of this process go on, for those who look from another machine.</summary>
internal sealed class Heartbeat : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private readonly HashSet<RunId> _active = [];
    private readonly EventWriter _writer;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    internal Heartbeat(EventWriter writer, TimeProvider time)
    {
        _writer = writer;
        _time = time;
        _timer = time.CreateTimer(_ => Beat(), null, Interval, Interval);
    }

    /// <summary>Learns from an event which runs are active.</summary>
    internal void Observe(RunEvent happened)
    {
        lock (_gate)
        {
            switch (happened)
            {
                case RunStarted or RunResumed:
                    _active.Add(happened.Run);
                    break;
                case RunEnded:
                    _active.Remove(happened.Run);
                    break;
                default:
                    break;
            }
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Beat()
    {
        RunId[] active;
        lock (_gate)
        {
            active = [.. _active];
        }

        if (active.Length == 0)
        {
            return;
        }

        var now = WriteSession.Micros(_time.GetUtcNow());
        // A beat that is lost does no harm, and the next event reports what is wrong with the store.
        _ = _writer.RunAsync(session =>
        {
            foreach (var run in active)
            {
                session.Execute("update runs set seen_at = $2 where run = $1", run.ToString(), now);
            }
        }).ContinueWith(beat => beat.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }
}
