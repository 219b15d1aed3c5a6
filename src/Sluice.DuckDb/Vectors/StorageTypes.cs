namespace Sluice.DuckDb.Vectors;

/// <summary>The types that stand in a vector as they are.</summary>
internal static class StorageTypes
{
    internal static Type? Of(DuckDbType type) => type.Kind switch
    {
        DuckDbTypeKind.Boolean => typeof(bool),
        DuckDbTypeKind.TinyInt => typeof(sbyte),
        DuckDbTypeKind.SmallInt => typeof(short),
        DuckDbTypeKind.Integer or DuckDbTypeKind.Date => typeof(int),
        DuckDbTypeKind.BigInt or DuckDbTypeKind.Time or DuckDbTypeKind.TimeNanoseconds or DuckDbTypeKind.Timestamp
            or DuckDbTypeKind.TimestampSeconds or DuckDbTypeKind.TimestampMilliseconds or DuckDbTypeKind.TimestampNanoseconds
            or DuckDbTypeKind.TimestampTz => typeof(long),
        DuckDbTypeKind.UTinyInt => typeof(byte),
        DuckDbTypeKind.USmallInt => typeof(ushort),
        DuckDbTypeKind.UInteger => typeof(uint),
        DuckDbTypeKind.UBigInt => typeof(ulong),
        DuckDbTypeKind.HugeInt => typeof(Int128),
        DuckDbTypeKind.UHugeInt => typeof(UInt128),
        DuckDbTypeKind.Float => typeof(float),
        DuckDbTypeKind.Double => typeof(double),
        DuckDbTypeKind.Interval => typeof(DuckDbInterval),
        DuckDbTypeKind.Decimal => DecimalStorage.Bytes(type.Precision) switch
        {
            sizeof(short) => typeof(short),
            sizeof(int) => typeof(int),
            sizeof(long) => typeof(long),
            _ => typeof(Int128),
        },
        _ => null,
    };

    internal static void Ensure<T>(DuckDbType type)
    {
        if (Of(type) != typeof(T))
        {
            var stored = Of(type) is { } own ? $"as {ClrName.Of(own)}" : "not as values of one size";
            throw new InvalidCastException($"a {type.Name} is stored {stored}, which is no Span<{ClrName.Of(typeof(T))}>");
        }
    }
}
