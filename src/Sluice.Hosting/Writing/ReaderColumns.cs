using System.Data.Common;
using Sluice.DuckDb;
using Sluice.Hosting.Rows;
using Sluice.Sql.Adapters;

namespace Sluice.Hosting.Writing;

/// <summary>The columns of another database's reader as those of a table.</summary>
internal static class ReaderColumns
{
    /// <summary>The definitions of the columns: those of the record where there is one, else those of the reader.</summary>
    internal static string Definition(DbDataReader reader, RowShape? shape) => string.Join(", ", shape is not null
        ? shape.Columns.Select(column => $"{RelationName.Quote(column.Name)} {column.SqlType}")
        : Enumerable.Range(0, reader.FieldCount).Select(ordinal => $"{RelationName.Quote(reader.GetName(ordinal))} {TypeOf(reader, ordinal)}"));

    /// <summary>Where each column is found in the reader.</summary>
    /// <exception cref="InvalidOperationException">The reader lacks a column of the record.</exception>
    internal static int[] Order(DbDataReader reader, RowShape? shape)
    {
        if (shape is null)
        {
            return [.. Enumerable.Range(0, reader.FieldCount)];
        }

        var names = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();
        return
        [
            .. shape.Columns.Select(column => names.FindIndex(name => string.Equals(name, column.Name, StringComparison.OrdinalIgnoreCase)) is var ordinal and >= 0
                ? ordinal
                : throw new InvalidOperationException($"the reader has no column `{column.Name}`; it has {string.Join(", ", names.Select(name => $"`{name}`"))}")),
        ];
    }

    // DuckDB names its own types; of others the .NET type counts.
    private static string TypeOf(DbDataReader reader, int ordinal) =>
        reader is DuckDbDataReader own ? own.GetDataTypeName(ordinal) : SqlTypes.Of(reader.GetFieldType(ordinal)) ?? "VARCHAR";
}
