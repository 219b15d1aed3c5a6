using System.Collections.Concurrent;
using Sluice.Sql.Adapters;
using Sluice.Sql.Checkpoints;
using Sluice.Sql.Commits;

namespace Sluice.Sql.DuckDb;

/// <summary>
/// The tables and views of all databases: read once by one query, kept up to date by what the engine itself creates, and read
/// again after a statement of the user's that may have changed the catalog. Safe to use from several threads.
/// </summary>
internal sealed class RelationCache(Func<string, QueryResult> ask)
{
    private const string Query = """
        select database_name, schema_name, table_name, 'table' from duckdb_tables() where not internal and not temporary
        union all
        select database_name, schema_name, view_name, 'view' from duckdb_views() where not internal and not temporary
        """;

    private readonly Lock _gate = new();
    private ConcurrentDictionary<RelationName, CatalogRelation>? _relations;

    internal CatalogRelation? Find(RelationName name) => Load().GetValueOrDefault(name);

    internal IReadOnlyList<CatalogRelation> List(string database, string schema) =>
    [
        .. Load().Values
            .Where(relation => Same(relation.Name.Database, database) && Same(relation.Name.Schema, schema) && !IsOwn(relation.Name))
            .OrderBy(relation => relation.Name.Identifier, StringComparer.Ordinal),
    ];

    /// <summary>Takes a change of the engine's own into account, once it is committed.</summary>
    internal void Set(RelationName name, CatalogRelation? relation)
    {
        var relations = _relations;
        if (relations is null)
        {
            return;
        }

        relations.TryRemove(name, out _);
        if (relation is not null)
        {
            relations[name] = relation;
        }
    }

    /// <summary>Forgets everything; the next question reads the catalog again.</summary>
    internal void Invalidate() => _relations = null;

    internal static bool IsOwn(RelationName name) => Same(name.Schema, MarkerTable.Schema) || Same(name.Schema, SaveTable.Schema);

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private ConcurrentDictionary<RelationName, CatalogRelation> Load()
    {
        if (_relations is { } known)
        {
            return known;
        }

        lock (_gate)
        {
            return _relations ??= new(ask(Query).Rows.Select(Read).Select(relation => KeyValuePair.Create(relation.Name, relation)));
        }
    }

    private static CatalogRelation Read(object?[] row) => new(
        new RelationName((string)row[0]!, (string)row[1]!, (string)row[2]!), (string)row[3]! == "view" ? CatalogKind.View : CatalogKind.Table);
}
