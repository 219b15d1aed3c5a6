using System.Globalization;
using Sluice.Sql.Adapters;
using Sluice.Sql.Code;
using Sluice.Sql.Materializations;

namespace Sluice.Hosting.Incremental;

/// <summary>Up to which version of its upstream assets' changes each reader has come; it goes forward in the transaction of the reader's commit.</summary>
internal static class SeenVersions
{
    /// <summary>What has changed in an upstream asset since the reader's last commit, and the statements that take note of it.</summary>
    internal static async Task<(SeenRange Range, string[] Statements)> ReadAsync(CodeAttempt attempt, ChangeLog log, CancellationToken cancel)
    {
        var table = new RelationName(attempt.Target.Database, "sluice", "seen");
        var reader = SqlText.Literal(attempt.Node.UniqueId);
        var upstream = SqlText.Literal(log.Table.Identifier);
        var (last, seen) = await attempt.Session.RunAsync(
            () => (Number(attempt.Session, log.Table, "select max(changed) from {0}", cancel), Number(attempt.Session, table, $"select max(version) from {{0}} where reader = {reader} and upstream = {upstream}", cancel)),
            cancel);
        // What other code made of the rows says nothing about what this code would.
        var goesOn = !attempt.FullRefresh && seen is not null && last >= seen && attempt.Step.Previous is { } previous && previous.CodeVersion == attempt.Step.CodeVersion;
        return (new SeenRange(goesOn ? seen : null),
        [
            $"create table if not exists {table} (reader varchar, upstream varchar, version bigint)",
            $"delete from {table} where reader = {reader} and upstream = {upstream}",
            $"insert into {table} values ({reader}, {upstream}, {(last ?? 0).ToString(CultureInfo.InvariantCulture)})",
        ]);
    }

    private static long? Number(ISqlSession session, RelationName table, string sql, CancellationToken cancel)
    {
        var exists = session.Query(
            $"select 1 from duckdb_tables() where database_name = {SqlText.Literal(table.Database)} and schema_name = {SqlText.Literal(table.Schema)} and table_name = {SqlText.Literal(table.Identifier)}",
            cancel).Rows.Length > 0;
        return exists && session.Query(string.Format(CultureInfo.InvariantCulture, sql, table), cancel).Scalar is { } value ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : null;
    }
}

/// <summary>Where a reader goes on.</summary>
/// <param name="Since">The last version that it has seen; null where it begins from nothing.</param>
internal sealed record SeenRange(long? Since);
