using System.Collections;
using System.Text;
using Sluice.DuckDb.Native;

namespace Sluice.DuckDb.Vectors;

/// <summary>VARCHAR and JSON.</summary>
internal sealed unsafe class TextVector(DuckDbType type) : ColumnVector(type)
{
    internal override Type FieldType => typeof(string);

    internal override object GetValue(long row) => ReadString(row);

    internal override string ReadString(long row) => Encoding.UTF8.GetString(ReadBytes(row));

    /// <summary>The text in UTF-8.</summary>
    internal override ReadOnlySpan<byte> ReadBytes(long row) => NativeString.Bytes((NativeString*)Data + row);
}

/// <summary>ENUM: an index into its values.</summary>
internal sealed unsafe class EnumVector(DuckDbType type) : ColumnVector(type)
{
    internal override Type FieldType => typeof(string);

    internal override object GetValue(long row) => ReadString(row);

    internal override string ReadString(long row) => Type.EnumMembers[Type.EnumWidth switch
    {
        sizeof(byte) => Data[row],
        sizeof(ushort) => ((ushort*)Data)[row],
        _ => (int)((uint*)Data)[row],
    }];
}

/// <summary>BLOB, and what else is bytes in a vector.</summary>
internal sealed unsafe class BlobVector(DuckDbType type) : ColumnVector(type)
{
    internal override Type FieldType => typeof(byte[]);

    internal override object GetValue(long row) => ReadBytes(row).ToArray();

    internal override ReadOnlySpan<byte> ReadBytes(long row) => NativeString.Bytes((NativeString*)Data + row);
}

/// <summary>BIT: a byte that counts the padding, then the bits from the most significant one on.</summary>
internal sealed unsafe class BitVector(DuckDbType type) : ColumnVector(type)
{
    internal override Type FieldType => typeof(BitArray);

    internal override object GetValue(long row) => ReadBits(row);

    internal override BitArray ReadBits(long row)
    {
        var bytes = NativeString.Bytes((NativeString*)Data + row);
        var padding = bytes[0];
        var bits = new BitArray(((bytes.Length - 1) * 8) - padding);
        for (var index = 0; index < bits.Length; index++)
        {
            var place = index + padding;
            bits[index] = (bytes[1 + (place / 8)] >> (7 - (place % 8)) & 1) == 1;
        }

        return bits;
    }

    internal override string ReadString(long row)
    {
        var bits = ReadBits(row);
        return string.Create(bits.Length, bits, static (text, bits) =>
        {
            for (var index = 0; index < text.Length; index++)
            {
                text[index] = bits[index] ? '1' : '0';
            }
        });
    }
}

/// <summary>UUID: a HUGEINT whose top bit is inverted, so that it sorts.</summary>
internal sealed unsafe class UuidVector(DuckDbType type) : ColumnVector(type)
{
    internal override Type FieldType => typeof(Guid);

    internal override object GetValue(long row) => ReadGuid(row);

    internal override Guid ReadGuid(long row) => UuidStorage.ToGuid(((NativeHugeInt*)Data)[row]);

    internal override string ReadString(long row) => ReadGuid(row).ToString();
}

/// <summary>BOOLEAN.</summary>
internal sealed unsafe class BooleanVector(DuckDbType type) : ColumnVector(type)
{
    internal override Type FieldType => typeof(bool);

    internal override object GetValue(long row) => ReadBoolean(row);

    internal override bool ReadBoolean(long row) => Data[row] != 0;
}

/// <summary>The type of a bare NULL: no row has a value.</summary>
internal sealed class NullVector(DuckDbType type) : ColumnVector(type)
{
    internal override Type FieldType => typeof(object);

    internal override object GetValue(long row) => DBNull.Value;
}

/// <summary>A type that DuckDB has and this provider does not read: only NULL can be told from a value.</summary>
internal sealed class UnreadableVector(DuckDbType type) : ColumnVector(type)
{
    internal override Type FieldType => typeof(object);

    internal override object GetValue(long row) =>
        throw new NotSupportedException($"a {Type.Name} cannot be read; cast it in the SQL, for example to VARCHAR");
}
