using Microsoft.Data.Sqlite;
using Sluice.Runs;

namespace Sluice.Engine.State;

/// <summary>
/// The one writer of a store. Who comes first writes, and with its own all that others bring meanwhile, in one transaction: a lone write
/// costs no change of threads, and many at a time cost as much as one. Safe to use from several threads.
/// </summary>
internal sealed class EventWriter : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly WriteSession _session;
    private List<Work> _waiting = [];
    private bool _writing;
    private bool _closing;

    private EventWriter(string path, SqliteConnection connection)
    {
        _path = path;
        _connection = connection;
        _session = new WriteSession(connection);
    }

    /// <summary>Opens the file; creates it and its folder where they are missing.</summary>
    internal static EventWriter Open(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var connection = new SqliteConnection(Connections.Writing(path));
        try
        {
            connection.Open();
            Schema.Migrate(connection, path);
            return new EventWriter(path, connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Has the action run in the next transaction; completes when that is durable.</summary>
    /// <exception cref="EngineException">The transaction could not be written.</exception>
    internal Task RunAsync(Action<WriteSession> action)
    {
        var work = new Work(action);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, this);
            _waiting.Add(work);
            if (_writing)
            {
                return work.Done.Task;
            }

            _writing = true;
        }

        while (Take() is { } batch)
        {
            Write(batch);
        }

        return work.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_closing)
            {
                return;
            }

            _closing = true;
            if (!_writing)
            {
                _idle.SetResult();
            }
        }

        await _idle.Task;
        _session.Dispose();
        await _connection.DisposeAsync();
    }

    /// <summary>What waits; null, and this thread writes no longer, where nothing does.</summary>
    private List<Work>? Take()
    {
        lock (_gate)
        {
            if (_waiting.Count > 0)
            {
                var batch = _waiting;
                _waiting = [];
                return batch;
            }

            _writing = false;
            if (_closing)
            {
                _idle.SetResult();
            }

            return null;
        }
    }

    private void Write(List<Work> batch)
    {
        try
        {
            CrashPoint.Reach(CrashPoint.BeforeEvent);
            _session.Begin();
            foreach (var work in batch)
            {
                work.Action(_session);
            }

            _session.Commit();
            CrashPoint.Reach(CrashPoint.AfterEvent);
        }
        catch (Exception error)
        {
            _session.Rollback();
            var named = error is SqliteException sqlite ? StoreErrors.From(_path, sqlite) : error;
            batch.ForEach(work => work.Done.SetException(named));
            return;
        }

        batch.ForEach(work => work.Done.SetResult());
    }

    private sealed record Work(Action<WriteSession> Action)
    {
        internal TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
