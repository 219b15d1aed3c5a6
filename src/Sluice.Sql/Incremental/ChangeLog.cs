using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Sluice.Sql.Adapters;
using Sluice.Sql.Materializations;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Incremental;

/// <summary>
/// The keys that a tracked asset has or had, each with the hash of its row and the version in which it came, changed or went. It lies in the
/// engine's schema and is brought up to date in the transaction that writes the rows.
/// </summary>
/// <param name="asset">The asset's table.</param>
/// <param name="key">The columns that tell its rows apart.</param>
internal sealed class ChangeLog(RelationName asset, ImmutableArray<string> key)
{
    /// <summary>The config of a model or asset that names the key: what it is tracked by.</summary>
    internal const string Config = "track_changes";

    private const string Columns = "sluice_hash, created, changed, gone";

    internal ImmutableArray<string> Key => key;

    // Another key makes another log, and so do other columns of the log itself.
    internal RelationName Table { get; } = new(asset.Database, "sluice", $"changes_{asset.Identifier}_{Digest(key)}");

    private string Keys => SqlText.Columns(key);

    /// <summary>The log of a node; null for one that keeps none.</summary>
    internal static ChangeLog? Of(SqlNode node, RelationName relation) => node.Config.GetStrings(Config) is { IsEmpty: false } key && node.Partitions is null ? new ChangeLog(relation, key) : null;

    /// <summary>Takes note of what has changed since the last time.</summary>
    /// <param name="session">The session whose transaction writes the rows.</param>
    /// <param name="differenceIsKnown">True where <see cref="KeyReplacement"/> has made all of the difference; false where all rows are compared.</param>
    /// <param name="cancel">Interrupts it.</param>
    internal void Update(ISqlSession session, bool differenceIsKnown, CancellationToken cancel)
    {
        if (!SeenChanges.Exists(session, Table, cancel))
        {
            session.Execute($"create table {Table} as select {Keys}, hash(t) as sluice_hash, cast(1 as bigint) as created, cast(1 as bigint) as changed, false as gone from {asset} as t", cancel);
            session.Execute(OneEntryForEachRow($"select distinct {Keys} from {Table}"), cancel);
            return;
        }

        var entries = $"from {Table} where not gone";
        Apply(session, differenceIsKnown ? KnownDifference : Comparison, cancel);
        if (differenceIsKnown && session.Query($"select 1 where {HasOtherRows(entries)}", cancel).Rows.Length > 0)
        {
            Apply(session, Comparison, cancel); // somebody else has written to the table
        }

        session.Execute(OneEntryForEachRow(entries), cancel);
    }

    private void Apply(ISqlSession session, string difference, CancellationToken cancel)
    {
        if (session.Execute($"create or replace temp table sluice_delta as {difference}", cancel) > 0)
        {
            foreach (var statement in Statements())
            {
                session.Execute(statement, cancel);
            }
        }

        session.Execute("drop table temp.main.sluice_delta", cancel);
    }

    private string KnownDifference => $"select {Keys}, max(sluice_hash) as sluice_hash from (select {Keys}, null::ubigint as sluice_hash from {KeyReplacement.GoneSql} union all select {Keys}, sluice_hash from {KeyReplacement.CameSql}) group by all";

    // Where a key has no row any more, the hash is NULL.
    private string Comparison => $"""
        select {string.Join(", ", key.Select(SqlText.Quote).Select(name => $"case when n.sluice_hash is null then l.{name} else n.{name} end as {name}"))}, max(n.sluice_hash) as sluice_hash
        from (select {Keys}, hash(t) as sluice_hash from {asset} as t) as n
        full join (select {Keys}, sluice_hash from {Table} where not gone) as l on {Same("n", "l")}
        where n.sluice_hash is distinct from l.sluice_hash
        group by all
        """;

    // Rows that share a key have more rows than entries.
    private string OneEntryForEachRow(string entries) =>
        $"select error('rows of {asset.Identifier} share a key ({string.Join(", ", key)}): changes cannot be told apart') where {HasOtherRows(entries)}";

    private string HasOtherRows(string entries) => $"(select count(*) from {asset}) <> (select count(*) from ({entries}))";

    private IEnumerable<string> Statements()
    {
        const string Version = "(select version from temp.main.sluice_version)";
        yield return $"create or replace temp table sluice_version as select coalesce(max(changed), 0) + 1 as version from {Table}";
        yield return $"""
            update {Table} as l set sluice_hash = coalesce(d.sluice_hash, l.sluice_hash), created = case when l.gone then {Version} else l.created end, changed = {Version}, gone = d.sluice_hash is null
            from temp.main.sluice_delta as d where {Same("d", "l")}
            """;
        yield return $"insert into {Table} select d.*, {Version}, {Version}, false from temp.main.sluice_delta as d where not exists (select 1 from {Table} as l where {Same("d", "l")})";
        yield return "drop table temp.main.sluice_version";
    }

    /// <summary>The rows of the asset whose entry fulfils a condition.</summary>
    internal string Rows(string condition) => $"(select t.* from {asset} as t where exists (select 1 from {Table} as l where {Same("t", "l")} and not l.gone and {condition}))";

    /// <summary>The keys of the entries that fulfil a condition.</summary>
    internal string KeysWhere(string condition) => $"(select {Keys} from {Table} as l where {condition})";

    /// <summary>What a model reads as <c>changes(…)</c>: the entries that are later than what it has seen.</summary>
    internal string Unseen(string reader) => $"(select {Keys}, gone from {Table} where changed > {SeenChanges.VersionSql(Table, reader)})";

    private static string Digest(ImmutableArray<string> key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Columns}\n{string.Join('\n', key)}")))[..8];

    private string Same(string one, string other) => string.Join(" and ", key.Select(name => $"{one}.{SqlText.Quote(name)} is not distinct from {other}.{SqlText.Quote(name)}"));
}
