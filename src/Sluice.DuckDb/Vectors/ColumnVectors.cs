namespace Sluice.DuckDb.Vectors;

/// <summary>Makes the vector that reads a type.</summary>
internal static class ColumnVectors
{
    internal static ColumnVector Create(DuckDbType type) => type.Kind switch
    {
        DuckDbTypeKind.Boolean => new BooleanVector(type),
        DuckDbTypeKind.TinyInt => new IntegerVector<sbyte>(type),
        DuckDbTypeKind.SmallInt => new IntegerVector<short>(type),
        DuckDbTypeKind.Integer => new IntegerVector<int>(type),
        DuckDbTypeKind.BigInt => new IntegerVector<long>(type),
        DuckDbTypeKind.UTinyInt => new IntegerVector<byte>(type),
        DuckDbTypeKind.USmallInt => new IntegerVector<ushort>(type),
        DuckDbTypeKind.UInteger => new IntegerVector<uint>(type),
        DuckDbTypeKind.UBigInt => new IntegerVector<ulong>(type),
        DuckDbTypeKind.HugeInt => new HugeIntVector(type),
        DuckDbTypeKind.UHugeInt => new UHugeIntVector(type),
        DuckDbTypeKind.BigNum => new BigNumVector(type),
        DuckDbTypeKind.Float => new FloatVector(type),
        DuckDbTypeKind.Double => new DoubleVector(type),
        DuckDbTypeKind.Decimal => new DecimalVector(type),
        DuckDbTypeKind.Varchar => new TextVector(type),
        DuckDbTypeKind.Enum => new EnumVector(type),
        DuckDbTypeKind.Blob => new BlobVector(type),
        DuckDbTypeKind.Bit => new BitVector(type),
        DuckDbTypeKind.Uuid => new UuidVector(type),
        DuckDbTypeKind.Date => new DateVector(type),
        DuckDbTypeKind.Time or DuckDbTypeKind.TimeNanoseconds => new TimeVector(type),
        DuckDbTypeKind.TimeTz => new TimeTzVector(type),
        DuckDbTypeKind.Timestamp or DuckDbTypeKind.TimestampSeconds or DuckDbTypeKind.TimestampMilliseconds
            or DuckDbTypeKind.TimestampNanoseconds => new TimestampVector(type),
        DuckDbTypeKind.TimestampTz => new TimestampTzVector(type),
        DuckDbTypeKind.Interval => new IntervalVector(type),
        DuckDbTypeKind.List or DuckDbTypeKind.Array => new ListVector(type),
        DuckDbTypeKind.Map => new MapVector(type),
        DuckDbTypeKind.Struct => new StructVector(type),
        DuckDbTypeKind.Union => new UnionVector(type),
        DuckDbTypeKind.SqlNull => new NullVector(type),
        _ => new UnreadableVector(type),
    };

    /// <summary>The type of an element, which may be NULL.</summary>
    internal static Type NullableFieldType(ColumnVector vector) =>
        vector.FieldType.IsValueType ? typeof(Nullable<>).MakeGenericType(vector.FieldType) : vector.FieldType;
}
