using Sluice.Sql.Adapters;
using Sluice.Sql.Materializations;

namespace Sluice.Sql.Incremental;

/// <summary>Up to which version of its upstream tables' changes each reader has come; it goes forward in the transaction of the reader's commit.</summary>
internal static class SeenChanges
{
    internal static RelationName Table(string database) => new(database, "sluice", "seen");

    /// <summary>Makes the table where there is none; not within a transaction, since several steps may do so at once.</summary>
    internal static void Create(ISqlSession session, string database, CancellationToken cancel)
    {
        while (session.GetRelation(Table(database)) is null)
        {
            try
            {
                session.Execute($"create table if not exists {Table(database)} (reader varchar, upstream varchar, version bigint)", cancel);
                session.Changed(Table(database), CatalogKind.Table);
            }
            catch (DatabaseException error) when (error.IsTransient)
            {
                // Another step makes it at this moment.
            }
        }
    }

    /// <summary>The condition of the entry of a reader for a log.</summary>
    internal static string EntrySql(RelationName log, string reader) => $"reader = {SqlText.Literal(reader)} and upstream = {SqlText.Literal(log.Identifier)}";

    /// <summary>The version that a reader has seen; 0 where it has seen none.</summary>
    internal static string VersionSql(RelationName log, string reader) => $"coalesce((select max(version) from {Table(log.Database)} where {EntrySql(log, reader)}), 0)";

    /// <summary>The statements that take note of a version, which is a literal or a query in parentheses.</summary>
    internal static IEnumerable<string> NoteSql(RelationName log, string reader, string version) =>
    [
        $"delete from {Table(log.Database)} where {EntrySql(log, reader)}",
        $"insert into {Table(log.Database)} values ({SqlText.Literal(reader)}, {SqlText.Literal(log.Identifier)}, {version})",
    ];
}
