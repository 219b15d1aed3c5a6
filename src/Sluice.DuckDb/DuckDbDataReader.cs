using System.Collections;
using System.Collections.ObjectModel;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Sluice.DuckDb.Connections;
using Sluice.DuckDb.Errors;
using Sluice.DuckDb.Native;
using Sluice.DuckDb.Results;
using Sluice.DuckDb.Statements;
using Sluice.DuckDb.Vectors;

namespace Sluice.DuckDb;

/// <summary>
/// Reads the rows of a command, straight from DuckDB's vectors. Statements without rows are run on the way to the next one that
/// has some; closing runs those that are left, unless one has failed.
/// </summary>
[SuppressMessage("Design", "CA1010", Justification = "The base class decides what it enumerates.")]
public sealed class DuckDbDataReader : DbDataReader, IDbColumnSchemaGenerator, ISessionChild
{
    private readonly DuckDbCommand _command;
    private readonly Session _session;
    private readonly CommandRun _run;
    private readonly CommandBehavior _behavior;
    private ResultHandle? _result;
    private ChunkHandle? _chunk;
    private ResultColumns _columns = ResultColumns.None;
    private ColumnVector[] _current = []; // empty unless on a row, so that one comparison guards the fast paths
    private int _row = -1;
    private int _rows; // of the current chunk, once Read has entered it
    private int _fetched; // of a chunk that Read has not entered yet
    private bool _ended;
    private bool _hasRows;
    private bool _closed;

    internal DuckDbDataReader(DuckDbCommand command, Session session, CommandRun run, CommandBehavior behavior)
    {
        _command = command;
        _session = session;
        _run = run;
        _behavior = behavior;
        session.Track(this);
    }

    /// <summary>Always 0: a STRUCT is one value.</summary>
    public override int Depth => 0;

    /// <inheritdoc/>
    public override int FieldCount => Columns.Count;

    /// <summary>Whether the current result has a row; may fetch the first ones.</summary>
    public override bool HasRows
    {
        get
        {
            EnsureOpen();
            return _hasRows || (!_ended && Fetch(CancellationToken.None));
        }
    }

    /// <inheritdoc/>
    public override bool IsClosed => _closed;

    /// <summary>The rows that the statements have changed so far; -1 where none of them changes rows.</summary>
    public override int RecordsAffected => (int)Math.Min(_run.RecordsAffected, int.MaxValue);

    /// <inheritdoc/>
    public override object this[int ordinal] => GetValue(ordinal);

    /// <inheritdoc/>
    public override object this[string name] => GetValue(GetOrdinal(name));

    private ResultColumns Columns
    {
        get
        {
            EnsureOpen();
            return _columns;
        }
    }

    /// <summary>Moves to the next row; false after the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override bool Read() => ++_row < _rows || ReadNextChunk(CancellationToken.None);

    /// <summary>Moves to the next row; only a result that streams may have to wait, which it does on the connection's thread.</summary>
    public override Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<bool>(cancellationToken);
        }

        if (!Streams || _row + 1 < _rows || _fetched > 0 || _ended || _closed)
        {
            return Read() ? CompletedTrue : CompletedFalse;
        }

        return _session.Worker.RunAsync(() => ++_row < _rows || ReadNextChunk(cancellationToken));
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

        return Streams && !_ended && !_closed
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
    public override bool GetBoolean(int ordinal) => Get<bool>(ordinal);

    /// <inheritdoc/>
    public override byte GetByte(int ordinal) => Get<byte>(ordinal);

    /// <inheritdoc/>
    public override short GetInt16(int ordinal) => Get<short>(ordinal);

    /// <summary>The value of an integer of any width, or a DECIMAL without a fraction, that fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override unsafe int GetInt32(int ordinal)
    {
        var current = _current;
        if ((uint)ordinal < (uint)current.Length && current[ordinal] is { Kind: DuckDbTypeKind.Integer } vector && !vector.IsNull(_row))
        {
            return ((int*)vector.Data)[_row];
        }

        return Get<int>(ordinal);
    }

    /// <summary>The value of an integer of any width, or a DECIMAL without a fraction, that fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override unsafe long GetInt64(int ordinal)
    {
        var current = _current;
        if ((uint)ordinal < (uint)current.Length && current[ordinal].PlainInt64 is var values && values != null)
        {
            return values[_row];
        }

        return GetMixedInt64(ordinal);
    }

    /// <inheritdoc/>
    public override float GetFloat(int ordinal) => Get<float>(ordinal);

    /// <summary>The value of a DOUBLE, a FLOAT, an integer that a double holds exactly, or the double nearest to a DECIMAL.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override unsafe double GetDouble(int ordinal)
    {
        var current = _current;
        if ((uint)ordinal < (uint)current.Length && current[ordinal] is { Kind: DuckDbTypeKind.Double } vector && !vector.IsNull(_row))
        {
            return ((double*)vector.Data)[_row];
        }

        return Get<double>(ordinal);
    }

    /// <summary>The value of a DECIMAL or an integer that fits <see cref="decimal"/>.</summary>
    public override decimal GetDecimal(int ordinal) => Get<decimal>(ordinal);

    /// <summary>The text of a VARCHAR, JSON, ENUM, UUID or BIT.</summary>
    public override string GetString(int ordinal) => Get<string>(ordinal);

    /// <inheritdoc/>
    public override char GetChar(int ordinal) => Get<char>(ordinal);

    /// <inheritdoc/>
    public override Guid GetGuid(int ordinal) => Get<Guid>(ordinal);

    /// <summary>The value of a TIMESTAMP of any unit, a TIMESTAMPTZ (in UTC) or a DATE.</summary>
    /// <exception cref="OverflowException">Infinite, or outside the years 1 to 9999; read it as <see cref="DuckDbTimestamp"/>.</exception>
    public override DateTime GetDateTime(int ordinal) => Get<DateTime>(ordinal);

    /// <inheritdoc/>
    public override Stream GetStream(int ordinal) => Get<Stream>(ordinal);

    /// <inheritdoc/>
    public override TextReader GetTextReader(int ordinal) => Get<TextReader>(ordinal);

    /// <inheritdoc/>
    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) =>
        Copy(NotNull(ordinal).ReadBytes(_row), dataOffset, buffer, bufferOffset, length);

    /// <inheritdoc/>
    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) =>
        Copy(NotNull(ordinal).ReadString(_row).AsSpan(), dataOffset, buffer, bufferOffset, length);

    /// <inheritdoc/>
    public override bool IsDBNull(int ordinal) => Field(ordinal).IsNull(_row);

    /// <summary>The value in the type of <see cref="GetFieldType"/>; <see cref="DBNull"/> for NULL.</summary>
    public override object GetValue(int ordinal)
    {
        var vector = Field(ordinal);
        return vector.IsNull(_row) ? DBNull.Value : vector.GetValue(_row);
    }

    /// <inheritdoc/>
    public override int GetValues(object[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var count = Math.Min(values.Length, FieldCount);
        for (var index = 0; index < count; index++)
        {
            values[index] = GetValue(index);
        }

        return count;
    }

    /// <summary>
    /// The value as any type that holds it: numbers of every width, <see cref="Nullable{T}"/>, enums by name, <c>List&lt;T&gt;</c>, <c>T[]</c>,
    /// <c>Dictionary&lt;K, V&gt;</c>, and the types of this namespace, which hold every value of theirs.
    /// </summary>
    /// <exception cref="InvalidCastException">The column has another type, or is NULL where T has no null.</exception>
    /// <exception cref="OverflowException">The value does not fit T.</exception>
    public override T GetFieldValue<T>(int ordinal)
    {
        if (typeof(T) == typeof(long))
        {
            return (T)(object)GetInt64(ordinal);
        }

        return typeof(T) == typeof(object) ? (T)GetValue(ordinal) : Get<T>(ordinal);
    }

    /// <inheritdoc/>
    public override string GetName(int ordinal) => Columns.Name(ordinal);

    /// <summary>The position of a column by name; letter case matters only where several names differ in nothing else.</summary>
    public override int GetOrdinal(string name) => Columns.Ordinal(name);

    /// <summary>The DuckDB type, such as <c>DECIMAL(18,2)</c>.</summary>
    public override string GetDataTypeName(int ordinal) => Columns.Vector(ordinal).Type.Name;

    /// <summary>The DuckDB type with all its parts.</summary>
    public DuckDbType GetDuckDbType(int ordinal) => Columns.Vector(ordinal).Type;

    /// <summary>The type of <see cref="GetValue"/>.</summary>
    public override Type GetFieldType(int ordinal) => Columns.Vector(ordinal).FieldType;

    /// <inheritdoc/>
    public override DataTable? GetSchemaTable() => FieldCount == 0 ? null : SchemaTable.Of(Schema());

    /// <summary>The columns of the current result; each is a <see cref="DuckDbColumn"/>.</summary>
    public ReadOnlyCollection<DbColumn> GetColumnSchema() => new([.. Schema()]);

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
                _command.Connection?.Close();
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
        _ended = true;
    }

    /// <summary>Runs statements until one gives rows.</summary>
    internal bool MoveToRows(CancellationToken cancellationToken)
    {
        ReleaseResult();
        while (_run.Next(cancellationToken) is { } next)
        {
            if (next.Kind == ResultKind.Rows)
            {
                _result = next.Handle;
                _columns = ResultColumns.Of(next.Handle);
                _ended = false;
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

    private static Task<bool> CompletedTrue { get; } = Task.FromResult(true);

    private static Task<bool> CompletedFalse { get; } = Task.FromResult(false);

    private bool Streams => _run.Streams;

    private bool Drain()
    {
        while (MoveToRows(CancellationToken.None))
        {
        }

        return true;
    }

    private unsafe long GetMixedInt64(int ordinal)
    {
        var vector = Field(ordinal);
        return vector.Kind == DuckDbTypeKind.BigInt && !vector.IsNull(_row) ? ((long*)vector.Data)[_row] : Get<long>(ordinal);
    }

    private bool ReadNextChunk(CancellationToken cancellationToken)
    {
        EnsureOpen();
        if (_fetched == 0 && (_ended || (_behavior.HasFlag(CommandBehavior.SingleRow) && _hasRows) || !Fetch(cancellationToken)))
        {
            LeaveRow();
            return false;
        }

        _rows = _behavior.HasFlag(CommandBehavior.SingleRow) ? 1 : _fetched;
        _fetched = 0;
        _row = 0;
        _current = _columns.Vectors;
        return true;
    }

    private DuckDbDataChunk? ReadChunk(CancellationToken cancellationToken)
    {
        EnsureOpen();
        if (_row >= 0 && _row < _rows)
        {
            throw new InvalidOperationException("the reader is on a row; read either rows or chunks of a result");
        }

        if (_fetched == 0 && (_ended || !Fetch(cancellationToken)))
        {
            LeaveRow();
            return null;
        }

        var chunk = new DuckDbDataChunk(_chunk!, _columns);
        _chunk = null; // it belongs to the caller now
        _fetched = 0;
        return chunk;
    }

    /// <summary>Fetches the next chunk that has rows.</summary>
    private bool Fetch(CancellationToken cancellationToken)
    {
        LeaveRow();
        _chunk?.Dispose();
        _chunk = null;
        if (_result is null)
        {
            _ended = true;
            return false;
        }

        do
        {
            var chunk = Streams ? FetchWaiting(_result, cancellationToken) : FetchNow(_result);
            if (chunk is null)
            {
                _ended = true;
                if (_session.StreamingReader == this)
                {
                    _session.StreamingReader = null; // all rows are here: the connection is free
                }

                return false;
            }

            _chunk?.Dispose();
            _chunk = chunk;
            _fetched = (int)NativeMethods.DataChunkSize(chunk);
        }
        while (_fetched == 0);

        _columns.Attach(_chunk);
        _hasRows = true;
        return true;
    }

    private ChunkHandle? FetchWaiting(ResultHandle result, CancellationToken cancellationToken)
    {
        using var call = new RunningCall(_session, _command.CommandTimeout, cancellationToken);
        try
        {
            return FetchNow(result);
        }
        catch (DuckDbException error)
        {
            _ended = true;
            throw call.Explain(error);
        }
    }

    private unsafe ChunkHandle? FetchNow(ResultHandle result)
    {
        var added = false;
        try
        {
            result.DangerousAddRef(ref added);
            var chunk = NativeMethods.FetchChunk(*result.Pointer);
            if (chunk != 0)
            {
                return new ChunkHandle(chunk);
            }

            return NativeMethods.ResultError(result.Pointer) == 0 ? null : throw DuckDbErrors.FromResult(result, _command.CommandText);
        }
        finally
        {
            if (added)
            {
                result.DangerousRelease();
            }
        }
    }

    private void LeaveRow()
    {
        _current = [];
        _rows = 0;
        _row = -1;
    }

    private void ReleaseResult()
    {
        LeaveRow();
        _fetched = 0;
        _chunk?.Dispose();
        _chunk = null;
        var wasStreaming = _session.StreamingReader == this;
        _result?.Dispose();
        _result = null;
        _columns = ResultColumns.None;
        _ended = true;
        _hasRows = false;
        if (wasStreaming)
        {
            _session.StreamingReader = null;
            _session.EndStream();
        }
    }

    private T Get<T>(int ordinal)
    {
        var vector = Field(ordinal);
        return !vector.IsNull(_row) || FieldAccess<T>.TakesNull
            ? FieldAccess<T>.Read(vector, _row)
            : throw Null(ordinal);
    }

    private ColumnVector Field(int ordinal)
    {
        var current = _current;
        return (uint)ordinal < (uint)current.Length ? current[ordinal] : NoField(ordinal);
    }

    private ColumnVector NotNull(int ordinal)
    {
        var vector = Field(ordinal);
        return vector.IsNull(_row) ? throw Null(ordinal) : vector;
    }

    private ColumnVector NoField(int ordinal)
    {
        _ = Columns.Vector(ordinal);
        throw new InvalidOperationException(
            _ended ? "the reader is after the last row" : "the reader is before the first row; call Read first");
    }

    private InvalidCastException Null(int ordinal) =>
        new($"the column '{_columns.Name(ordinal)}' is NULL; ask IsDBNull first, or read a nullable type");

    private IEnumerable<DuckDbColumn> Schema()
    {
        for (var index = 0; index < FieldCount; index++)
        {
            var vector = _columns.Vector(index);
            yield return new DuckDbColumn(index, _columns.Name(index), vector.Type, vector.FieldType);
        }
    }

    private static long Copy<T>(ReadOnlySpan<T> data, long dataOffset, T[]? buffer, int bufferOffset, int length)
    {
        if (buffer is null)
        {
            return data.Length;
        }

        ArgumentOutOfRangeException.ThrowIfNegative(dataOffset);
        var rest = dataOffset >= data.Length ? [] : data[(int)dataOffset..];
        var count = Math.Min(rest.Length, length);
        rest[..count].CopyTo(buffer.AsSpan(bufferOffset));
        return count;
    }

    private void EnsureOpen()
    {
        if (_closed)
        {
            throw new InvalidOperationException("the reader is closed");
        }
    }
}
