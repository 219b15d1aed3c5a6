using System.Collections.Immutable;
using Sluice.Sql.Adapters;
using Sluice.Sql.Materializations;

namespace Sluice.Sql.Checkpoints;

/// <summary>A relation as the database has it now, asked of the database itself rather than of what is remembered.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Statement">The statement that makes it again.</param>
/// <param name="Indexes">The statements that make its indexes again.</param>
internal sealed record FoundRelation(CatalogKind Kind, string Statement, ImmutableArray<string> Indexes)
{
    /// <summary>Looks for a relation; null for none.</summary>
    internal static FoundRelation? Look(ISqlSession session, RelationName name, CancellationToken cancel)
    {
        var row = session.Query(
            $"""
            select 'table', sql from duckdb_tables() where {Condition(name, "table_name")}
            union all
            select 'view', sql from duckdb_views() where {Condition(name, "view_name")}
            """,
            cancel).Rows.FirstOrDefault();
        if (row is null)
        {
            return null;
        }

        var kind = (string)row[0]! == "view" ? CatalogKind.View : CatalogKind.Table;
        return new FoundRelation(kind, Body((string)row[1]!), kind == CatalogKind.View ? [] : IndexesOf(session, name, cancel));
    }

    // An index that stands for a constraint has no statement: the table's makes it.
    private static ImmutableArray<string> IndexesOf(ISqlSession session, RelationName name, CancellationToken cancel) =>
    [
        .. session.Query($"select sql from duckdb_indexes() where sql is not null and {Condition(name, "table_name")} order by index_name", cancel)
            .Rows.Select(row => Body((string)row[0]!)),
    ];

    private static string Condition(RelationName name, string column) =>
        $"lower(database_name) = lower({SqlText.Literal(name.Database)}) and lower(schema_name) = lower({SqlText.Literal(name.Schema)}) and lower({column}) = lower({SqlText.Literal(name.Identifier)})";

    private static string Body(string sql) => SqlText.Body(sql);
}
