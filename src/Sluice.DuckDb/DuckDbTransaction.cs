using System.Data;
using System.Data.Common;
using Sluice.DuckDb.Connections;
using Sluice.DuckDb.Errors;

namespace Sluice.DuckDb;

/// <summary>A transaction: it sees the database as it was at its first statement, and its changes appear at once or never.</summary>
public sealed class DuckDbTransaction : DbTransaction
{
    private readonly DuckDbConnection _connection;
    private readonly Session _session;

    internal DuckDbTransaction(DuckDbConnection connection, Session session)
    {
        _connection = connection;
        _session = session;
    }

    /// <summary>The connection; null once the transaction has ended.</summary>
    public new DuckDbConnection? Connection => IsActive ? _connection : null;

    /// <summary>Always <see cref="IsolationLevel.Snapshot"/>.</summary>
    public override IsolationLevel IsolationLevel => IsolationLevel.Snapshot;

    /// <inheritdoc/>
    protected override DbConnection? DbConnection => Connection;

    private bool IsActive => _session.Transaction == this;

    /// <summary>Makes the changes permanent and visible.</summary>
    /// <exception cref="InvalidOperationException">The transaction has ended.</exception>
    /// <exception cref="DuckDbException">
    /// A conflict with another transaction (transient), or an earlier error aborted this one; nothing is committed, and the
    /// transaction has ended.
    /// </exception>
    public override void Commit() => Commit(CancellationToken.None);

    /// <summary>Makes the changes permanent on the connection's thread. A cancelled commit is rolled back.</summary>
    public override Task CommitAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _session.Worker.RunAsync(() =>
        {
            Commit(cancellationToken);
            return true;
        });
    }

    /// <summary>Drops the changes.</summary>
    /// <exception cref="InvalidOperationException">The transaction has ended.</exception>
    public override void Rollback()
    {
        EnsureActive();
        _session.StreamingReader?.Abandon(); // its rows go with the transaction
        using var call = new RunningCall(_session, 0, CancellationToken.None);
        End(call, "rollback");
    }

    /// <summary>Drops the changes on the connection's thread.</summary>
    public override Task RollbackAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _session.Worker.RunAsync(() =>
        {
            Rollback();
            return true;
        });
    }

    /// <summary>Rolls back where the transaction has not ended.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing && IsActive)
        {
            Rollback();
        }

        base.Dispose(disposing);
    }

    private void Commit(CancellationToken cancellationToken)
    {
        EnsureActive();
        _session.EnsureNoStream();
        using var call = new RunningCall(_session, 0, cancellationToken);
        var cause = _session.IsAborted() ? _session.AbortCause : null;
        End(call, cause is null ? "commit" : "rollback");
        if (cause is not null)
        {
            throw DuckDbErrors.NotCommitted(cause);
        }
    }

    private void End(RunningCall call, string sql)
    {
        try
        {
            _session.Query(sql);
        }
        catch (DuckDbException error)
        {
            throw call.Explain(error);
        }
        finally
        {
            _session.Transaction = null; // DuckDB has rolled back what it could not commit
            _session.Succeeded();
        }
    }

    private void EnsureActive()
    {
        if (!IsActive)
        {
            throw new InvalidOperationException("the transaction has ended: it was committed or rolled back, or its connection was closed");
        }
    }
}
