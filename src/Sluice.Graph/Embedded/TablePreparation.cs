using Sluice.DuckDb;

namespace Sluice.Graph;

/// <summary>Makes the tables of a graph, and adds columns that the schema has gained.</summary>
internal sealed class TablePreparation(DuckDbConnection connection, GraphTables tables)
{
    internal async Task RunAsync(GraphSchema schema, CancellationToken cancellationToken)
    {
        var present = await ReadColumnsAsync(cancellationToken);
        if (!present.ContainsKey(GraphTables.ElementsName))
        {
            await connection.ExecuteAsync($"create schema if not exists {tables.Schema}", cancellationToken);
            await connection.ExecuteAsync(
                $"create table if not exists {tables.Elements} (name VARCHAR, kind VARCHAR, from_label VARCHAR, to_label VARCHAR, row_count BIGINT, changes BIGINT)",
                cancellationToken);
        }

        foreach (var element in schema.Nodes.Concat<GraphElement>(schema.Relationships))
        {
            if (present.TryGetValue(element.Name, out var columns))
            {
                await ExtendAsync(element, columns, cancellationToken);
            }
            else
            {
                await CreateAsync(element, cancellationToken);
            }
        }
    }

    private async Task CreateAsync(GraphElement element, CancellationToken cancellationToken)
    {
        var columns = GraphTables.ColumnsOf(element)
            .Select(column => $"{SqlText.Quote(column.Name)} {column.Type}{(column.IsRequired ? " not null" : "")}");
        await connection.ExecuteAsync($"create table {tables.Of(element)} ({string.Join(", ", columns)})", cancellationToken);

        var (kind, from, to) = element is RelationshipType relationship
            ? ("relationship", SqlText.Literal(relationship.From.Label), SqlText.Literal(relationship.To.Label))
            : ("node", "null", "null");
        await connection.ExecuteAsync(
            $"insert into {tables.Elements} values ({SqlText.Literal(element.Name)}, '{kind}', {from}, {to}, 0, 0)", cancellationToken);
    }

    private async Task ExtendAsync(GraphElement element, Dictionary<string, string> present, CancellationToken cancellationToken)
    {
        foreach (var (name, type, required) in GraphTables.ColumnsOf(element))
        {
            if (!present.TryGetValue(name, out var found))
            {
                if (required)
                {
                    throw new InvalidOperationException(
                        $"the table {tables.Show(element)} has no column '{name}', which identifies its rows; drop the table, or give the element another name");
                }

                await connection.ExecuteAsync($"alter table {tables.Of(element)} add column {SqlText.Quote(name)} {type}", cancellationToken);
            }
            else if (!found.Equals(type, StringComparison.OrdinalIgnoreCase))
            {
                throw new InvalidOperationException(
                    $"{element.Name}.{name} is a {type} in the schema and a {found} in the table {tables.Show(element)}; drop the table, or give the property another name");
            }
        }
    }

    private async Task<Dictionary<string, Dictionary<string, string>>> ReadColumnsAsync(CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Dictionary<string, string>>(StringComparer.OrdinalIgnoreCase);
        await using var command = connection.CreateCommand(
            "select table_name, column_name, data_type from duckdb_columns() where database_name = $database and schema_name = $schema");
        command.Parameters.AddWithValue("database", tables.Database);
        command.Parameters.AddWithValue("schema", tables.SchemaName);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (!found.TryGetValue(reader.GetString(0), out var columns))
            {
                found.Add(reader.GetString(0), columns = new(StringComparer.OrdinalIgnoreCase));
            }

            columns.Add(reader.GetString(1), reader.GetString(2));
        }

        return found;
    }
}
