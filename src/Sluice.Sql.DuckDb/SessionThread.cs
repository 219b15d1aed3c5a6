namespace Sluice.Sql.DuckDb;

/// <summary>A thread that does one piece of work after another. Deep templates need a deep stack, so it has one.</summary>
internal sealed class SessionThread : IDisposable
{
    private const int StackBytes = 16 * 1024 * 1024;

    // Waited for with a monitor: a semaphore spins first, and takes the processor from those that have work.
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
        lock (_work)
        {
            _work.Enqueue(work);
            Monitor.Pulse(_work);
        }
    }

    private void Loop()
    {
        while (!_ends)
        {
            Take()();
        }
    }

    private Action Take()
    {
        lock (_work)
        {
            Action? work;
            while (!_work.TryDequeue(out work))
            {
                Monitor.Wait(_work);
            }

            return work;
        }
    }
}
