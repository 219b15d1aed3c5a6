using System.Collections.Immutable;
using Sluice.Sql.Adapters;
using Sluice.Sql.Materializations;

namespace Sluice.Sql.Checkpoints;

/// <summary>A relation as the database has it now, asked of the database itself rather than of what is remembered.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Statement">The statement that makes it again.</param>
internal sealed record FoundRelation(CatalogKind Kind, string Statement)
{
    /// <summary>The statements that make its indexes again; none for a view.</summary>
    internal ImmutableArray<string> Indexes { get; init; } = [];

    /// <summary>The columns of a table, in their order; empty for a view.</summary>
    internal ImmutableArray<CatalogColumn> Columns { get; init; } = [];

    /// <summary>Looks for a relation; null for none.</summary>
    internal static FoundRelation? Look(ISqlSession session, RelationName name, CancellationToken cancel) =>
        Look(session, name.Database, [name], cancel).GetValueOrDefault(name);

    /// <summary>Looks for relations of one database: three questions, however many they are. Those that do not exist are missing in the answer.</summary>
    internal static Dictionary<RelationName, FoundRelation> Look(ISqlSession session, string database, IReadOnlyCollection<RelationName> names, CancellationToken cancel)
    {
        var found = new Dictionary<RelationName, FoundRelation>();
        if (names.Count == 0)
        {
            return found;
        }

        var byName = names.ToLookup(name => NameOf(name.Schema, name.Identifier), StringComparer.Ordinal);
        IEnumerable<(RelationName Name, object?[] Row)> Ask(string what, string source, string column, string order = "")
        {
            var rows = session.Query(
                $"select lower(schema_name), lower({column}), {what} from {source} where lower(database_name) = lower({SqlText.Literal(database)}) and lower(schema_name) || '.' || lower({column}) in ({string.Join(", ", byName.Select(name => SqlText.Literal(name.Key)))}){order}",
                cancel).Rows;
            return rows.SelectMany(row => byName[$"{row[0]}.{row[1]}"].Select(name => (name, row)));
        }

        var indexes = Ask("sql", "duckdb_indexes()", "table_name", " and sql is not null order by index_name").ToLookup(index => index.Name, index => SqlText.Body((string)index.Row[2]!));
        var columns = Ask("column_name, data_type", "duckdb_columns()", "table_name", " order by column_index")
            .ToLookup(column => column.Name, column => new CatalogColumn((string)column.Row[2]!, (string)column.Row[3]!));
        foreach (var (name, row) in Ask("sql", "duckdb_tables()", "table_name"))
        {
            found[name] = new FoundRelation(CatalogKind.Table, SqlText.Body((string)row[2]!)) { Indexes = [.. indexes[name]], Columns = [.. columns[name]] };
        }

        foreach (var (name, row) in Ask("sql", "duckdb_views()", "view_name"))
        {
            found[name] = new FoundRelation(CatalogKind.View, SqlText.Body((string)row[2]!));
        }

        return found;
    }

    private static string NameOf(string schema, string identifier) => $"{schema}.{identifier}".ToLowerInvariant();
}
