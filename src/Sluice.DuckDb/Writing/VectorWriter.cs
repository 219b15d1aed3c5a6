using System.Globalization;
using Sluice.DuckDb.Native;
using Sluice.DuckDb.Vectors;

namespace Sluice.DuckDb.Writing;

/// <summary>
/// Writes one column of a chunk. A value is stored exactly or refused: there is no cast on this way that could round it.
/// </summary>
internal abstract unsafe class VectorWriter(DuckDbType type)
{
    private const int BitsPerWord = 64;

    private ulong* _validity;

    internal DuckDbType Type { get; } = type;

    protected nint Vector { get; private set; }

    protected byte* Data { get; private set; }

    /// <summary>Takes a vector that is new or was reset: all its rows count as not NULL.</summary>
    internal virtual void Attach(nint vector)
    {
        Vector = vector;
        Data = (byte*)NativeMethods.VectorData(vector);
        _validity = null;
    }

    /// <summary>Where the values stand, for a column that stores them as T.</summary>
    internal T* Memory<T>()
        where T : unmanaged
    {
        StorageTypes.Ensure<T>(Type);
        return (T*)Data;
    }

    internal void Write(long row, object? value)
    {
        if (value is null or DBNull)
        {
            WriteNull(row);
        }
        else
        {
            WriteValue(row, value);
        }
    }

    internal virtual void WriteNull(long row)
    {
        if (_validity == null)
        {
            NativeMethods.VectorEnsureValidityWritable(Vector);
            _validity = NativeMethods.VectorValidity(Vector);
        }

        _validity[row / BitsPerWord] &= ~(1UL << (int)(row % BitsPerWord));
    }

    internal virtual void WriteBoolean(long row, bool value) => WriteValue(row, value);

    internal virtual void WriteInteger(long row, long value) => WriteValue(row, value);

    internal virtual void WriteDouble(long row, double value) => WriteValue(row, value);

    internal virtual void WriteDecimal(long row, decimal value) => WriteValue(row, value);

    internal virtual void WriteText(long row, string value) => WriteValue(row, value);

    internal virtual void WriteDate(long row, DateOnly value) => WriteValue(row, value);

    internal virtual void WriteTimestamp(long row, DateTime value) => WriteValue(row, value);

    /// <summary>Writes a value of any type that the column takes.</summary>
    protected internal abstract void WriteValue(long row, object value);

    /// <summary>Before the chunk is sent: what a nested vector holds in all.</summary>
    internal virtual void Finish()
    {
    }

    protected InvalidCastException Refuse(object value) =>
        new($"a {ClrName.Of(value.GetType())} cannot be written to a {Type.Name}");

    protected OverflowException DoesNotFit(object value) =>
        new(string.Create(CultureInfo.InvariantCulture, $"the value {value} does not fit {Type.Name}"));
}
