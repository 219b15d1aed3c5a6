using Sluice.DuckDb.Errors;
using Sluice.DuckDb.Native;

namespace Sluice.DuckDb.Connections;

/// <summary>An open connection: its handles, the call that runs on it, and what must be freed before it closes.</summary>
internal sealed class Session : IDisposable
{
    private readonly SharedDatabase _database;
    private readonly string _connectSql;
    private readonly HashSet<ISessionChild> _children = [];
    private ConnectionWorker? _worker;
    private RunningCall? _running;
    private volatile bool _closed;
    private DuckDbException? _abortCause;

    private Session(SharedDatabase database, string connectSql, ConnectionHandle connection)
    {
        _database = database;
        _connectSql = connectSql;
        Connection = connection;
    }

    internal ConnectionHandle Connection { get; }

    /// <summary>The open reader that takes its rows from a query that still runs; DuckDB allows one, and nothing beside it.</summary>
    internal DuckDbDataReader? StreamingReader { get; set; }

    /// <summary>The transaction that was begun on the connection object and has not ended.</summary>
    internal DuckDbTransaction? Transaction { get; set; }

    /// <summary>The error that may have aborted the transaction; null once a statement has succeeded since.</summary>
    internal DuckDbException? AbortCause => _abortCause;

    internal static Session Open(ConnectionSettings settings)
    {
        var database = new SharedDatabase(settings.OpenDatabase(out var connectSql));
        try
        {
            return Open(database, connectSql);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static Session Open(SharedDatabase database, string connectSql)
    {
        var session = new Session(database, connectSql, DatabaseInstances.Connect(database.Handle));
        try
        {
            session.Query(connectSql);
            return session;
        }
        catch
        {
            session.Connection.Dispose();
            throw;
        }
    }

    /// <summary>Another connection to the same instance.</summary>
    internal Session Duplicate()
    {
        var database = _database.Share();
        try
        {
            return Open(database, _connectSql);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>The thread for asynchronous calls.</summary>
    internal ConnectionWorker Worker => _worker ??= new ConnectionWorker();

    /// <summary>Runs statements whose results do not matter.</summary>
    internal unsafe void Query(string sql)
    {
        using var result = new ResultHandle();
        if (NativeMethods.Query(Connection, sql, result.Pointer) != DuckDbState.Success)
        {
            throw DuckDbErrors.FromResult(result, sql);
        }
    }

    internal void Enter(RunningCall call)
    {
        if (_closed)
        {
            throw new InvalidOperationException("the connection was closed while the command ran");
        }

        if (Interlocked.CompareExchange(ref _running, call, null) is not null)
        {
            throw new InvalidOperationException(
                "the connection is already running a command; await it first, or use another connection for what runs at the same time");
        }
    }

    internal void Leave() => Volatile.Write(ref _running, null);

    /// <summary>Interrupts the call that runs, if one does. Thread-safe.</summary>
    internal void Interrupt() => Volatile.Read(ref _running)?.Interrupt();

    internal void InterruptNative()
    {
        try
        {
            NativeMethods.Interrupt(Connection);
        }
        catch (ObjectDisposedException)
        {
            // The connection was closed meanwhile: nothing runs any more.
        }
    }

    /// <summary>How far the running statement is; null where none runs. Thread-safe.</summary>
    internal DuckDbQueryProgress? ReadProgress()
    {
        if (Volatile.Read(ref _running) is null)
        {
            return null;
        }

        try
        {
            var progress = NativeMethods.QueryProgress(Connection);
            return progress.Percentage < 0
                ? new(null, 0, 0)
                : new(Math.Min(progress.Percentage, 100), (long)progress.RowsProcessed, (long)progress.RowsToProcess);
        }
        catch (ObjectDisposedException)
        {
            return null; // the connection was closed meanwhile
        }
    }

    /// <summary>Throws where a streaming reader stands in the way of another statement.</summary>
    internal void EnsureNoStream()
    {
        if (StreamingReader is not null)
        {
            throw new InvalidOperationException(
                "a reader that streams its result is open on this connection; close it first, or use another connection");
        }
    }

    /// <summary>Ends a streaming query whose rows were not all taken; DuckDB would keep its transaction until the next statement.</summary>
    internal void EndStream()
    {
        try
        {
            Query("select 1");
        }
        catch (DuckDbException error) when (error.ErrorType == DuckDbErrorType.Transaction)
        {
            _abortCause ??= error; // an aborted transaction takes no statement; its query has ended all the same
        }
    }

    internal void Track(ISessionChild child)
    {
        lock (_children)
        {
            _children.Add(child);
        }
    }

    internal void Forget(ISessionChild child)
    {
        lock (_children)
        {
            _children.Remove(child);
        }
    }

    internal void Succeeded() => _abortCause = null;

    /// <summary>Remembers what may abort the transaction, and adds it to the error of a later statement.</summary>
    internal DuckDbException ExplainAborted(DuckDbException error)
    {
        if (DuckDbErrors.SaysAborted(error))
        {
            return _abortCause is null ? error : DuckDbErrors.Aborted(error, _abortCause);
        }

        if (Aborts(error.ErrorType))
        {
            _abortCause ??= error;
        }

        return error;
    }

    /// <summary>Asks DuckDB whether the transaction is aborted; COMMIT itself would roll back without a word.</summary>
    internal bool IsAborted()
    {
        if (_abortCause is null)
        {
            return false;
        }

        try
        {
            Query("select 1");
            _abortCause = null;
            return false;
        }
        catch (DuckDbException error) when (DuckDbErrors.SaysAborted(error))
        {
            return true;
        }
    }

    public void Dispose()
    {
        _closed = true;
        while (Volatile.Read(ref _running) is { } running)
        {
            running.Interrupt();
            running.WaitUntilEnded();
        }

        List<ISessionChild> children;
        lock (_children)
        {
            children = [.. _children];
        }

        foreach (var child in children)
        {
            child.Abandon();
        }

        Transaction = null;
        Connection.Dispose();
        _database.Dispose();
    }

    // DuckDB leaves the transaction intact where the statement never began to run.
    private static bool Aborts(DuckDbErrorType type) => type is not (DuckDbErrorType.Parser or DuckDbErrorType.Binder
        or DuckDbErrorType.Catalog or DuckDbErrorType.Syntax or DuckDbErrorType.ParameterNotAllowed
        or DuckDbErrorType.ParameterNotResolved or DuckDbErrorType.MissingExtension);
}
