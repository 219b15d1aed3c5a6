using Sluice.Assets;
using Sluice.Runs;
using Sluice.Sql.Adapters;

namespace Sluice.Sql.Commits;

/// <summary>
/// The table of commit markers, and the view <c>sluice.commits</c> of it: one row for each commit, never changed; the row with the
/// highest sequence of an asset and partition counts. It lies in the database of the relation that it speaks of, because a transaction
/// writes to one database.
/// </summary>
/// <remarks>
/// Every commit pays for this table. DuckDB asks for memory and a write for each column that an insert touches, so a marker is one value;
/// the view takes it apart for people.
/// </remarks>
internal static class MarkerTable
{
    internal const string Schema = "sluice";
    internal const string Table = "commit_log";

    /// <summary>Creates the table and its view where they are missing.</summary>
    internal static string Create(string database) => $"""
        create schema if not exists {RelationName.Quote(database)}.{Schema};
        create table if not exists {Name(database)} (sequence bigint not null, marker varchar not null);
        create view if not exists {RelationName.Quote(database)}.{Schema}.commits as
        select
            sequence,
            marker ->> '$.asset' as asset,
            marker ->> '$.partition' as partition,
            cast(marker ->> '$.run_id' as uuid) as run_id,
            cast(marker ->> '$.attempt' as integer) as attempt,
            marker ->> '$.code_version' as code_version,
            marker ->> '$.input_version' as input_version,
            marker ->> '$.fingerprint' as fingerprint,
            cast(marker ->> '$.row_count' as bigint) as row_count,
            cast(marker ->> '$.committed_at' as timestamp with time zone) as committed_at,
            cast(marker ->> '$.hooks_pending' as boolean) as hooks_pending,
            marker ->> '$.degraded' as degraded,
            marker ->> '$.schema_name' as schema_name,
            marker ->> '$.relation_name' as relation_name
        from {Name(database)};
        """;

    internal static string Name(string database) => $"{RelationName.Quote(database)}.{Schema}.{Table}";

    /// <summary>Removes the rows that a later one of the same asset and partition replaces.</summary>
    internal static string Compact(string database) => $"""
        delete from {Name(database)}
        where sequence not in (select max(sequence) from {Name(database)} group by marker ->> '$.asset', marker ->> '$.partition')
        """;

    /// <summary>One row, as parameters.</summary>
    internal static string Insert(string database) => $"insert into {Name(database)} values ($1, $2)";

    /// <summary>Voids the markers of an asset whose relation is created from nothing.</summary>
    internal static string Void(string database) => $"delete from {Name(database)} where marker ->> '$.asset' = $1";

    /// <summary>All rows, oldest first. Whether the relations still exist is for the caller to see.</summary>
    internal static string Read(string database) => $"select marker from {Name(database)} order by sequence";

    /// <summary>The last marker of every asset and partition.</summary>
    internal static IEnumerable<(CommitMarker Marker, RelationName Relation)> Parse(string database, QueryResult result)
    {
        var last = new Dictionary<StepKey, (CommitMarker Marker, RelationName Relation)>();
        foreach (var row in result.Rows)
        {
            var read = MarkerText.Read(database, (string)row[0]!);
            last[read.Marker.Step] = read;
        }

        return last.Values;
    }
}
