using System.Collections.Immutable;
using System.Globalization;
using Sluice.DuckDb;

namespace Sluice.Cli.Crashing;

/// <summary>A relation that two databases do not hold alike.</summary>
/// <param name="Relation">Its schema and name.</param>
/// <param name="Missing">The rows that only the first has; null where the relation itself is in one alone, or has other columns.</param>
/// <param name="Added">The rows that only the second has.</param>
internal sealed record TableDifference(string Relation, long? Missing, long? Added)
{
    public override string ToString() => Missing is null
        ? $"{Relation} is not in both, or has other columns"
        : string.Create(CultureInfo.InvariantCulture, $"{Relation}: {Missing} rows missing, {Added} rows too many");
}

/// <summary>
/// Compares two databases that no process holds: every cell of every table whatever the order of rows, the names of the views, and of each
/// asset and partition its last commit. Left out is only what says when it ran and in which run: the sequence, the run's id, the attempt,
/// the time and what is derived from them (input version and fingerprint).
/// </summary>
internal static class TableComparison
{
    /// <summary>What differs; empty where nothing does.</summary>
    internal static async Task<ImmutableArray<TableDifference>> CompareAsync(string expected, string found, CancellationToken cancellationToken = default)
    {
        await using var connection = new DuckDbConnection("Data Source=:memory:");
        await connection.OpenAsync(cancellationToken);
        await ReadAsync(connection, $"attach '{Quoted(expected)}' as a (read_only); attach '{Quoted(found)}' as b (read_only)", cancellationToken);
        var ours = await RelationsAsync(connection, "a", cancellationToken);
        var theirs = await RelationsAsync(connection, "b", cancellationToken);
        var differences = ImmutableArray.CreateBuilder<TableDifference>();
        differences.AddRange(ours.Keys.Except(theirs.Keys, StringComparer.Ordinal).Concat(theirs.Keys.Except(ours.Keys, StringComparer.Ordinal))
            .Order(StringComparer.Ordinal).Select(name => new TableDifference(name, null, null)));
        foreach (var name in ours.Keys.Where(name => ours[name] && theirs.GetValueOrDefault(name)))
        {
            await CompareAsync(connection, name, $"from a.{name}", $"from b.{name}", differences, cancellationToken);
        }

        await CompareAsync(connection, "sluice.commits", Commits("a"), Commits("b"), differences, cancellationToken);
        return differences.ToImmutable();
    }

    private static async Task CompareAsync(
        DuckDbConnection connection, string name, string ours, string theirs, ImmutableArray<TableDifference>.Builder differences, CancellationToken cancellationToken)
    {
        try
        {
            var rows = await ReadAsync(
                connection,
                $"select (select count(*) from (({ours}) except all ({theirs}))), (select count(*) from (({theirs}) except all ({ours})))",
                cancellationToken);
            var (missing, added) = ((long)rows[0][0]!, (long)rows[0][1]!);
            if (missing + added > 0)
            {
                differences.Add(new TableDifference(name, missing, added));
            }
        }
        catch (DuckDbException)
        {
            differences.Add(new TableDifference(name, null, null));
        }
    }

    private static string Commits(string database) => $"""
        select marker ->> '$.asset' as asset, marker ->> '$.partition' as partition, marker ->> '$.code_version' as code_version,
            marker ->> '$.row_count' as row_count, marker ->> '$.degraded' as degraded, marker ->> '$.hooks_pending' as hooks_pending
        from {database}.sluice.commit_log
        qualify row_number() over (partition by asset, partition order by sequence desc) = 1
        """;

    // By quoted name; true for a table.
    private static async Task<SortedDictionary<string, bool>> RelationsAsync(DuckDbConnection connection, string database, CancellationToken cancellationToken)
    {
        var rows = await ReadAsync(
            connection,
            $"""
            select schema_name, table_name, true from duckdb_tables() where database_name = '{database}' and not starts_with(schema_name, 'sluice')
            union all
            select schema_name, view_name, false from duckdb_views() where database_name = '{database}' and not internal and not starts_with(schema_name, 'sluice')
            """,
            cancellationToken);
        return new SortedDictionary<string, bool>(
            rows.ToDictionary(row => $"\"{row[0]}\".\"{row[1]}\"", row => (bool)row[2]!, StringComparer.Ordinal), StringComparer.Ordinal);
    }

    internal static async Task<List<object?[]>> ReadAsync(DuckDbConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<object?[]>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new object?[reader.FieldCount];
            for (var column = 0; column < row.Length; column++)
            {
                row[column] = await reader.IsDBNullAsync(column, cancellationToken) ? null : reader.GetValue(column);
            }

            rows.Add(row);
        }

        return rows;
    }

    private static string Quoted(string path) => path.Replace("'", "''", StringComparison.Ordinal);
}
