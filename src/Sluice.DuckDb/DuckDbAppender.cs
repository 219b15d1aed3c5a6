using Sluice.DuckDb.Connections;
using Sluice.DuckDb.Errors;
using Sluice.DuckDb.Native;
using Sluice.DuckDb.Writing;

namespace Sluice.DuckDb;

/// <summary>
/// Adds rows to a table, much faster than INSERT: <c>Append</c> for each column, <see cref="EndRow"/> for each row, then
/// <see cref="Complete"/>. A value is stored exactly or refused; nothing is rounded on the way.
/// </summary>
/// <remarks>
/// Outside a transaction DuckDB commits the rows in batches of some hundred thousand as they come in; inside one they become visible
/// with its commit. Rows that were not written when the appender is disposed without <see cref="Complete"/> are dropped.
/// </remarks>
public sealed class DuckDbAppender : IDisposable, ISessionChild
{
    private readonly Session _session;
    private readonly AppenderHandle _appender;
    private readonly ChunkBuffer _buffer;
    private readonly VectorWriter[] _columns;
    private readonly string _table;
    private int _column;
    private int _row;
    private bool _ended;

    internal DuckDbAppender(Session session, string? catalog, string? schema, string table)
    {
        _session = session;
        _table = string.Join('.', new[] { catalog, schema, table }.OfType<string>());
        session.EnsureNoStream();
        using var call = new RunningCall(session, 0, CancellationToken.None);
        var state = NativeMethods.AppenderCreate(session.Connection, catalog, schema, table, out var appender);
        _appender = new(appender);
        try
        {
            Check(state);
            Columns = ReadColumns();
            _buffer = new(Columns);
        }
        catch (Exception error)
        {
            _appender.Dispose();
            if (error is DuckDbException refused)
            {
                throw call.Explain(refused);
            }

            throw;
        }

        _columns = _buffer.Writers;
        session.Track(this);
    }

    /// <summary>The types of the table's columns, in order.</summary>
    public IReadOnlyList<DuckDbType> Columns { get; }

    /// <summary>The rows that were ended so far.</summary>
    public long RowCount { get; private set; }

    /// <summary>Writes NULL to the next column.</summary>
    public DuckDbAppender AppendNull()
    {
        Next().WriteNull(_row);
        return Written();
    }

    /// <summary>Writes the column's default to the next column.</summary>
    /// <exception cref="DuckDbException">The default is not a constant.</exception>
    public DuckDbAppender AppendDefault()
    {
        _ = Next();
        Check(NativeMethods.AppendDefaultToChunk(_appender, _buffer.Handle, (ulong)_column, (ulong)_row));
        return Written();
    }

    /// <summary>Writes to the next column.</summary>
    public DuckDbAppender Append(bool value)
    {
        Next().WriteBoolean(_row, value);
        return Written();
    }

    /// <summary>Writes to the next column.</summary>
    public DuckDbAppender Append(int value) => Append((long)value);

    /// <summary>Writes to the next column.</summary>
    /// <exception cref="OverflowException">The column is narrower, and the value does not fit it.</exception>
    public DuckDbAppender Append(long value)
    {
        Next().WriteInteger(_row, value);
        return Written();
    }

    /// <summary>Writes to the next column.</summary>
    public DuckDbAppender Append(double value)
    {
        Next().WriteDouble(_row, value);
        return Written();
    }

    /// <summary>Writes to the next column.</summary>
    /// <exception cref="OverflowException">The column has fewer digits before or after the point.</exception>
    public DuckDbAppender Append(decimal value)
    {
        Next().WriteDecimal(_row, value);
        return Written();
    }

    /// <summary>Writes to the next column; null is NULL.</summary>
    public DuckDbAppender Append(string? value)
    {
        if (value is null)
        {
            return AppendNull();
        }

        Next().WriteText(_row, value);
        return Written();
    }

    /// <summary>Writes to the next column.</summary>
    public DuckDbAppender Append(DateOnly value)
    {
        Next().WriteDate(_row, value);
        return Written();
    }

    /// <summary>Writes to the next column; what is finer than its unit is dropped.</summary>
    public DuckDbAppender Append(DateTime value)
    {
        Next().WriteTimestamp(_row, value);
        return Written();
    }

    /// <summary>Writes a value of any type that parameters take to the next column; null is NULL.</summary>
    /// <exception cref="InvalidCastException">The column has another type.</exception>
    /// <exception cref="OverflowException">The value does not fit the column.</exception>
    public DuckDbAppender Append(object? value)
    {
        var column = Next();
        try
        {
            column.Write(_row, value);
        }
        catch (Exception error) when (error is InvalidCastException or OverflowException)
        {
            throw InColumn(error);
        }

        return Written();
    }

    /// <summary>Ends the row.</summary>
    /// <exception cref="InvalidOperationException">A column has no value yet.</exception>
    public void EndRow()
    {
        EnsureOpen();
        if (_column != _columns.Length)
        {
            throw new InvalidOperationException($"the row has {_column} values; the table {_table} has {_columns.Length} columns");
        }

        _column = 0;
        RowCount++;
        if (++_row == ChunkBuffer.Capacity)
        {
            SendBuffer();
        }
    }

    /// <summary>Writes a whole row and ends it.</summary>
    public void AppendRow(params ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
        {
            Append(value);
        }

        EndRow();
    }

    /// <summary>Appends a chunk that a reader gave, without looking at its values. Columns are matched by position; DuckDB casts where types differ.</summary>
    /// <exception cref="InvalidOperationException">A row is open.</exception>
    public void Append(DuckDbDataChunk chunk)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        EnsureNoOpenRow();
        SendBuffer();
        Send(chunk.Handle);
        RowCount += chunk.RowCount;
    }

    /// <summary>Appends the first rows of a chunk that was filled column by column, and empties it.</summary>
    /// <exception cref="InvalidOperationException">A row is open.</exception>
    public void Append(DuckDbChunkWriter chunk, int rows)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, DuckDbChunkWriter.Capacity);
        EnsureNoOpenRow();
        SendBuffer();
        chunk.Buffer.Finish(rows);
        Send(chunk.Buffer.Handle);
        chunk.Buffer.Reset();
        RowCount += rows;
    }

    /// <summary>Appends the rest of a reader's current result, chunk by chunk; gives the number of rows.</summary>
    /// <remarks>The reader must not stream on this connection.</remarks>
    public long Append(DuckDbDataReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var before = RowCount;
        while (reader.ReadChunk() is { } chunk)
        {
            using (chunk)
            {
                Append(chunk);
            }
        }

        return RowCount - before;
    }

    /// <summary>A chunk with this table's columns, to fill column by column; the caller disposes it.</summary>
    public DuckDbChunkWriter CreateChunk() => new(Columns);

    /// <summary>Writes the rows so far to the table.</summary>
    /// <exception cref="DuckDbException">A row violates a constraint; the rows since the last flush are dropped, and the appender is closed.</exception>
    public void Flush()
    {
        EnsureNoOpenRow();
        SendBuffer();
        Run(NativeMethods.AppenderFlush);
    }

    /// <summary>Writes what is left to the table and closes the appender; gives the number of rows appended.</summary>
    /// <exception cref="DuckDbException">A row violates a constraint; the rows since the last flush are dropped.</exception>
    public long Complete()
    {
        EnsureNoOpenRow();
        SendBuffer();
        Run(NativeMethods.AppenderClose);
        Free(clear: false);
        return RowCount;
    }

    /// <summary>Closes the appender; drops the rows that are not written, unless <see cref="Complete"/> was called.</summary>
    public void Dispose() => Free(clear: true);

    void ISessionChild.Abandon() => Free(clear: true);

    private void Free(bool clear)
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        _session.Forget(this);
        if (clear)
        {
            _ = NativeMethods.AppenderClear(_appender); // or destroying it would write them
        }

        _appender.Dispose();
        _buffer.Dispose();
    }

    private VectorWriter Next()
    {
        if (_ended || _column == _columns.Length)
        {
            EnsureOpen();
            throw new InvalidOperationException($"the row has a value for each of the {_columns.Length} columns of {_table}; end it first");
        }

        return _columns[_column];
    }

    private DuckDbAppender Written()
    {
        _column++;
        return this;
    }

    private void SendBuffer()
    {
        if (_row > 0)
        {
            _buffer.Finish(_row);
            _row = 0;
            Send(_buffer.Handle);
            _buffer.Reset();
        }
    }

    private void Send(ChunkHandle chunk) => Run(appender => NativeMethods.AppendDataChunk(appender, chunk));

    private void Run(Func<AppenderHandle, DuckDbState> native)
    {
        _session.EnsureNoStream();
        using var call = new RunningCall(_session, 0, CancellationToken.None);
        try
        {
            Check(native(_appender));
        }
        catch (DuckDbException error)
        {
            Free(clear: true);
            throw call.Explain(error);
        }
    }

    private void Check(DuckDbState state)
    {
        if (state == DuckDbState.Success)
        {
            return;
        }

        var error = NativeMethods.AppenderErrorData(_appender);
        try
        {
            throw DuckDbErrors.FromStatement(Utf8.Borrowed(NativeMethods.ErrorDataMessage(error)), sql: null);
        }
        finally
        {
            NativeMethods.DestroyErrorData(ref error);
        }
    }

    private DuckDbType[] ReadColumns()
    {
        var columns = new DuckDbType[NativeMethods.AppenderColumnCount(_appender)];
        for (var index = 0; index < columns.Length; index++)
        {
            columns[index] = DuckDbType.Read(NativeMethods.AppenderColumnType(_appender, (ulong)index));
        }

        return columns;
    }

    private Exception InColumn(Exception error)
    {
        var message = $"column {_column} of {_table}: {error.Message}";
        return error is OverflowException ? new OverflowException(message, error) : new InvalidCastException(message, error);
    }

    private void EnsureNoOpenRow()
    {
        EnsureOpen();
        if (_column != 0)
        {
            throw new InvalidOperationException($"a row is open with {_column} of {_columns.Length} values; end it first");
        }
    }

    private void EnsureOpen()
    {
        if (_ended)
        {
            throw new InvalidOperationException("the appender is closed");
        }
    }
}
