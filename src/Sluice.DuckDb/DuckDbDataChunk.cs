using Sluice.DuckDb.Native;
using Sluice.DuckDb.Results;
using Sluice.DuckDb.Vectors;

namespace Sluice.DuckDb;

/// <summary>Some rows of a result in DuckDB's own form, column by column. Made by <see cref="DuckDbDataReader.ReadChunk()"/>; the caller disposes it.</summary>
public sealed class DuckDbDataChunk : IDisposable
{
    private readonly ColumnVector[] _vectors;

    internal DuckDbDataChunk(ChunkHandle handle, ResultColumns columns)
    {
        Handle = handle;
        RowCount = (int)NativeMethods.DataChunkSize(handle.Pointer);
        _vectors = Array.ConvertAll(columns.Vectors, static vector => ColumnVectors.Create(vector.Type));
        ResultColumns.Attach(_vectors, handle.Pointer);
    }

    /// <summary>The rows, at most 2048.</summary>
    public int RowCount { get; }

    /// <summary>The columns.</summary>
    public int ColumnCount => _vectors.Length;

    internal ChunkHandle Handle { get; }

    /// <summary>The type of a column.</summary>
    public DuckDbType GetColumnType(int column) => _vectors[column].Type;

    /// <summary>Whether a value is NULL.</summary>
    public bool IsNull(int column, int row) => Vector(column, row).IsNull(row);

    /// <summary>
    /// The values of a column in DuckDB's own form: numbers as they are, DATE as days, TIMESTAMP as units since 1970, a DECIMAL without
    /// its point. Undefined where NULL. Valid until the chunk is disposed.
    /// </summary>
    /// <exception cref="InvalidCastException">The column's values are not stored as T.</exception>
    public unsafe ReadOnlySpan<T> Span<T>(int column)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(Handle.IsClosed, this);
        StorageTypes.Ensure<T>(_vectors[column].Type);
        return new(_vectors[column].Data, RowCount);
    }

    /// <summary>A value as any type that holds it.</summary>
    /// <exception cref="InvalidCastException">The column has another type, or is NULL where T has no null.</exception>
    public T Get<T>(int column, int row)
    {
        var vector = Vector(column, row);
        return !vector.IsNull(row) || FieldAccess<T>.TakesNull
            ? FieldAccess<T>.Read(vector, row)
            : throw new InvalidCastException($"the value of column {column} in row {row} is NULL; ask IsNull first, or read a nullable type");
    }

    /// <summary>The bytes of a VARCHAR, in UTF-8, or of a BLOB. Valid until the chunk is disposed.</summary>
    public ReadOnlySpan<byte> GetBytes(int column, int row) => Vector(column, row).ReadBytes(row);

    /// <summary>Frees the rows.</summary>
    public void Dispose() => Handle.Dispose();

    private ColumnVector Vector(int column, int row)
    {
        ObjectDisposedException.ThrowIf(Handle.IsClosed, this);
        return (uint)row < (uint)RowCount
            ? _vectors[column]
            : throw new ArgumentOutOfRangeException(nameof(row), row, $"the chunk has {RowCount} rows");
    }
}
