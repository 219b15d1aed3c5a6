using Sluice.DuckDb.Errors;

namespace Sluice.DuckDb.Connections;

/// <summary>One blocking call on a connection: who may interrupt it, and what its error then means.</summary>
internal sealed class RunningCall : IDisposable
{
    private readonly Session _session;
    private readonly CancellationToken _cancellationToken;
    private readonly int _timeoutSeconds;
    private readonly CancellationTokenRegistration _registration;
    private readonly object _lock = new();
    private bool _isWatched;
    private bool _isInterrupted;
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
            _isWatched = true;
            CallWatch.Interrupt(this, timeoutSeconds * 1000L);
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
            if (!_ended && !_isInterrupted)
            {
                _isInterrupted = _isWatched = true;
                CallWatch.Interrupt(this, 0);
            }
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

        return _timeoutSeconds > 0 && !_isInterrupted ? DuckDbErrors.TimedOut(_timeoutSeconds, error) : error;
    }

    public void Dispose()
    {
        _registration.Dispose();
        lock (_lock)
        {
            _ended = true;
            if (_isWatched)
            {
                CallWatch.Forget(this);
            }

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

    /// <summary>Interrupts what runs, once; nothing where the call has returned.</summary>
    internal void InterruptNow()
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
