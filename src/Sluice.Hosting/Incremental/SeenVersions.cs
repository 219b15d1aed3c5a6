using System.Globalization;
using Sluice.Sql.Adapters;
using Sluice.Sql.Code;
using Sluice.Sql.Incremental;

namespace Sluice.Hosting.Incremental;

/// <summary>Up to which version of its upstream assets' changes each reader has come; it goes forward in the transaction of the reader's commit.</summary>
internal static class SeenVersions
{
    /// <summary>What has changed in an upstream asset since the reader's last commit, and the statements that take note of it.</summary>
    internal static async Task<(SeenRange Range, string[] Statements)> ReadAsync(CodeAttempt attempt, ChangeLog log, CancellationToken cancel)
    {
        var reader = attempt.Node.UniqueId;
        var (last, seen) = await attempt.Session.RunAsync(
            () =>
            {
                SeenChanges.Create(attempt.Session, log.Table.Database, cancel);
                return (Number(attempt.Session, log.Table, "select max(changed) from {0}", cancel),
                    Number(attempt.Session, SeenChanges.Table(log.Table.Database), $"select max(version) from {{0}} where {SeenChanges.EntrySql(log.Table, reader)}", cancel));
            },
            cancel);
        // What other code made of the rows says nothing about what this code would.
        var goesOn = !attempt.FullRefresh && seen is not null && last >= seen && attempt.Step.Previous is { } previous && previous.CodeVersion == attempt.Step.CodeVersion;
        return (new SeenRange(goesOn ? seen : null), [.. SeenChanges.NoteSql(log.Table, reader, (last ?? 0).ToString(CultureInfo.InvariantCulture))]);
    }

    private static long? Number(ISqlSession session, RelationName table, string sql, CancellationToken cancel) =>
        session.GetRelation(table) is not null && session.Query(string.Format(CultureInfo.InvariantCulture, sql, table), cancel).Scalar is { } value ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : null;
}

/// <summary>Where a reader goes on.</summary>
/// <param name="Since">The last version that it has seen; null where it begins from nothing.</param>
internal sealed record SeenRange(long? Since);
