using System.Buffers.Binary;
using Sluice.DuckDb.Native;

namespace Sluice.DuckDb.Vectors;

/// <summary>A UUID as the 128-bit number that DuckDB stores, and as the one that its C API speaks.</summary>
internal static class UuidStorage
{
    private const ulong TopBit = 1UL << 63;
    private const int Bytes = 16;

    internal static Guid ToGuid(NativeHugeInt stored)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, stored.Upper ^ TopBit);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[sizeof(ulong)..], stored.Lower);
        return new Guid(bytes, bigEndian: true);
    }

    internal static NativeHugeInt ToStored(Guid value)
    {
        var plain = ToPlain(value);
        return new(plain.Lower, plain.Upper ^ TopBit);
    }

    /// <summary>The bits in order, as <c>duckdb_create_uuid</c> takes them.</summary>
    internal static NativeHugeInt ToPlain(Guid value)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        _ = value.TryWriteBytes(bytes, bigEndian: true, out _);
        return new(BinaryPrimitives.ReadUInt64BigEndian(bytes[sizeof(ulong)..]), BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }
}
