namespace Sluice.Sql.DuckDb;

/// <summary>A thread that does one piece of work after another. Deep templates need a deep stack, so it has one.</summary>
internal sealed class SessionThread : IDisposable
{
    private const int StackBytes = 16 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _waiting = new(0);
    private readonly Queue<Action> _work = new();
    private bool _ends;

    internal SessionThread(string name)
    {
        var thread = new Thread(Loop, StackBytes) { IsBackground = true, Name = name };
        thread.Start();
    }

    /// <summary>Runs work on the thread; the task ends as the work does.</summary>
    internal Task<T> RunAsync<T>(Func<T> work)
    {
        var end = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(() =>
        {
            try
            {
                end.SetResult(work());
            }
            catch (OperationCanceledException error)
            {
                end.SetCanceled(error.CancellationToken);
            }
            catch (Exception error)
            {
                end.SetException(error);
            }
        });
        return end.Task;
    }

    /// <summary>Ends the thread after the work that waits.</summary>
    public void Dispose() => Enqueue(() => _ends = true);

    private void Enqueue(Action work)
    {
        lock (_gate)
        {
            _work.Enqueue(work);
        }

        _waiting.Release();
    }

    private void Loop()
    {
        while (!_ends)
        {
            _waiting.Wait();
            Action work;
            lock (_gate)
            {
                work = _work.Dequeue();
            }

            work();
        }

        _waiting.Dispose();
    }
}
