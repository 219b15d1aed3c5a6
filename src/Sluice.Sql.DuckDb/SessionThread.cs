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
        if (!WorkThreads.IsCurrentDeep || !Monitor.TryEnter(_turn))
        {
            return _own.RunAsync(() =>
            {
                lock (_turn)
                {
                    return work();
                }
            });
        }

        try
        {
            return WorkThreads.RunHere(work);
        }
        finally
        {
            Monitor.Exit(_turn);
        }
    }

    /// <summary>Ends the thread after the work that waits.</summary>
    public void Dispose() => _own.Dispose();
}
