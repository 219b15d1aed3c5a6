using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Sluice.DuckDb.Connections;
using Sluice.DuckDb.Native;

namespace Sluice.DuckDb;

/// <summary>
/// A connection to a DuckDB database. All connections of a process to one file share one instance, which is released with the
/// last of them. A connection runs one command at a time; only <see cref="Interrupt"/> and <see cref="QueryProgress"/> may be
/// used from other threads meanwhile. The blocking calls of asynchronous methods run on a thread of the connection.
/// </summary>
public sealed partial class DuckDbConnection : DbConnection
{
    private ConnectionSettings _settings;
    private string _connectionString;
    private Session? _session;

    /// <summary>A connection to a database in memory, not yet open.</summary>
    public DuckDbConnection()
        : this("")
    {
    }

    /// <summary>A connection that is not yet open; see <see cref="DuckDbConnectionStringBuilder"/> for the keys.</summary>
    /// <exception cref="ArgumentException">The connection string is wrong.</exception>
    public DuckDbConnection(string? connectionString)
    {
        _connectionString = connectionString ?? "";
        _settings = new(_connectionString);
    }

    /// <summary>The version of the DuckDB library, such as <c>v1.5.6</c>.</summary>
    public static string LibraryVersion => Utf8.Borrowed(NativeMethods.LibraryVersion())!;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Set while open.</exception>
    /// <exception cref="ArgumentException">The connection string is wrong.</exception>
    [AllowNull]
    public override string ConnectionString
    {
        get => _connectionString;
        set
        {
            EnsureClosed();
            _settings = new(value);
            _connectionString = value ?? "";
        }
    }

    /// <summary>The name of the current catalog where open, else empty.</summary>
    public override string Database => _session is null ? "" : Scalar("select current_database()");

    /// <summary>The path of the file, or <c>:memory:</c>.</summary>
    public override string DataSource => _settings.DataSource;

    /// <inheritdoc/>
    public override string ServerVersion => LibraryVersion;

    /// <inheritdoc/>
    public override ConnectionState State => _session is null ? ConnectionState.Closed : ConnectionState.Open;

    /// <summary>How far the running statement is; null where none runs. Thread-safe.</summary>
    public DuckDbQueryProgress? QueryProgress => _session?.ReadProgress();

    /// <inheritdoc/>
    protected override DbProviderFactory DbProviderFactory => DuckDbProviderFactory.Instance;

    /// <inheritdoc/>
    public override bool CanCreateBatch => true;

    internal int CommandTimeout => _settings.CommandTimeout;

    internal bool StreamResults => _settings.StreamResults;

    /// <summary>What is open.</summary>
    /// <exception cref="InvalidOperationException">The connection is closed.</exception>
    internal Session Session => _session ?? throw new InvalidOperationException("the connection is closed; open it first");

    /// <summary>What is open, for a command that belongs to that transaction, if it names one.</summary>
    /// <exception cref="InvalidOperationException">The connection is closed, or the transaction is not the active one.</exception>
    internal Session SessionOf(DuckDbTransaction? transaction) => transaction is null || transaction == Session.Transaction
        ? Session
        : throw new InvalidOperationException("the command's transaction has ended, or belongs to another connection");

    /// <summary>Opens the database, creating the file when absent, and connects.</summary>
    /// <exception cref="InvalidOperationException">It is open already.</exception>
    /// <exception cref="DuckDbException">The file cannot be opened; where another process holds it, the error names the process.</exception>
    public override void Open()
    {
        EnsureClosed();
        _session = Session.Open(_settings);
        Announce(ConnectionState.Closed, ConnectionState.Open);
    }

    /// <summary>Opens the database on another thread. An open that is cancelled goes on there and is then closed again.</summary>
    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        EnsureClosed();
        cancellationToken.ThrowIfCancellationRequested();
        var settings = _settings;
        var opening = new ConnectionWorker().RunAsync(() => Session.Open(settings));
        try
        {
            _session = await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ = opening.ContinueWith(static late => late.GetAwaiter().GetResult().Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }

        Announce(ConnectionState.Closed, ConnectionState.Open);
    }

    /// <summary>Rolls back what is not committed, frees what belongs to the connection, and closes it. A closed one is left as it is.</summary>
    public override void Close()
    {
        if (_session is { } session)
        {
            _session = null;
            session.Dispose();
            Announce(ConnectionState.Open, ConnectionState.Closed);
        }
    }

    /// <summary>Closes it on another thread: the last connection of an instance moves the log of what was written into the database file.</summary>
    public override async Task CloseAsync()
    {
        if (_session is { } session)
        {
            _session = null;
            await new ConnectionWorker().RunAsync(() =>
            {
                session.Dispose();
                return true;
            }).ConfigureAwait(false);
            Announce(ConnectionState.Open, ConnectionState.Closed);
        }
    }

    /// <summary>Closes it on another thread, and disposes of it.</summary>
    public override async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Another open connection to the same instance; for a private database in memory the only way to get one.</summary>
    /// <exception cref="InvalidOperationException">The connection is closed.</exception>
    public DuckDbConnection Duplicate()
    {
        var other = new DuckDbConnection(_connectionString) { _session = Session.Duplicate() };
        other.Announce(ConnectionState.Closed, ConnectionState.Open);
        return other;
    }

    /// <summary>Adds rows to a table of the current schema, or of the one given. The table's own name is taken as it is, without quotes.</summary>
    /// <exception cref="DuckDbException">There is no such table.</exception>
    public DuckDbAppender CreateAppender(string table, string? schema = null, string? catalog = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(table);
        return new(Session, catalog, schema, table);
    }

    /// <summary>Interrupts the statement that runs, which then fails with <see cref="DuckDbErrorType.Interrupt"/>. Nothing happens where none runs. Thread-safe.</summary>
    public void Interrupt() => _session?.Interrupt();

    /// <summary>Makes another attached database the current one.</summary>
    public override void ChangeDatabase(string databaseName)
    {
        ArgumentException.ThrowIfNullOrEmpty(databaseName);
        Run($"use {SqlText.Quote(databaseName)}");
    }

    /// <inheritdoc cref="DbConnection.CreateCommand"/>
    public new DuckDbCommand CreateCommand() => new() { Connection = this };

    /// <summary>A command with its text.</summary>
    public DuckDbCommand CreateCommand(string sql) => new(sql, this);

    /// <summary>Several commands that run together on this connection.</summary>
    public new DuckDbBatch CreateBatch() => new(this);

    /// <summary>Begins a transaction, with DuckDB's snapshot isolation.</summary>
    /// <exception cref="InvalidOperationException">One is active already: DuckDB does not nest them.</exception>
    public new DuckDbTransaction BeginTransaction() => BeginTransaction(IsolationLevel.Unspecified);

    /// <summary>Begins a transaction. DuckDB's is a snapshot, which is also all that the weaker levels ask for.</summary>
    /// <exception cref="InvalidOperationException">One is active already: DuckDB does not nest them.</exception>
    /// <exception cref="NotSupportedException">The level is stronger than a snapshot.</exception>
    public new DuckDbTransaction BeginTransaction(IsolationLevel isolationLevel)
    {
        if (isolationLevel is IsolationLevel.Serializable or IsolationLevel.Chaos)
        {
            throw new NotSupportedException($"DuckDB isolates transactions by snapshots; it has no level {isolationLevel}");
        }

        var session = Session;
        if (session.Transaction is not null)
        {
            throw new InvalidOperationException("a transaction is active on this connection; DuckDB does not nest transactions");
        }

        Run("begin transaction");
        return session.Transaction = new DuckDbTransaction(this, session);
    }

    /// <inheritdoc/>
    protected override DbCommand CreateDbCommand() => CreateCommand();

    /// <inheritdoc/>
    protected override DbBatch CreateDbBatch() => CreateBatch();

    /// <inheritdoc/>
    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => BeginTransaction(isolationLevel);

    /// <inheritdoc/>
    protected override ValueTask<DbTransaction> BeginDbTransactionAsync(IsolationLevel isolationLevel, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(BeginTransaction(isolationLevel)); // takes no time: DuckDB only notes it
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close();
        }

        base.Dispose(disposing);
    }

    private void Run(string sql)
    {
        var session = Session;
        session.EnsureNoStream();
        using var call = new RunningCall(session, 0, CancellationToken.None);
        try
        {
            session.Query(sql);
        }
        catch (DuckDbException error)
        {
            throw call.Explain(error);
        }
    }

    private string Scalar(string sql)
    {
        using var command = CreateCommand(sql);
        return (string)command.ExecuteScalar()!;
    }

    private void EnsureClosed()
    {
        if (_session is not null)
        {
            throw new InvalidOperationException("the connection is open; close it first");
        }
    }

    private void Announce(ConnectionState before, ConnectionState after) => OnStateChange(new StateChangeEventArgs(before, after));
}
