using Sluice.DuckDb.Writing;

namespace Sluice.DuckDb;

/// <summary>
/// Some rows of a table, filled column by column: numbers straight into DuckDB's memory, anything else value by value. Made by
/// <see cref="DuckDbAppender.CreateChunk"/>, sent by <see cref="DuckDbAppender.Append(DuckDbChunkWriter, int)"/>.
/// </summary>
public sealed class DuckDbChunkWriter : IDisposable
{
    internal DuckDbChunkWriter(IReadOnlyList<DuckDbType> columns)
    {
        Columns = columns;
        Buffer = new(columns);
    }

    /// <summary>The rows that a chunk holds at most.</summary>
    public static int Capacity => ChunkBuffer.Capacity;

    /// <summary>The types of the columns.</summary>
    public IReadOnlyList<DuckDbType> Columns { get; }

    internal ChunkBuffer Buffer { get; }

    /// <summary>
    /// The memory of a column, <see cref="Capacity"/> values in DuckDB's own form: numbers as they are, DATE as days, TIMESTAMP as units
    /// since 1970, a DECIMAL without its point. What is not written is undefined. It changes with each send.
    /// </summary>
    /// <exception cref="InvalidCastException">The column's values are not stored as T.</exception>
    public unsafe Span<T> Span<T>(int column)
        where T : unmanaged => new(Buffer.Writers[column].Memory<T>(), Capacity);

    /// <summary>Makes a value NULL.</summary>
    public void SetNull(int column, int row) => Buffer.Writers[column].WriteNull(Checked(row));

    /// <summary>Writes a value of any type that the column takes; null is NULL.</summary>
    public void Set(int column, int row, object? value) => Buffer.Writers[column].Write(Checked(row), value);

    /// <summary>Writes text.</summary>
    public void Set(int column, int row, string value) => Buffer.Writers[column].WriteText(Checked(row), value);

    /// <summary>Frees the memory.</summary>
    public void Dispose() => Buffer.Dispose();

    private static int Checked(int row) => (uint)row < (uint)Capacity
        ? row
        : throw new ArgumentOutOfRangeException(nameof(row), row, $"a chunk has {Capacity} rows");
}
