using System.Data;
using System.Data.Common;

namespace Sluice.DuckDb.Results;

/// <summary>The columns of a result in the form that <see cref="IDataReader.GetSchemaTable"/> has had since .NET 1.</summary>
internal static class SchemaTable
{
    internal static DataTable Of(IEnumerable<DuckDbColumn> columns)
    {
        var table = new DataTable("SchemaTable") { Locale = System.Globalization.CultureInfo.InvariantCulture };
        table.Columns.Add(SchemaTableColumn.ColumnName, typeof(string));
        table.Columns.Add(SchemaTableColumn.ColumnOrdinal, typeof(int));
        table.Columns.Add(SchemaTableColumn.ColumnSize, typeof(int));
        table.Columns.Add(SchemaTableColumn.NumericPrecision, typeof(short));
        table.Columns.Add(SchemaTableColumn.NumericScale, typeof(short));
        table.Columns.Add(SchemaTableColumn.DataType, typeof(Type));
        table.Columns.Add("DataTypeName", typeof(string));
        table.Columns.Add(SchemaTableColumn.IsLong, typeof(bool));
        table.Columns.Add(SchemaTableColumn.AllowDBNull, typeof(bool));
        foreach (var column in columns)
        {
            table.Rows.Add(
                column.ColumnName,
                column.ColumnOrdinal,
                -1,
                (object?)(short?)column.NumericPrecision ?? DBNull.Value,
                (object?)(short?)column.NumericScale ?? DBNull.Value,
                column.DataType,
                column.DataTypeName,
                column.IsLong,
                column.AllowDBNull);
        }

        return table;
    }
}
