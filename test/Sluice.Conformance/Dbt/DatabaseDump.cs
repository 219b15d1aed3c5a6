using System.Text;
using Sluice.DuckDb;

namespace Sluice.Conformance.Dbt;

/// <summary>All relations of a database as the recordings write them.</summary>
internal static class DatabaseDump
{
    // What the engine keeps for itself is not the project's.
    private const string Relations = """
        select table_schema, table_name, case table_type when 'VIEW' then 'VIEW' else 'TABLE' end
        from information_schema.tables
        where table_catalog = current_database() and table_schema not in ('information_schema', 'pg_catalog', 'sluice')
        order by 1, 2
        """;

    /// <summary>File names with texts: <c>relations.csv</c> and <c>tables/schema.name.csv</c>; empty without a database.</summary>
    internal static async Task<SortedDictionary<string, string>> ReadAsync(CaseProject project, Dictionary<string, string[]> mask)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (!File.Exists(project.DatabasePath))
        {
            return files;
        }

        await using var connection = new DuckDbConnection($"Data Source={project.DatabasePath}");
        await connection.OpenAsync();
        var relations = await RowsAsync(connection, Relations);
        files["relations.csv"] = "schema,name,type\n" + Lines(relations);
        foreach (var row in relations)
        {
            var name = $"{row[0]}.{row[1]}";
            files[$"tables/{name}.csv"] = await TableAsync(connection, row[0]!, row[1]!, mask.GetValueOrDefault(name, []));
        }

        return files;
    }

    private static async Task<string> TableAsync(DuckDbConnection connection, string schema, string table, string[] masked)
    {
        var name = $"{Quote(schema)}.{Quote(table)}";
        try
        {
            var columns = await RowsAsync(connection, $"select column_name, column_type from (describe select * from {name})");
            var values = columns.Select(column => masked.Contains(column[0], StringComparer.Ordinal)
                ? $"case when {Quote(column[0]!)} is null then null else '*' end"
                : $"cast({Quote(column[0]!)} as varchar)");
            var order = columns.Where(column => !masked.Contains(column[0], StringComparer.Ordinal)).Select(column => Quote(column[0]!))
                .Concat(columns.Where(column => masked.Contains(column[0], StringComparer.Ordinal)).Select(column => $"{Quote(column[0]!)} is null"));
            var rows = await RowsAsync(connection, $"select {string.Join(", ", values)} from {name} order by {string.Join(", ", order)}");
            return string.Join(',', columns.Select(column => Cell($"{column[0]}:{column[1]}"))) + "\n" + Lines(rows);
        }
        catch (DuckDbException)
        {
            return "ERROR: cannot be read\n";
        }
    }

    private static async Task<List<string?[]>> RowsAsync(DuckDbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string?[]>();
        while (await reader.ReadAsync())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? null : reader.GetString(column))]);
        }

        return rows;
    }

    private static string Lines(IEnumerable<string?[]> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.AppendJoin(',', row.Select(Cell)).Append('\n');
        }

        return text.ToString();
    }

    private static string Cell(string? value) => value switch
    {
        null => "",
        "" => "\"\"",
        _ => value.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? Quote(value) : value,
    };

    private static string Quote(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
