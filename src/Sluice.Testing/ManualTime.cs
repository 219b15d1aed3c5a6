using System.Threading.Channels;

namespace Sluice.Testing;

/// <summary>A clock that stands still until a test moves it. Safe to use from several threads.</summary>
/// <param name="start">What it shows first.</param>
public sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private readonly Channel<Timer> _armed = Channel.CreateUnbounded<Timer>();
    private DateTimeOffset _now = start;

    /// <summary>A clock that shows the first moment of 2026, UTC.</summary>
    public ManualTime()
        : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock and fires the timers that are due, each at its moment, on this thread.</summary>
    /// <param name="by">How far; not back.</param>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var end = GetUtcNow() + by;
        while (Next(end) is { } due)
        {
            due.Fire();
        }

        lock (_gate)
        {
            _now = end;
        }
    }

    /// <summary>Completes when something has begun to wait for the clock: the moment to move it. Each wait is told of once, in the order in which they begin.</summary>
    /// <returns>How long it will wait.</returns>
    /// <exception cref="TimeoutException">Nothing has begun to wait within 30 seconds of real time.</exception>
    public async Task<TimeSpan> NextTimerAsync()
    {
        while (true)
        {
            var timer = await _armed.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
            lock (_gate)
            {
                // What has stopped waiting meanwhile is nobody's business.
                if (timer.Due < DateTimeOffset.MaxValue && _timers.Contains(timer))
                {
                    return timer.Due - _now;
                }
            }
        }
    }

    private Timer? Next(DateTimeOffset end)
    {
        lock (_gate)
        {
            var due = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            if (due is null)
            {
                return null;
            }

            _now = due.Due > _now ? due.Due : _now;
            due.Due = due.Period > TimeSpan.Zero ? _now + due.Period : DateTimeOffset.MaxValue;
            return due;
        }
    }

    private sealed class Timer(ManualTime time, Action fire) : ITimer
    {
        internal DateTimeOffset Due { get; set; } = DateTimeOffset.MaxValue;

        internal TimeSpan Period { get; private set; }

        internal void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                if (!time._timers.Contains(this))
                {
                    time._timers.Add(this);
                }

                Due = dueTime < TimeSpan.Zero ? DateTimeOffset.MaxValue : time._now + dueTime;
                Period = period > TimeSpan.Zero ? period : TimeSpan.Zero;
                if (Due < DateTimeOffset.MaxValue)
                {
                    time._armed.Writer.TryWrite(this);
                }

                return true;
            }
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
