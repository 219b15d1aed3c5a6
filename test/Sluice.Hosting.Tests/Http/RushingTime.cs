using System.Collections.Concurrent;

namespace Sluice.Hosting.Tests.Http;

/// <summary>
/// A clock that jumps ahead to the end of each wait as soon as it begins, and notes it. Waits of one chosen length are limits of
/// requests: those pass only when a test moves the clock. It is for code whose waits come at moments that no test knows, and from several places at a time:
/// <see cref="Sluice.Testing.ManualTime"/> stands still there.
/// </summary>
internal sealed class RushingTime(TimeSpan limit) : TimeProvider
{
    private readonly TimeSpan _limitLength = limit;
    private readonly Lock _gate = new();
    private readonly List<Alarm> _limits = [];
    private DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    internal ConcurrentQueue<TimeSpan> Waits { get; } = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

    internal void Advance(TimeSpan by)
    {
        List<Alarm> due;
        lock (_gate)
        {
            _now += by;
            due = _limits.FindAll(alarm => alarm.Due <= _now);
            _limits.RemoveAll(due.Contains);
        }

        due.ForEach(alarm => alarm.Ring());
    }

    private sealed class Alarm(RushingTime time, Action ring) : ITimer
    {
        internal DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                Dispose();
                return true;
            }

            lock (time._gate)
            {
                Due = time._now + dueTime;
                if (dueTime == time._limitLength)
                {
                    time._limits.Add(this);
                    return true;
                }

                time._now = Due;
                time.Waits.Enqueue(dueTime);
            }

            ThreadPool.QueueUserWorkItem(_ => ring());
            return true;
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                time._limits.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Ring() => ring();
    }

}
