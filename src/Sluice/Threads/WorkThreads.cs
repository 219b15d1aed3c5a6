namespace Sluice.Threads;

/// <summary>
/// Threads that take pieces of work from one queue, with a stack of 16 MiB each: deep templates need it. A thread is started when there is
/// work for it and none is idle. Safe to use from several threads.
/// </summary>
/// <remarks>
/// They wait without spinning, unlike those of the thread pool, whose search for work takes the processor from a database in the same process.
/// </remarks>
public sealed class WorkThreads : IDisposable
{
    private const int StackBytes = 16 * 1024 * 1024;

    [ThreadStatic]
    private static WorkThreads? _owner;

    // What a piece of work posts as its last act is done by the same thread: waking another one takes longer than a small piece.
    [ThreadStatic]
    private static bool _hasNext;

    private readonly Queue<Action> _work = new();
    private readonly string _name;
    private readonly int _most;
    private int _started;
    private int _idle;
    private bool _isClosed;

    /// <summary>No thread is started yet.</summary>
    /// <param name="name">What a debugger shows; a number follows where there may be several.</param>
    /// <param name="most">The number of threads at most; 1 or more.</param>
    public WorkThreads(string name, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        (_name, _most) = (name, most);
    }

    /// <summary>True where the calling thread is one of any such threads, so that its stack is deep.</summary>
    public static bool IsCurrentDeep => _owner is not null;

    /// <summary>Has a piece of work done. Posted from one of these threads it may wait until that thread has ended its own piece.</summary>
    /// <param name="work">The work. It handles its own exceptions: one that leaves it ends the process.</param>
    /// <exception cref="ObjectDisposedException">Nothing is accepted any more.</exception>
    public void Post(Action work)
    {
        lock (_work)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _work.Enqueue(work);
            if (_owner == this && !_hasNext)
            {
                _hasNext = true;
            }
            else if (_idle > 0)
            {
                Monitor.Pulse(_work);
            }
            else if (_started < _most)
            {
                _started++;
                var name = _most == 1 ? _name : $"{_name} {_started}";
                new Thread(Loop, StackBytes) { IsBackground = true, Name = name }.Start();
            }
        }
    }

    /// <summary>Has a piece of work done; the task ends as the work does.</summary>
    /// <exception cref="ObjectDisposedException">Nothing is accepted any more.</exception>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        var end = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => Run(work, end));
        return end.Task;
    }

    /// <summary>Does a piece of work on the calling thread; the task has ended as the work did.</summary>
    public static Task<T> RunHere<T>(Func<T> work)
    {
        var end = new TaskCompletionSource<T>();
        Run(work, end);
        return end.Task;
    }

    /// <summary>Ends the threads after the work that waits. Does not wait for them.</summary>
    public void Dispose()
    {
        lock (_work)
        {
            _isClosed = true;
            Monitor.PulseAll(_work);
        }
    }

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

    private void Loop()
    {
        _owner = this;
        while (Take() is { } work)
        {
            work();
        }
    }

    private Action? Take()
    {
        lock (_work)
        {
            _hasNext = false;
            Action? work;
            while (!_work.TryDequeue(out work) && !_isClosed)
            {
                _idle++;
                Monitor.Wait(_work);
                _idle--;
            }

            return work;
        }
    }
}
