using System.Collections.Immutable;
using System.Globalization;
using Sluice.Assets;
using Sluice.Runs;
using Sluice.Sql.Adapters;

namespace Sluice.Sql.Commits;

/// <summary>
/// The table <c>sluice.commits</c>: one row for each commit, never changed; the row with the highest sequence of an asset and
/// partition counts. It lies in the database of the relation that it speaks of, because a transaction writes to one database.
/// </summary>
internal static class MarkerTable
{
    internal const string Schema = "sluice";

    // In front of the input version: who does not know the word finds that the inputs have changed, and builds again.
    private const string Pending = "pending ";

    private const string Columns =
        "asset, partition, run_id, attempt, code_version, input_version, fingerprint, row_count, committed_at, schema_name, relation_name";

    internal static string Name(string database) => $"{RelationName.Quote(database)}.{Schema}.commits";

    /// <summary>Creates the table where it is missing.</summary>
    internal static string Create(string database) => $"""
        create schema if not exists {RelationName.Quote(database)}.{Schema};
        create table if not exists {Name(database)} (
            sequence bigint not null,
            asset varchar not null,
            partition varchar,
            run_id uuid not null,
            attempt integer not null,
            code_version varchar not null,
            input_version varchar not null,
            fingerprint varchar not null,
            row_count bigint,
            committed_at timestamp with time zone not null,
            schema_name varchar not null,
            relation_name varchar not null
        );
        """;

    /// <summary>Removes the rows that a later one of the same asset and partition replaces.</summary>
    internal static string Compact(string database) => $"""
        delete from {Name(database)} where sequence not in (select max(sequence) from {Name(database)} group by asset, partition)
        """;

    /// <summary>One row, as parameters.</summary>
    internal static string Insert(string database) =>
        $"insert into {Name(database)} (sequence, {Columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

    internal static object?[] Parameters(long sequence, CommitMarker marker, RelationName relation) =>
    [
        sequence, marker.Step.Asset.Name, marker.Step.Partition.Text, marker.Run.Value, marker.Attempt, marker.CodeVersion, (marker.HooksPending ? Pending : "") + marker.InputVersion,
        marker.Fingerprint, marker.RowCount, marker.CommittedAt, relation.Schema, relation.Identifier,
    ];

    /// <summary>Voids the markers of an asset whose relation is created from nothing.</summary>
    internal static string Void(string database) => $"delete from {Name(database)} where asset = $1";

    /// <summary>The last row of every asset and partition, and whether its relation still exists is for the caller to see.</summary>
    internal static string Read(string database) => $"""
        select asset, partition, cast(run_id as varchar), attempt, code_version, input_version, fingerprint, row_count,
            epoch_us(committed_at), schema_name, relation_name, sequence
        from {Name(database)}
        qualify row_number() over (partition by asset, partition order by sequence desc) = 1
        """;

    internal static ImmutableArray<(CommitMarker Marker, RelationName Relation)> Parse(string database, QueryResult result) =>
        [.. result.Rows.Select(row => Parse(database, row))];

    private static (CommitMarker Marker, RelationName Relation) Parse(string database, object?[] row) =>
    (
        new CommitMarker(
            new StepKey(new AssetKey((string)row[0]!), new PartitionKey((string?)row[1])),
            new RunId(Guid.Parse((string)row[2]!)),
            Convert.ToInt32(row[3], CultureInfo.InvariantCulture),
            (string)row[4]!,
            IsPending(row) ? ((string)row[5]!)[Pending.Length..] : (string)row[5]!,
            (string)row[6]!,
            row[7] is null ? null : Convert.ToInt64(row[7], CultureInfo.InvariantCulture),
            DateTimeOffset.UnixEpoch.AddTicks(Convert.ToInt64(row[8], CultureInfo.InvariantCulture) * TimeSpan.TicksPerMicrosecond))
        {
            HooksPending = IsPending(row),
        },
        new RelationName(database, (string)row[9]!, (string)row[10]!)
    );

    private static bool IsPending(object?[] row) => ((string)row[5]!).StartsWith(Pending, StringComparison.Ordinal);
}
