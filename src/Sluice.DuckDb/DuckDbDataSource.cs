using System.Data.Common;

namespace Sluice.DuckDb;

/// <summary>
/// Opens connections to one database, which stays open until the source is disposed and its last connection is closed. All
/// connections of one source share its database, also a private one in memory. Thread-safe.
/// </summary>
public sealed class DuckDbDataSource : DbDataSource
{
    private readonly Lock _lock = new();
    private readonly string _connectionString;
    private DuckDbConnection? _first;
    private bool _disposed;

    /// <summary>A source that opens the database with the first connection.</summary>
    /// <exception cref="ArgumentException">The connection string is wrong.</exception>
    public DuckDbDataSource(string connectionString)
    {
        _ = new DuckDbConnectionStringBuilder(connectionString);
        _connectionString = connectionString;
    }

    /// <inheritdoc/>
    public override string ConnectionString => _connectionString;

    /// <inheritdoc cref="DbDataSource.CreateConnection"/>
    public new DuckDbConnection CreateConnection() => new(_connectionString);

    /// <summary>An open connection; the caller disposes it.</summary>
    /// <exception cref="ObjectDisposedException">The source is disposed.</exception>
    public new DuckDbConnection OpenConnection()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_first is null)
            {
                var first = new DuckDbConnection(_connectionString);
                first.Open();
                _first = first;
            }

            return _first.Duplicate();
        }
    }

    /// <summary>A batch that takes a connection of this source when it first runs, and closes it when it is disposed.</summary>
    public new DuckDbBatch CreateBatch() => new(this);

    /// <inheritdoc/>
    protected override DbBatch CreateDbBatch() => CreateBatch();

    /// <inheritdoc/>
    protected override DbConnection CreateDbConnection() => CreateConnection();

    /// <inheritdoc/>
    protected override DbConnection OpenDbConnection() => OpenConnection();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Release();
        }

        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    protected override async ValueTask DisposeAsyncCore()
    {
        Release(); // the base class calls Dispose(false) after this
        await base.DisposeAsyncCore().ConfigureAwait(false);
    }

    private void Release()
    {
        lock (_lock)
        {
            _disposed = true;
            _first?.Dispose();
            _first = null;
        }
    }
}
