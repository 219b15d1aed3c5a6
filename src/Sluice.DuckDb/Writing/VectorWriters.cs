namespace Sluice.DuckDb.Writing;

/// <summary>Makes the writer of a type.</summary>
internal static class VectorWriters
{
    internal static VectorWriter Create(DuckDbType type) => type.Kind switch
    {
        DuckDbTypeKind.Boolean => new BooleanWriter(type),
        DuckDbTypeKind.TinyInt => new IntegerWriter<sbyte>(type),
        DuckDbTypeKind.SmallInt => new IntegerWriter<short>(type),
        DuckDbTypeKind.Integer => new IntegerWriter<int>(type),
        DuckDbTypeKind.BigInt => new IntegerWriter<long>(type),
        DuckDbTypeKind.UTinyInt => new IntegerWriter<byte>(type),
        DuckDbTypeKind.USmallInt => new IntegerWriter<ushort>(type),
        DuckDbTypeKind.UInteger => new IntegerWriter<uint>(type),
        DuckDbTypeKind.UBigInt => new IntegerWriter<ulong>(type),
        DuckDbTypeKind.HugeInt or DuckDbTypeKind.UHugeInt => new HugeIntWriter(type),
        DuckDbTypeKind.BigNum => new BigNumWriter(type),
        DuckDbTypeKind.Float => new FloatWriter(type),
        DuckDbTypeKind.Double => new DoubleWriter(type),
        DuckDbTypeKind.Decimal => new DecimalWriter(type),
        DuckDbTypeKind.Varchar => new TextWriter(type),
        DuckDbTypeKind.Blob => new BlobWriter(type),
        DuckDbTypeKind.Bit => new BitWriter(type),
        DuckDbTypeKind.Enum => new EnumWriter(type),
        DuckDbTypeKind.Uuid => new UuidWriter(type),
        DuckDbTypeKind.Date => new DateWriter(type),
        DuckDbTypeKind.Time or DuckDbTypeKind.TimeNanoseconds => new TimeWriter(type),
        DuckDbTypeKind.TimeTz => new TimeTzWriter(type),
        DuckDbTypeKind.Timestamp or DuckDbTypeKind.TimestampSeconds or DuckDbTypeKind.TimestampMilliseconds
            or DuckDbTypeKind.TimestampNanoseconds => new TimestampWriter(type),
        DuckDbTypeKind.TimestampTz => new TimestampTzWriter(type),
        DuckDbTypeKind.Interval => new IntervalWriter(type),
        DuckDbTypeKind.List => new ListWriter(type),
        DuckDbTypeKind.Array => new ArrayWriter(type),
        DuckDbTypeKind.Struct => new StructWriter(type),
        DuckDbTypeKind.Map => new MapWriter(type),
        DuckDbTypeKind.Union => new UnionWriter(type),
        _ => throw new NotSupportedException($"a column of type {type.Name} cannot be appended to; insert with SQL"),
    };
}
