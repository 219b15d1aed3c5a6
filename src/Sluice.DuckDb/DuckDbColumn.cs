using System.Data.Common;

namespace Sluice.DuckDb;

/// <summary>A column of a result, with its DuckDB type.</summary>
public sealed class DuckDbColumn : DbColumn
{
    internal DuckDbColumn(int ordinal, string name, DuckDbType type, Type dataType)
    {
        ColumnOrdinal = ordinal;
        ColumnName = name;
        Type = type;
        DataType = dataType;
        DataTypeName = type.Name;
        AllowDBNull = true;
        IsLong = type.Kind is DuckDbTypeKind.Blob;
        if (type.Kind == DuckDbTypeKind.Decimal)
        {
            NumericPrecision = type.Precision;
            NumericScale = type.Scale;
        }
    }

    /// <summary>The type with all its parts.</summary>
    public DuckDbType Type { get; }
}
