namespace Sluice.DuckDb.Connections;

/// <summary>
/// A thread that makes the blocking calls of one connection, so that an asynchronous caller does not wait. It starts with the
/// first call and ends when there has been none for a while.
/// </summary>
internal sealed class ConnectionWorker
{
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(10);

    private readonly Queue<Action> _calls = new();
    private bool _running;

    /// <summary>Makes the call on the worker; its exception becomes the task's.</summary>
    internal Task<T> RunAsync<T>(Func<T> call)
    {
        // Continuations must not run on the worker: they would block the connection's next call.
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                completion.SetResult(call());
            }
            catch (OperationCanceledException error)
            {
                completion.SetCanceled(error.CancellationToken);
            }
            catch (Exception error)
            {
                completion.SetException(error);
            }
        });
        return completion.Task;
    }

    private void Post(Action call)
    {
        lock (_calls)
        {
            _calls.Enqueue(call);
            if (_running)
            {
                Monitor.Pulse(_calls);
                return;
            }

            _running = true;
        }

        new Thread(Work) { IsBackground = true, Name = "DuckDB connection" }.Start();
    }

    private void Work()
    {
        while (TryTake(out var call))
        {
            call();
        }
    }

    private bool TryTake(out Action call)
    {
        lock (_calls)
        {
            while (!_calls.TryDequeue(out call!))
            {
                if (!Monitor.Wait(_calls, IdleLimit) && _calls.Count == 0)
                {
                    _running = false;
                    return false;
                }
            }

            return true;
        }
    }
}
