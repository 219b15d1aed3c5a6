namespace Sluice.DuckDb.Connections;

/// <summary>
/// Interrupts calls whose time is over, on one thread of its own: the timers of the thread pool fire seconds late where the pool's threads
/// or the processors are all busy. The thread starts with the first call that is watched.
/// </summary>
internal static class CallWatch
{
    // DuckDB forgets an interrupt that comes before the query has begun; so it is repeated until the call returns.
    private const long RepeatMilliseconds = 10;

    private static readonly Dictionary<RunningCall, long> DueOf = [];
    private static Thread? _thread;
    private static long _wakesAt;

    /// <summary>Interrupts a call after a time and again every 10 ms, until <see cref="Forget"/>.</summary>
    /// <param name="call">The call. One that is watched already is interrupted at the new time instead.</param>
    /// <param name="milliseconds">From now; 0 or more.</param>
    internal static void Interrupt(RunningCall call, long milliseconds)
    {
        var due = Environment.TickCount64 + milliseconds;
        lock (DueOf)
        {
            DueOf[call] = due;
            if (_thread is null)
            {
                _wakesAt = due;
                _thread = new Thread(Watch) { IsBackground = true, Name = "DuckDB time limits" };
                _thread.Start();
            }
            else if (due < _wakesAt)
            {
                Monitor.Pulse(DueOf);
            }
        }
    }

    /// <summary>Watches a call no longer. An interrupt may still be on its way.</summary>
    internal static void Forget(RunningCall call)
    {
        lock (DueOf)
        {
            _ = DueOf.Remove(call);
        }
    }

    private static void Watch()
    {
        while (true)
        {
            foreach (var call in WaitForDue())
            {
                call.InterruptNow();
            }
        }
    }

    private static RunningCall[] WaitForDue()
    {
        lock (DueOf)
        {
            while (true)
            {
                var now = Environment.TickCount64;
                RunningCall[] due = [.. from watched in DueOf where watched.Value <= now select watched.Key];
                if (due.Length > 0)
                {
                    foreach (var call in due)
                    {
                        DueOf[call] = now + RepeatMilliseconds;
                    }

                    return due;
                }

                _wakesAt = DueOf.Count == 0 ? long.MaxValue : DueOf.Values.Min();
                _ = Monitor.Wait(DueOf, DueOf.Count == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(_wakesAt - now));
            }
        }
    }
}
