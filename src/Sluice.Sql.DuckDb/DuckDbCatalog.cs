using Sluice.Sql.Adapters;
using Sluice.Sql.Artifacts;

namespace Sluice.Sql.DuckDb;

/// <summary>Reads what a database has: its tables and views with columns, types and comments.</summary>
public static class DuckDbCatalog
{
    private const string Relations = """
        select relations.*, columns.column_name, columns.data_type, columns.comment
        from (
            select database_name, schema_name, table_name, 'BASE TABLE' as type, comment from duckdb_tables() where not internal
            union all
            select database_name, schema_name, view_name, 'VIEW', comment from duckdb_views() where not internal
        ) as relations
        join duckdb_columns() as columns using (database_name, schema_name, table_name)
        order by database_name, schema_name, table_name, columns.column_index
        """;

    /// <summary>All tables and views of all databases that are attached, in the order of their names.</summary>
    /// <exception cref="DatabaseException">The database refuses.</exception>
    public static async Task<IReadOnlyList<CatalogTable>> ReadAsync(ISqlAdapter adapter, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        await using var session = await adapter.OpenSessionAsync(cancel);
        var result = await session.RunAsync(() => session.Query(Relations, cancel), cancel);
        return [.. result.Rows
            .GroupBy(row => (Text(row[0]), Text(row[1]), Text(row[2]), Text(row[3]), row[4] as string))
            .Select(rows => new CatalogTable(
                rows.Key.Item1, rows.Key.Item2, rows.Key.Item3, rows.Key.Item4, rows.Key.Item5,
                [.. rows.Select(row => new CatalogTableColumn(Text(row[5]), Text(row[6]), row[7] as string))]))];
    }

    private static string Text(object? value) => value as string ?? "";
}
