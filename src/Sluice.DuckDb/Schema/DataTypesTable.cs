using System.Data;
using System.Data.Common;
using Sluice.DuckDb.Vectors;

namespace Sluice.DuckDb.Schema;

/// <summary>The types that a column can have without naming others; LIST, STRUCT and their kin are made of these.</summary>
internal static class DataTypesTable
{
    private static readonly SimpleType[] Types =
    [
        new(DuckDbTypeKind.Boolean),
        new(DuckDbTypeKind.TinyInt, 3),
        new(DuckDbTypeKind.SmallInt, 5),
        new(DuckDbTypeKind.Integer, 10),
        new(DuckDbTypeKind.BigInt, 19),
        new(DuckDbTypeKind.HugeInt, 39),
        new(DuckDbTypeKind.UTinyInt, 3, IsUnsigned: true),
        new(DuckDbTypeKind.USmallInt, 5, IsUnsigned: true),
        new(DuckDbTypeKind.UInteger, 10, IsUnsigned: true),
        new(DuckDbTypeKind.UBigInt, 20, IsUnsigned: true),
        new(DuckDbTypeKind.UHugeInt, 39, IsUnsigned: true),
        new(DuckDbTypeKind.BigNum),
        new(DuckDbTypeKind.Float, 7),
        new(DuckDbTypeKind.Double, 15),
        new(DuckDbTypeKind.Decimal, 38),
        new(DuckDbTypeKind.Varchar, Prefix: "'"),
        new(DuckDbTypeKind.Blob, Prefix: "'"),
        new(DuckDbTypeKind.Bit, Prefix: "'"),
        new(DuckDbTypeKind.Uuid, 36, Prefix: "'"),
        new(DuckDbTypeKind.Date, Prefix: "DATE '"),
        new(DuckDbTypeKind.Time, Prefix: "TIME '"),
        new(DuckDbTypeKind.TimeNanoseconds, Prefix: "TIME_NS '"),
        new(DuckDbTypeKind.TimeTz, Prefix: "TIMETZ '"),
        new(DuckDbTypeKind.Timestamp, Prefix: "TIMESTAMP '"),
        new(DuckDbTypeKind.TimestampSeconds, Prefix: "TIMESTAMP_S '"),
        new(DuckDbTypeKind.TimestampMilliseconds, Prefix: "TIMESTAMP_MS '"),
        new(DuckDbTypeKind.TimestampNanoseconds, Prefix: "TIMESTAMP_NS '"),
        new(DuckDbTypeKind.TimestampTz, Prefix: "TIMESTAMPTZ '"),
        new(DuckDbTypeKind.Interval, Prefix: "INTERVAL '"),
    ];

    internal static DataTable Create()
    {
        var table = SchemaCollections.Table(
            DbMetaDataCollectionNames.DataTypes,
            (DbMetaDataColumnNames.TypeName, typeof(string)),
            (DbMetaDataColumnNames.ProviderDbType, typeof(int)),
            (DbMetaDataColumnNames.ColumnSize, typeof(long)),
            (DbMetaDataColumnNames.CreateFormat, typeof(string)),
            (DbMetaDataColumnNames.CreateParameters, typeof(string)),
            (DbMetaDataColumnNames.DataType, typeof(string)),
            (DbMetaDataColumnNames.IsAutoIncrementable, typeof(bool)),
            (DbMetaDataColumnNames.IsBestMatch, typeof(bool)),
            (DbMetaDataColumnNames.IsCaseSensitive, typeof(bool)),
            (DbMetaDataColumnNames.IsFixedLength, typeof(bool)),
            (DbMetaDataColumnNames.IsFixedPrecisionScale, typeof(bool)),
            (DbMetaDataColumnNames.IsLong, typeof(bool)),
            (DbMetaDataColumnNames.IsNullable, typeof(bool)),
            (DbMetaDataColumnNames.IsSearchable, typeof(bool)),
            (DbMetaDataColumnNames.IsSearchableWithLike, typeof(bool)),
            (DbMetaDataColumnNames.IsUnsigned, typeof(bool)),
            (DbMetaDataColumnNames.MaximumScale, typeof(short)),
            (DbMetaDataColumnNames.MinimumScale, typeof(short)),
            (DbMetaDataColumnNames.IsConcurrencyType, typeof(bool)),
            (DbMetaDataColumnNames.IsLiteralSupported, typeof(bool)),
            (DbMetaDataColumnNames.LiteralPrefix, typeof(string)),
            (DbMetaDataColumnNames.LiteralSuffix, typeof(string)));
        foreach (var type in Types)
        {
            Add(table, type);
        }

        return table;
    }

    private static void Add(DataTable table, SimpleType type)
    {
        var isDecimal = type.Kind == DuckDbTypeKind.Decimal;
        var isText = type.Kind == DuckDbTypeKind.Varchar;
        var own = DuckDbType.Of(type.Kind);
        var fieldType = ColumnVectors.Create(own).FieldType;
        table.Rows.Add(
            own.Name,
            (int)type.Kind,
            (object?)type.Digits ?? DBNull.Value,
            isDecimal ? "DECIMAL({0},{1})" : own.Name,
            isDecimal ? "precision,scale" : null,
            fieldType.FullName,
            false,
            type.Kind is not (DuckDbTypeKind.TimeNanoseconds or DuckDbTypeKind.TimestampSeconds
                or DuckDbTypeKind.TimestampMilliseconds or DuckDbTypeKind.TimestampNanoseconds), // another is sent for the .NET type
            isText,
            !isText && type.Kind is not (DuckDbTypeKind.Blob or DuckDbTypeKind.Bit or DuckDbTypeKind.BigNum),
            fieldType.IsPrimitive && type.Kind is not (DuckDbTypeKind.Boolean or DuckDbTypeKind.Float or DuckDbTypeKind.Double),
            type.Kind == DuckDbTypeKind.Blob,
            true,
            true,
            isText,
            type.IsUnsigned,
            isDecimal ? (short)38 : DBNull.Value,
            isDecimal ? (short)0 : DBNull.Value,
            false,
            true,
            type.Prefix,
            type.Prefix is null ? null : "'");
    }

    /// <summary>A type that is one name.</summary>
    /// <param name="Kind">The type.</param>
    /// <param name="Digits">The digits that a number can have, or the length of a text of fixed length.</param>
    /// <param name="Prefix">What a literal starts with; null where it has nothing around it.</param>
    /// <param name="IsUnsigned">Whether it is a number without a sign.</param>
    private sealed record SimpleType(DuckDbTypeKind Kind, long? Digits = null, string? Prefix = null, bool IsUnsigned = false);
}
