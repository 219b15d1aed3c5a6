using Sluice.DuckDb.Errors;

namespace Sluice.DuckDb.Connections;

/// <summary>One blocking call on a connection: who may interrupt it, and what its error then means.</summary>
internal sealed class RunningCall : IDisposable
{
    // DuckDB forgets an interrupt that comes before the query has begun; so it is repeated until the call returns.
    private static readonly TimeSpan Repeat = TimeSpan.FromMilliseconds(10);

    private readonly Session _session;
    private readonly CancellationToken _cancellationToken;
    private readonly int _timeoutSeconds;
    private readonly CancellationTokenRegistration _registration;
    private readonly ITimer? _timeout;
    private readonly object _lock = new();
    private ITimer? _repeat;
    private bool _timedOut;
    private bool _ended;

    internal RunningCall(Session session, int timeoutSeconds, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        session.Enter(this);
        _session = session;
        _cancellationToken = cancellationToken;
        _timeoutSeconds = timeoutSeconds;
        if (timeoutSeconds > 0)
        {
            _timeout = TimeProvider.System.CreateTimer(
                static call => ((RunningCall)call!).TimeOut(), this, TimeSpan.FromSeconds(timeoutSeconds), Timeout.InfiniteTimeSpan);
        }

        if (cancellationToken.CanBeCanceled)
        {
            _registration = cancellationToken.UnsafeRegister(static call => ((RunningCall)call!).Interrupt(), this);
        }
    }

    /// <summary>Interrupts what runs until it returns. Thread-safe.</summary>
    internal void Interrupt()
    {
        lock (_lock)
        {
            if (_ended || _repeat is not null)
            {
                return;
            }

            _repeat = TimeProvider.System.CreateTimer(static call => ((RunningCall)call!).InterruptNow(), this, TimeSpan.Zero, Repeat);
        }
    }

    /// <summary>What to throw for an error of this call: the caller's cancellation, the time-out, or what DuckDB says.</summary>
    internal Exception Explain(DuckDbException error)
    {
        if (error.ErrorType != DuckDbErrorType.Interrupt)
        {
            return _session.ExplainAborted(error);
        }

        _ = _session.ExplainAborted(error); // an interrupt aborts the transaction too
        if (_cancellationToken.IsCancellationRequested)
        {
            return new OperationCanceledException("the command was cancelled", error, _cancellationToken);
        }

        return _timedOut ? DuckDbErrors.TimedOut(_timeoutSeconds, error) : error;
    }

    public void Dispose()
    {
        _registration.Dispose();
        _timeout?.Dispose();
        lock (_lock)
        {
            _ended = true;
            _repeat?.Dispose();
            _session.Leave();
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Waits until the call has returned.</summary>
    internal void WaitUntilEnded()
    {
        lock (_lock)
        {
            while (!_ended)
            {
                Monitor.Wait(_lock);
            }
        }
    }

    private void TimeOut()
    {
        _timedOut = true;
        Interrupt();
    }

    private void InterruptNow()
    {
        lock (_lock)
        {
            if (!_ended)
            {
                _session.InterruptNative();
            }
        }
    }
}
