using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Sluice.DuckDb.Connections;
using Sluice.DuckDb.Native;
using Sluice.DuckDb.Statements;

namespace Sluice.DuckDb;

/// <summary>
/// SQL to run, one statement or several, with parameters. A command of one statement plans it once and keeps the plan for its
/// next execution, so that running it often costs little.
/// </summary>
public sealed class DuckDbCommand : DbCommand
{
    private DuckDbConnection? _connection;
    private DuckDbTransaction? _transaction;
    private string _commandText = "";
    private int? _commandTimeout;
    private bool? _streamResult;
    private PreparedStatement? _prepared;
    private Session? _preparedOn;

    /// <summary>A command without text.</summary>
    public DuckDbCommand()
    {
    }

    /// <summary>A command with its text.</summary>
    public DuckDbCommand(string? commandText, DuckDbConnection? connection = null, DuckDbTransaction? transaction = null)
    {
        CommandText = commandText;
        _connection = connection;
        _transaction = transaction;
    }

    /// <summary>One or more statements, separated by semicolons.</summary>
    [AllowNull]
    public override string CommandText
    {
        get => _commandText;
        set
        {
            if (_commandText != value)
            {
                ForgetPrepared();
                _commandText = value ?? "";
            }
        }
    }

    /// <summary>Seconds after which a statement, or a wait for rows, is interrupted. Default: the connection's, which is 0, no limit.</summary>
    public override int CommandTimeout
    {
        get => _commandTimeout ?? _connection?.CommandTimeout ?? 0;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _commandTimeout = value;
        }
    }

    /// <summary>
    /// Whether readers take rows while the query still runs, which needs little memory but keeps the connection busy until the
    /// reader is closed. Default: the connection's, which is false: the result is complete before the reader is there.
    /// </summary>
    public bool StreamResult
    {
        get => _streamResult ?? _connection?.StreamResults ?? false;
        set => _streamResult = value;
    }

    /// <summary>Always <see cref="CommandType.Text"/>.</summary>
    /// <exception cref="NotSupportedException">Set to another type.</exception>
    public override CommandType CommandType
    {
        get => CommandType.Text;
        set
        {
            if (value != CommandType.Text)
            {
                throw new NotSupportedException($"a command is SQL text; DuckDB has no {value}");
            }
        }
    }

    /// <inheritdoc cref="DbCommand.Connection"/>
    public new DuckDbConnection? Connection
    {
        get => _connection;
        set
        {
            if (_connection != value)
            {
                ForgetPrepared();
                _connection = value;
            }
        }
    }

    /// <inheritdoc cref="DbCommand.Transaction"/>
    public new DuckDbTransaction? Transaction
    {
        get => _transaction;
        set => _transaction = value;
    }

    /// <inheritdoc cref="DbCommand.Parameters"/>
    public new DuckDbParameterCollection Parameters { get; } = new();

    /// <inheritdoc/>
    public override bool DesignTimeVisible { get; set; }

    /// <inheritdoc/>
    public override UpdateRowSource UpdatedRowSource { get; set; }

    /// <inheritdoc/>
    protected override DbConnection? DbConnection
    {
        get => Connection;
        set => Connection = (DuckDbConnection?)value;
    }

    /// <inheritdoc/>
    protected override DbParameterCollection DbParameterCollection => Parameters;

    /// <inheritdoc/>
    protected override DbTransaction? DbTransaction
    {
        get => Transaction;
        set => Transaction = (DuckDbTransaction?)value;
    }

    /// <summary>Interrupts the command while it runs on another thread. Thread-safe.</summary>
    public override void Cancel() => _connection?.Interrupt();

    /// <inheritdoc cref="DbCommand.CreateParameter"/>
    [SuppressMessage("Performance", "CA1822", Justification = "It hides a method of the base class.")]
    public new DuckDbParameter CreateParameter() => new();

    /// <summary>Plans the statement now instead of with its first execution. A command of several statements is only parsed.</summary>
    /// <exception cref="DuckDbException">The SQL is wrong.</exception>
    public override void Prepare() => Prepare(Ready(), CommandTimeout);

    internal void Prepare(Session session, int timeoutSeconds)
    {
        if (TakePrepared(session) is not null)
        {
            return;
        }

        using var call = new RunningCall(session, timeoutSeconds, CancellationToken.None);
        var count = NativeMethods.ExtractStatements(session.Connection, CommandText, out var pointer);
        using var statements = new ExtractedHandle(pointer);
        try
        {
            CommandRun.EnsureParsed(count, statements, CommandText);
            if (count == 1)
            {
                KeepPrepared(session, new PreparedStatement(session, statements, 0, CommandText));
            }
        }
        catch (DuckDbException error)
        {
            throw call.Explain(error);
        }
    }

    /// <summary>Plans the statement on the connection's thread.</summary>
    public override Task PrepareAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Ready().Worker.RunAsync(() =>
        {
            Prepare();
            return true;
        });
    }

    /// <summary>Runs all statements; gives the number of rows that they inserted, updated, deleted or copied, or -1 where none does that.</summary>
    /// <exception cref="DuckDbException">A statement failed; the ones after it were not run.</exception>
    public override int ExecuteNonQuery() => ExecuteNonQuery(Ready(), CancellationToken.None);

    /// <summary>Runs all statements on the connection's thread; the token interrupts them.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken) =>
        OnWorker(session => ExecuteNonQuery(session, cancellationToken), cancellationToken);

    /// <summary>Runs all statements; gives the first column of the first row, null where there is no row, <see cref="DBNull"/> for NULL.</summary>
    public override object? ExecuteScalar() => ExecuteScalar(Ready(), CancellationToken.None);

    /// <summary>Runs all statements on the connection's thread; the token interrupts them.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public override Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken) =>
        OnWorker(session => ExecuteScalar(session, cancellationToken), cancellationToken);

    /// <inheritdoc cref="DbCommand.ExecuteReader()"/>
    public new DuckDbDataReader ExecuteReader() => ExecuteReader(CommandBehavior.Default);

    /// <inheritdoc cref="DbCommand.ExecuteReader(CommandBehavior)"/>
    public new DuckDbDataReader ExecuteReader(CommandBehavior behavior) => ExecuteReader(Ready(), behavior, CancellationToken.None);

    /// <summary>Runs the first statements, up to one that gives rows, on the connection's thread; the token interrupts them.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public new Task<DuckDbDataReader> ExecuteReaderAsync(CancellationToken cancellationToken = default) =>
        ExecuteReaderAsync(CommandBehavior.Default, cancellationToken);

    /// <inheritdoc cref="ExecuteReaderAsync(CancellationToken)"/>
    public new Task<DuckDbDataReader> ExecuteReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken = default) =>
        OnWorker(session => ExecuteReader(session, behavior, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    protected override DbParameter CreateDbParameter() => CreateParameter();

    /// <inheritdoc/>
    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => ExecuteReader(behavior);

    /// <inheritdoc/>
    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
        await ExecuteReaderAsync(behavior, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            ForgetPrepared();
        }

        base.Dispose(disposing);
    }

    internal PreparedStatement? TakePrepared(Session session) => _preparedOn == session ? _prepared : null;

    /// <summary>Keeps the plan for the next execution.</summary>
    internal void KeepPrepared(Session session, PreparedStatement statement)
    {
        if (_prepared != statement)
        {
            ForgetPrepared();
            (_prepared, _preparedOn) = (statement, session);
        }
    }

    /// <summary>Frees the plan; the next execution makes a new one.</summary>
    internal void ForgetPrepared()
    {
        _prepared?.Dispose();
        (_prepared, _preparedOn) = (null, null);
    }

    private Session Ready()
    {
        var connection = _connection ?? throw new InvalidOperationException("the command has no connection");
        var session = connection.SessionOf(_transaction);
        return string.IsNullOrWhiteSpace(_commandText) ? throw new InvalidOperationException("the command has no text") : session;
    }

    private Task<T> OnWorker<T>(Func<Session, T> call, CancellationToken cancellationToken)
    {
        var session = Ready();
        return cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<T>(cancellationToken)
            : session.Worker.RunAsync(() => call(session));
    }

    private int ExecuteNonQuery(Session session, CancellationToken cancellationToken)
    {
        using var run = new CommandRun(session, this, stream: false, CommandTimeout);
        while (run.Next(cancellationToken) is { } result)
        {
            result.Handle.Dispose();
        }

        return (int)Math.Min(run.RecordsAffected, int.MaxValue);
    }

    private object? ExecuteScalar(Session session, CancellationToken cancellationToken)
    {
        using var reader = ExecuteReader(session, CommandBehavior.Default, cancellationToken);
        return reader.Read() ? reader.GetValue(0) : null;
    }

    private DuckDbDataReader ExecuteReader(Session session, CommandBehavior behavior, CancellationToken cancellationToken)
    {
        var run = new CommandRun(session, this, StreamResult, CommandTimeout);
        var reader = new DuckDbDataReader(_connection!, session, run, behavior);
        try
        {
            if (behavior.HasFlag(CommandBehavior.SchemaOnly))
            {
                Prepare();
                reader.ShowColumns(_prepared ?? throw new NotSupportedException("only a command of one statement can be asked for its columns without being run"));
            }
            else
            {
                reader.MoveToRows(cancellationToken);
            }

            return reader;
        }
        catch
        {
            reader.Abandon();
            throw;
        }
    }
}
