using System.Collections;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Sluice.DuckDb.Connections;
using Sluice.DuckDb.Native;
using Sluice.DuckDb.Results;
using Sluice.DuckDb.Statements;
using Sluice.DuckDb.Vectors;

namespace Sluice.DuckDb;

/// <summary>
/// Reads the rows of a command or a batch, straight from DuckDB's vectors. Statements without rows are run on the way to the next one that
/// has some; closing runs those that are left, unless one has failed.
/// </summary>
[SuppressMessage("Design", "CA1010", Justification = "The base class decides what it enumerates.")]
public sealed partial class DuckDbDataReader : DbDataReader, IDbColumnSchemaGenerator, ISessionChild
{
    private readonly DuckDbConnection _connection;
    private readonly Session _session;
    private readonly IStatementRun _run;
    private readonly CommandBehavior _behavior;
    private ResultChunks? _chunks;
    private ResultColumns _columns = ResultColumns.None;
    private ColumnVector[] _current = []; // this and the next are empty unless on a row, so that nothing else need be asked for a field
    private PlainColumns _plain;
    private long _row; // counts up from -_rows; below 0 on a row
    private long _rows; // of the current chunk, once Read has entered it
    private bool _closed;

    internal DuckDbDataReader(DuckDbConnection connection, Session session, IStatementRun run, CommandBehavior behavior)
    {
        _connection = connection;
        _session = session;
        _run = run;
        _behavior = behavior;
        session.Track(this);
    }

    /// <summary>Always 0: a STRUCT is one value.</summary>
    public override int Depth => 0;

    /// <summary>Whether the current result has a row; may fetch the first ones.</summary>
    public override bool HasRows
    {
        get
        {
            EnsureOpen();
            return _chunks is { HadRows: true } || Fetch(CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public override bool IsClosed => _closed;

    /// <summary>The rows that the statements have changed so far; -1 where none of them changes rows.</summary>
    public override int RecordsAffected => (int)Math.Min(_run.RecordsAffected, int.MaxValue);

    private bool Streams => _run.Streams;

    private bool Ended => _chunks is not { Ended: false };

    private bool SingleRow => _behavior.HasFlag(CommandBehavior.SingleRow);

    /// <summary>Moves to the next row; false after the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override bool Read() => ++_row < 0 || ReadNextChunk(CancellationToken.None);

    /// <summary>Moves to the next row; only a result that streams may have to wait, which it does on the connection's thread.</summary>
    public override Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<bool>(cancellationToken);
        }

        return !Streams || _row + 1 < 0 || _closed || Ended || _chunks is { IsWaiting: true }
            ? Task.FromResult(Read()) // the runtime keeps a task for each of both answers
            : _session.Worker.RunAsync(() => ++_row < 0 || ReadNextChunk(cancellationToken));
    }

    /// <summary>The next rows as a whole; null after the last. The caller disposes them.</summary>
    /// <exception cref="InvalidOperationException">The reader is on a row: a chunk is taken whole.</exception>
    public DuckDbDataChunk? ReadChunk() => ReadChunk(CancellationToken.None);

    /// <summary>The next rows as a whole; only a result that streams may have to wait, which it does on the connection's thread.</summary>
    public Task<DuckDbDataChunk?> ReadChunkAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<DuckDbDataChunk?>(cancellationToken);
        }

        return Streams && !Ended && !_closed
            ? _session.Worker.RunAsync(() => ReadChunk(cancellationToken))
            : Task.FromResult(ReadChunk(cancellationToken));
    }

    /// <summary>Runs the statements up to the next one that gives rows; false where there is none.</summary>
    public override bool NextResult()
    {
        EnsureOpen();
        return MoveToRows(CancellationToken.None);
    }

    /// <summary>Runs the statements up to the next one that gives rows, on the connection's thread.</summary>
    public override Task<bool> NextResultAsync(CancellationToken cancellationToken)
    {
        EnsureOpen();
        return cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<bool>(cancellationToken)
            : _session.Worker.RunAsync(() => MoveToRows(cancellationToken));
    }

    /// <inheritdoc/>
    public override IEnumerator GetEnumerator() => new DbEnumerator(this, closeReader: false);

    /// <summary>Runs the statements that are left, then frees the result.</summary>
    public override void Close()
    {
        if (_closed)
        {
            return;
        }

        try
        {
            while (_run.HasNext && MoveToRows(CancellationToken.None))
            {
            }
        }
        finally
        {
            Abandon();
            if (_behavior.HasFlag(CommandBehavior.CloseConnection))
            {
                _connection.Close();
            }
        }
    }

    /// <summary>Runs the statements that are left on the connection's thread, then frees the result.</summary>
    public override async Task CloseAsync()
    {
        if (!_closed && _run.HasNext)
        {
            await _session.Worker.RunAsync(() => Drain()).ConfigureAwait(false);
        }

        Close();
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    void ISessionChild.Abandon() => Abandon();

    /// <summary>Frees the result; what is left to run is not run.</summary>
    internal void Abandon()
    {
        if (!_closed)
        {
            ReleaseResult();
            _closed = true;
            _session.Forget(this);
            _run.Dispose();
        }
    }

    /// <summary>Shows the columns of a statement that is not run.</summary>
    internal void ShowColumns(PreparedStatement statement)
    {
        _run.Skip();
        _columns = ResultColumns.Of(statement.Handle);
    }

    /// <summary>Runs statements until one gives rows.</summary>
    internal bool MoveToRows(CancellationToken cancellationToken)
    {
        ReleaseResult();
        while (_run.Next(cancellationToken) is { } next)
        {
            if (next.Kind == ResultKind.Rows)
            {
                _chunks = new ResultChunks(_session, _run, next.Handle);
                _columns = _chunks.Columns;
                _session.StreamingReader = Streams ? this : null;
                return true;
            }

            next.Handle.Dispose();
        }

        return false;
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

    private bool Drain()
    {
        while (MoveToRows(CancellationToken.None))
        {
        }

        return true;
    }

    private bool ReadNextChunk(CancellationToken cancellationToken)
    {
        LeaveRow();
        EnsureOpen();
        if (_chunks is not { IsWaiting: true } && ((SingleRow && _chunks is { HadRows: true }) || !Fetch(cancellationToken)))
        {
            return false;
        }

        _chunks!.Enter();
        _rows = SingleRow ? 1 : _chunks.Rows;
        _row = -_rows;
        _current = _columns.Vectors;
        _plain.Set(_current, _rows);
        return true;
    }

    private DuckDbDataChunk? ReadChunk(CancellationToken cancellationToken)
    {
        EnsureOpen();
        if (_row < 0)
        {
            throw new InvalidOperationException("the reader is on a row; read either rows or chunks of a result");
        }

        return _chunks is { IsWaiting: true } || Fetch(cancellationToken) ? _chunks!.Take() : null;
    }

    private bool Fetch(CancellationToken cancellationToken)
    {
        LeaveRow();
        if (_chunks is { Ended: false } && _chunks.Fetch(cancellationToken))
        {
            return true;
        }

        if (_session.StreamingReader == this)
        {
            _session.StreamingReader = null; // all rows are here: the connection is free
        }

        return false;
    }

    private void LeaveRow()
    {
        _current = [];
        _plain = default;
        _rows = 0;
        _row = 0;
    }

    private void ReleaseResult()
    {
        LeaveRow();
        _chunks?.Dispose();
        _chunks = null;
        _columns = ResultColumns.None;
        if (_session.StreamingReader == this)
        {
            _session.StreamingReader = null;
            _session.EndStream();
        }
    }

    private void EnsureOpen()
    {
        if (_closed)
        {
            throw new InvalidOperationException("the reader is closed");
        }
    }
}
