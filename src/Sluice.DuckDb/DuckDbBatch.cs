using System.Data;
using System.Data.Common;
using Sluice.DuckDb.Connections;
using Sluice.DuckDb.Statements;

namespace Sluice.DuckDb;

/// <summary>
/// Several commands that run one after the other in a single call. Each commits for itself, unless a transaction is active; the
/// first that fails stops those after it, and <see cref="DuckDbException.BatchCommand"/> is that command.
/// </summary>
public sealed class DuckDbBatch : DbBatch
{
    private readonly DuckDbDataSource? _source;
    private int? _timeout;
    private DuckDbConnection? _owned;

    /// <summary>A batch without a connection.</summary>
    public DuckDbBatch()
    {
    }

    /// <summary>A batch for a connection.</summary>
    public DuckDbBatch(DuckDbConnection? connection, DuckDbTransaction? transaction = null)
    {
        Connection = connection;
        Transaction = transaction;
    }

    internal DuckDbBatch(DuckDbDataSource source) => _source = source;

    /// <inheritdoc cref="DbBatch.BatchCommands"/>
    public new DuckDbBatchCommandCollection BatchCommands { get; } = new();

    /// <inheritdoc cref="DbBatch.Connection"/>
    public new DuckDbConnection? Connection { get; set; }

    /// <inheritdoc cref="DbBatch.Transaction"/>
    public new DuckDbTransaction? Transaction { get; set; }

    /// <summary>Seconds after which a statement of the batch, or a wait for rows, is interrupted. Default: the connection's, which is 0, no limit.</summary>
    public override int Timeout
    {
        get => _timeout ?? Connection?.CommandTimeout ?? 0;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _timeout = value;
        }
    }

    /// <inheritdoc/>
    protected override DbBatchCommandCollection DbBatchCommands => BatchCommands;

    /// <inheritdoc/>
    protected override DbConnection? DbConnection
    {
        get => Connection;
        set => Connection = (DuckDbConnection?)value;
    }

    /// <inheritdoc/>
    protected override DbTransaction? DbTransaction
    {
        get => Transaction;
        set => Transaction = (DuckDbTransaction?)value;
    }

    /// <summary>Interrupts the batch while it runs on another thread. Thread-safe.</summary>
    public override void Cancel() => Connection?.Interrupt();

    /// <summary>Plans the commands of one statement now instead of with their first execution; one that needs what another creates cannot be.</summary>
    /// <exception cref="DuckDbException">The SQL of a command is wrong.</exception>
    public override void Prepare() => Prepare(Ready());

    /// <summary>Plans the commands of one statement on the connection's thread.</summary>
    public override Task PrepareAsync(CancellationToken cancellationToken = default) => OnWorker(
        session =>
        {
            Prepare(session);
            return true;
        },
        cancellationToken);

    /// <summary>Runs all commands; gives the rows that they have changed together, -1 where none of them changes rows.</summary>
    public override int ExecuteNonQuery() => ExecuteNonQuery(Ready(), CancellationToken.None);

    /// <summary>Runs all commands on the connection's thread; the token interrupts them.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken = default) =>
        OnWorker(session => ExecuteNonQuery(session, cancellationToken), cancellationToken);

    /// <summary>Runs all commands; gives the first column of the first row, null where there is no row, <see cref="DBNull"/> for NULL.</summary>
    public override object? ExecuteScalar() => ExecuteScalar(Ready(), CancellationToken.None);

    /// <summary>Runs all commands on the connection's thread; the token interrupts them.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public override Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken = default) =>
        OnWorker(session => ExecuteScalar(session, cancellationToken), cancellationToken);

    /// <summary>
    /// Runs the first commands, up to one that gives rows; <see cref="DuckDbDataReader.NextResult"/> runs on to the next, and closing the
    /// reader runs the rest.
    /// </summary>
    public new DuckDbDataReader ExecuteReader(CommandBehavior behavior = CommandBehavior.Default) =>
        ExecuteReader(Ready(), behavior, CancellationToken.None);

    /// <summary>Runs the first commands, up to one that gives rows, on the connection's thread; the token interrupts them.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public new Task<DuckDbDataReader> ExecuteReaderAsync(CancellationToken cancellationToken = default) =>
        ExecuteReaderAsync(CommandBehavior.Default, cancellationToken);

    /// <inheritdoc cref="ExecuteReaderAsync(CancellationToken)"/>
    public new Task<DuckDbDataReader> ExecuteReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken = default) =>
        OnWorker(session => ExecuteReader(session, behavior, cancellationToken), cancellationToken);

    /// <summary>Frees the plans of the commands; a batch of a data source also closes its connection.</summary>
    public override void Dispose()
    {
        foreach (var command in BatchCommands)
        {
            command.Command.ForgetPrepared();
        }

        _owned?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override DbBatchCommand CreateDbBatchCommand() => new DuckDbBatchCommand();

    /// <inheritdoc/>
    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => ExecuteReader(behavior);

    /// <inheritdoc/>
    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
        await ExecuteReaderAsync(behavior, cancellationToken).ConfigureAwait(false);

    private Session Ready()
    {
        if (BatchCommands.Count == 0)
        {
            throw new InvalidOperationException("the batch has no commands");
        }

        for (var index = 0; index < BatchCommands.Count; index++)
        {
            if (string.IsNullOrWhiteSpace(BatchCommands[index].CommandText))
            {
                throw new InvalidOperationException($"command {index + 1} of the batch has no text");
            }
        }

        Connection ??= _owned = _source?.OpenConnection();
        return (Connection ?? throw new InvalidOperationException("the batch has no connection")).SessionOf(Transaction);
    }

    private Task<T> OnWorker<T>(Func<Session, T> call, CancellationToken cancellationToken)
    {
        var session = Ready();
        return cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<T>(cancellationToken)
            : session.Worker.RunAsync(() => call(session));
    }

    private void Prepare(Session session)
    {
        for (var index = 0; index < BatchCommands.Count; index++)
        {
            try
            {
                BatchCommands[index].Command.Prepare(session, Timeout);
            }
            catch (DuckDbException error)
            {
                _ = error.InBatch(BatchCommands[index], index + 1, BatchCommands.Count);
                throw;
            }
        }
    }

    private int ExecuteNonQuery(Session session, CancellationToken cancellationToken)
    {
        using var run = Start(session, stream: false);
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
        if (behavior.HasFlag(CommandBehavior.SchemaOnly))
        {
            throw new NotSupportedException("a batch cannot be asked for its columns without being run; ask a command of one statement");
        }

        var reader = new DuckDbDataReader(Connection!, session, Start(session, Connection!.StreamResults), behavior);
        try
        {
            reader.MoveToRows(cancellationToken);
            return reader;
        }
        catch
        {
            reader.Abandon();
            throw;
        }
    }

    // A copy: what is added while the reader is open belongs to the next execution.
    private BatchRun Start(Session session, bool stream) => new(session, [.. BatchCommands], stream, Timeout);
}
