using Sluice.Threads;

namespace Sluice.Sql.DuckDb;

/// <summary>Runs one piece of work at a time on a thread whose stack is deep: the caller's where it is such a one, else a thread of its own.</summary>
internal sealed class SessionThread(string name) : IDisposable
{
    private readonly WorkThreads _own = new(name, most: 1);
    private readonly object _turn = new();

    /// <summary>Runs work; the task ends as the work does.</summary>
    internal Task<T> RunAsync<T>(Func<T> work)
    {
        var end = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (WorkThreads.IsCurrentDeep && Monitor.TryEnter(_turn))
        {
            try
            {
                Run(work, end);
            }
            finally
            {
                Monitor.Exit(_turn);
            }
        }
        else
        {
            _own.Post(() =>
            {
                lock (_turn)
                {
                    Run(work, end);
                }
            });
        }

        return end.Task;
    }

    /// <summary>Ends the thread after the work that waits.</summary>
    public void Dispose() => _own.Dispose();

    private static void Run<T>(Func<T> work, TaskCompletionSource<T> end)
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
    }
}
