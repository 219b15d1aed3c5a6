using System.Collections;
using System.Numerics;
using Sluice.DuckDb.Native;

namespace Sluice.DuckDb.Vectors;

/// <summary>
/// Reads one column of a chunk. It is made once for a result and attached to each chunk in turn. The <c>Read…</c> methods expect
/// a row that is not NULL; a type that a column cannot give is refused, and a value that does not fit is an overflow.
/// </summary>
internal abstract unsafe class ColumnVector(DuckDbType type)
{
    internal DuckDbType Type { get; } = type;

    internal DuckDbTypeKind Kind { get; } = type.Kind;

    /// <summary>The type of <see cref="GetValue"/>.</summary>
    internal abstract Type FieldType { get; }

    internal byte* Data { get; private set; }

    /// <summary>One bit for each row, set where it has a value; null where all have.</summary>
    internal ulong* Validity { get; private set; }

    internal virtual void Attach(nint vector)
    {
        Data = (byte*)NativeMethods.VectorData(vector);
        Validity = NativeMethods.VectorValidity(vector);
    }

    // 64 rows to a word; shifts, because this is asked for every value.
    internal bool IsNull(long row) => Validity != null && ((Validity[row >> 6] >> (int)(row & 63)) & 1) == 0;

    /// <summary>The value in the type that holds all values of the column.</summary>
    internal abstract object GetValue(long row);

    internal object? GetValueOrNull(long row) => IsNull(row) ? null : GetValue(row);

    internal virtual bool ReadBoolean(long row) => throw Refuse(typeof(bool));

    internal virtual BigInteger ReadInteger(long row) => throw Refuse(typeof(BigInteger));

    internal virtual Int128 ReadInt128(long row) => throw Refuse(typeof(long));

    internal virtual float ReadSingle(long row) => throw Refuse(typeof(float));

    internal virtual double ReadDouble(long row) => throw Refuse(typeof(double));

    internal virtual decimal ReadDecimal(long row) => throw Refuse(typeof(decimal));

    internal virtual DuckDbDecimal ReadExactDecimal(long row) => throw Refuse(typeof(DuckDbDecimal));

    internal virtual string ReadString(long row) => throw Refuse(typeof(string));

    internal virtual ReadOnlySpan<byte> ReadBytes(long row) => throw Refuse(typeof(byte[]));

    internal virtual DateTime ReadDateTime(long row) => throw Refuse(typeof(DateTime));

    internal virtual DateTimeOffset ReadDateTimeOffset(long row) => throw Refuse(typeof(DateTimeOffset));

    internal virtual DuckDbTimestamp ReadTimestamp(long row) => throw Refuse(typeof(DuckDbTimestamp));

    internal virtual DateOnly ReadDateOnly(long row) => throw Refuse(typeof(DateOnly));

    internal virtual DuckDbDate ReadDate(long row) => throw Refuse(typeof(DuckDbDate));

    internal virtual TimeOnly ReadTimeOnly(long row) => throw Refuse(typeof(TimeOnly));

    internal virtual DuckDbTimeTz ReadTimeTz(long row) => throw Refuse(typeof(DuckDbTimeTz));

    internal virtual TimeSpan ReadTimeSpan(long row) => throw Refuse(typeof(TimeSpan));

    internal virtual DuckDbInterval ReadInterval(long row) => throw Refuse(typeof(DuckDbInterval));

    internal virtual Guid ReadGuid(long row) => throw Refuse(typeof(Guid));

    internal virtual BitArray ReadBits(long row) => throw Refuse(typeof(BitArray));

    internal virtual DuckDbUnion ReadUnion(long row) => throw Refuse(typeof(DuckDbUnion));

    internal virtual Dictionary<string, object?> ReadStruct(long row) => throw Refuse(typeof(Dictionary<string, object?>));

    internal InvalidCastException Refuse(Type wanted) =>
        new($"a {Type.Name} cannot be read as {ClrName.Of(wanted)}; its type is {ClrName.Of(FieldType)}");

    internal OverflowException TooLarge(object value, Type wanted) =>
        new($"the value {value} of a {Type.Name} does not fit {ClrName.Of(wanted)}");
}
