using Microsoft.Data.Sqlite;
using Sluice.Runs;

namespace Sluice.Engine.State;

/// <summary>
/// The one writer of a store: a thread that owns a connection and writes all that waits in one transaction, so that many small
/// writes at a time cost as much as one.
/// </summary>
internal sealed class EventWriter : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _path;
    private List<Work> _waiting = [];
    private bool _closing;

    private EventWriter(string path)
    {
        _path = path;
    }

    internal static async Task<EventWriter> StartAsync(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var writer = new EventWriter(path);
        new Thread(writer.Write) { IsBackground = true, Name = "sluice state" }.Start();
        await writer._opened.Task;
        return writer;
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
            _arrived.Release();
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
            _arrived.Release();
        }

        await _closed.Task;
        _arrived.Dispose();
    }

    private void Write()
    {
        try
        {
            using var connection = new SqliteConnection(Connections.Writing(_path));
            connection.Open();
            Schema.Migrate(connection, _path);
            using var session = new WriteSession(connection);
            _opened.SetResult();
            while (Take() is { } batch)
            {
                Write(connection, session, batch);
            }
        }
        catch (Exception error)
        {
            _opened.TrySetException(error);
        }
        finally
        {
            _closed.SetResult();
        }
    }

    private List<Work>? Take()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_waiting.Count > 0)
                {
                    var batch = _waiting;
                    _waiting = [];
                    return batch;
                }

                if (_closing)
                {
                    return null;
                }
            }

            _arrived.Wait();
        }
    }

    private void Write(SqliteConnection connection, WriteSession session, List<Work> batch)
    {
        try
        {
            CrashPoint.Reach(CrashPoint.BeforeEvent);
            using var transaction = connection.BeginTransaction(deferred: false);
            session.Use(transaction);
            foreach (var work in batch)
            {
                work.Action(session);
            }

            transaction.Commit();
            CrashPoint.Reach(CrashPoint.AfterEvent);
        }
        catch (Exception error)
        {
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
