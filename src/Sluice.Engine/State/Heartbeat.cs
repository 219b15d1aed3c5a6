using Sluice.Runs;

namespace Sluice.Engine.State;

/// <summary>
/// Says every few seconds that the runs of this process go on, for those who look from another machine; and writes the ends of runs that
/// could not be written when they came.
/// </summary>
internal sealed class Heartbeat : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private readonly HashSet<RunId> _active = [];
    private readonly Dictionary<RunId, RunEnded> _owed = [];
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

    /// <summary>Keeps the end of a run until it can be written.</summary>
    internal void Owe(RunEnded ended)
    {
        lock (_gate)
        {
            _owed[ended.Run] = ended;
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Beat()
    {
        RunId[] active;
        RunEnded[] owed;
        lock (_gate)
        {
            active = [.. _active];
            owed = [.. _owed.Values];
        }

        if (active.Length + owed.Length > 0)
        {
            // It does not throw: a beat that is lost comes again.
            _ = WriteAsync(active, owed);
        }
    }

    private async Task WriteAsync(RunId[] active, RunEnded[] owed)
    {
        var now = WriteSession.Micros(_time.GetUtcNow());
        try
        {
            await _writer.RunAsync(session =>
            {
                foreach (var run in active)
                {
                    session.Execute("update runs set seen_at = $2 where run = $1", run.ToString(), now);
                }

                foreach (var ended in owed.Where(ended => session.IsActive(ended.Run)))
                {
                    session.Append(ended);
                }
            });
            lock (_gate)
            {
                Array.ForEach(owed, ended => _owed.Remove(ended.Run));
            }
        }
        catch (Exception error) when (error is EngineException or ObjectDisposedException)
        {
            // The next event reports what is wrong with the store.
        }
    }
}
