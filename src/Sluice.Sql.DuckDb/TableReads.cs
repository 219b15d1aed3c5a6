using System.Text.Json;
using Sluice.Sql.Adapters;

namespace Sluice.Sql.DuckDb;

/// <summary>A table that a query names.</summary>
/// <param name="Catalog">The database; empty where the query names none.</param>
/// <param name="Schema">The schema; empty where the query names none.</param>
/// <param name="Table">The table.</param>
/// <param name="Offset">Where in the query, in characters; -1 where that is not known.</param>
public readonly record struct TableRead(string Catalog, string Schema, string Table, int Offset);

/// <summary>Finds the tables that a query names, by having DuckDB itself parse it. Nothing is bound or run.</summary>
public static class TableReads
{
    /// <summary>The tables of a query, in the order of its tree, without the names that its own <c>with</c> defines; empty where it is not one parsable query.</summary>
    /// <param name="session">A session of a DuckDB adapter; called on its thread.</param>
    /// <param name="sql">The query.</param>
    /// <param name="cancel">Interrupts it.</param>
    public static IReadOnlyList<TableRead> Of(ISqlSession session, string sql, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(sql);
        var text = (string)session.Query($"select json_serialize_sql('{sql.Replace("'", "''", StringComparison.Ordinal)}')::varchar", cancel).Rows[0][0]!;
        using var tree = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 2000 });
        var found = new List<TableRead>();
        if (tree.RootElement.TryGetProperty("statements", out var statements))
        {
            // DuckDB counts bytes of UTF-8.
            var bytes = System.Text.Encoding.UTF8.GetBytes(sql);
            Visit(statements, new HashSet<string>(), found, offset => offset <= (ulong)bytes.Length ? System.Text.Encoding.UTF8.GetCharCount(bytes, 0, (int)offset) : -1);
        }

        return found;
    }

    private static void Visit(JsonElement element, IReadOnlySet<string> defined, List<TableRead> found, Func<ulong, int> toCharacters)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Visit(item, defined, found, toCharacters);
            }
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        // An expression sees those before it, and itself: `with recursive` is not told apart, and an inner name hides an outer one.
        if (element.TryGetProperty("cte_map", out var expressions) && expressions.GetProperty("map") is { ValueKind: JsonValueKind.Array } map && map.GetArrayLength() > 0)
        {
            var seen = new HashSet<string>(defined, StringComparer.OrdinalIgnoreCase);
            foreach (var expression in map.EnumerateArray())
            {
                var isRecursive = expression.GetProperty("value").GetRawText().Contains("\"RECURSIVE_CTE_NODE\"", StringComparison.Ordinal);
                var name = expression.GetProperty("key").GetString()!;
                Visit(expression.GetProperty("value"), isRecursive ? new HashSet<string>(seen, StringComparer.OrdinalIgnoreCase) { name } : seen.ToHashSet(StringComparer.OrdinalIgnoreCase), found, toCharacters);
                seen.Add(name);
            }

            defined = seen;
        }

        if (element.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("BASE_TABLE"))
        {
            Add(element, defined, found, toCharacters);
        }

        foreach (var member in element.EnumerateObject().Where(member => !member.NameEquals("cte_map")))
        {
            Visit(member.Value, defined, found, toCharacters);
        }
    }

    private static void Add(JsonElement table, IReadOnlySet<string> defined, List<TableRead> found, Func<ulong, int> toCharacters)
    {
        var (catalog, schema, name) = (Text(table, "catalog_name"), Text(table, "schema_name"), Text(table, "table_name"));
        if (schema.Length > 0 || !defined.Contains(name))
        {
            found.Add(new TableRead(catalog, schema, name, table.TryGetProperty("query_location", out var at) && at.TryGetUInt64(out var offset) ? toCharacters(offset) : -1));
        }
    }

    private static string Text(JsonElement table, string member) => table.TryGetProperty(member, out var value) ? value.GetString() ?? "" : "";
}
