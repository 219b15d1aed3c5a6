using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sluice.Sql.Adapters;
using Sluice.Sql.Materializations;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Incremental;

/// <summary>
/// The keys that a tracked asset has or had, each with the hash of its row and the version in which it came, changed or went. It lies in the
/// engine's schema and is brought up to date in the transaction that writes the rows. What <see cref="KeyReplacement"/> knows to differ is added
/// at the end: of several entries of a key the last counts, and they become one again where all rows are compared or they are many.
/// </summary>
/// <param name="asset">The asset's table.</param>
/// <param name="key">The columns that tell its rows apart.</param>
internal sealed class ChangeLog(RelationName asset, ImmutableArray<string> key)
{
    /// <summary>The config of a model or asset that names the key: what it is tracked by.</summary>
    internal const string Config = "track_changes";

    // Created is NULL where the key was there before the entry, the hash where it has no row any more; later says that an older entry may be there.
    private const string Columns = "sluice_hash, created, changed, gone, later";

    private const long MostLater = 10_000;

    internal ImmutableArray<string> Key => key;

    // Another key makes another log, and so do other columns of the log itself.
    internal RelationName Table { get; } = new(asset.Database, "sluice", $"changes_{asset.Identifier}_{Digest(key)}");

    private string Keys => SqlText.Columns(key);

    /// <summary>The log of a node; null for one that keeps none.</summary>
    internal static ChangeLog? Of(SqlNode node, RelationName relation) => node.Config.GetStrings(Config) is { IsEmpty: false } key && node.Partitions is null ? new ChangeLog(relation, key) : null;

    /// <summary>Takes note of what has changed since the last time.</summary>
    /// <param name="session">The session whose transaction writes the rows.</param>
    /// <param name="replaced">The keys by which <see cref="KeyReplacement"/> has made all of the difference; empty where all rows are compared.</param>
    /// <param name="cancel">Interrupts it.</param>
    internal void Update(ISqlSession session, ImmutableArray<string> replaced, CancellationToken cancel)
    {
        if (session.GetRelation(Table) is null)
        {
            session.Execute($"create table {Table} as select {Keys}, hash(t) as sluice_hash, cast(1 as bigint) as created, cast(1 as bigint) as changed, false as gone, false as later from {asset} as t", cancel);
            session.Execute(OneEntryForEachRow($"select distinct {Keys} from {Table}"), cancel);
            session.Changed(Table, CatalogKind.Table);
        }
        else if (replaced.IsEmpty || !Append(session, replaced, cancel))
        {
            Compare(session, cancel);
            session.Execute(OneEntryForEachRow($"from {Table} where not gone"), cancel);
        }
    }

    /// <summary>The rows of the asset that came or changed after a version.</summary>
    internal string RowsSince(long version) => RowsWhere(version, "true");

    /// <summary>Those of them whose key is new.</summary>
    internal string NewSince(long version) => RowsWhere(version, string.Create(CultureInfo.InvariantCulture, $"l.created > {version}"));

    /// <summary>Those of them whose key was there before.</summary>
    internal string ChangedSince(long version) => RowsWhere(version, string.Create(CultureInfo.InvariantCulture, $"(l.created is null or l.created <= {version})"));

    /// <summary>The keys of the rows that came, changed or went after a version, as a query in parentheses.</summary>
    internal string KeysSince(long version) => $"(select {Keys} from {Since(Number(version))} as l)";

    /// <summary>The keys of the rows that went after a version, as a query in parentheses.</summary>
    internal string GoneSince(long version) => $"(select {Keys} from {Since(Number(version))} as l where gone)";

    /// <summary>What a model reads as <c>changes(…)</c>: the keys whose entries are later than what it has seen.</summary>
    internal string Unseen(string reader) => $"(select {Keys}, gone from {Since(SeenChanges.VersionSql(Table, reader))} as l)";

    private string Since(string version) => $"(select {Keys}, max(created) as created, arg_max(gone, changed) as gone from {Table} where changed > {version} group by {Keys})";

    private string RowsWhere(long version, string condition) => $"(select t.* from {asset} as t where exists (select 1 from {Since(Number(version))} as l where {Same("t", "l")} and {condition}))";

    // False where the entries do not add up to the rows: somebody else has written to the table.
    private bool Append(ISqlSession session, ImmutableArray<string> replaced, CancellationToken cancel)
    {
        session.Execute(
            $"""
            insert into {Table}
            select {Keys}, max(sluice_hash), case when bool_or(was) then null else version end, version, count(sluice_hash) = 0, true
            from (select {Keys}, null::ubigint as sluice_hash, true as was from {KeyReplacement.GoneSql} union all select {Keys}, sluice_hash, false from {KeyReplacement.CameSql}) as d,
                (select coalesce(max(changed), 0) + 1 as version from {Table}) as v
            group by {Keys}, version
            """,
            cancel);
        var row = session.Query($"select (select count(*) from {asset}), count(created) - count(*) filter (where gone), count(*) filter (where later), count(*), {IsTwice(replaced)} from {Table}", cancel).Rows[0];
        var (rows, entries, later, all) = (Integer(row[0]), Integer(row[1]), Integer(row[2]), Integer(row[3]));
        if (row[4] is true)
        {
            session.Execute($"select {SharedKey}", cancel);
        }

        if (later > Math.Max(all / 2, MostLater))
        {
            Fold(session, cancel);
        }

        return rows == entries;
    }

    // A key that came must not have a row elsewhere. Where rows are replaced by columns of it, all of its rows are among the fresh ones.
    private string IsTwice(ImmutableArray<string> replaced)
    {
        var among = $"exists (select 1 from {KeyReplacement.Fresh} group by {Keys} having count(*) > 1)";
        return replaced.All(column => key.Contains(column, StringComparer.OrdinalIgnoreCase))
            ? among
            : $"({among} or exists (select 1 from {Table} as n join {Table} as o on {Same("n", "o")} and o.changed < n.changed where n.later and n.created = (select max(changed) from {Table}) group by {SqlText.Columns(key, "n")} having not arg_max(o.gone, o.changed)))";
    }

    private void Compare(ISqlSession session, CancellationToken cancel)
    {
        Fold(session, cancel);
        if (session.Execute($"create or replace temp table sluice_delta as {Comparison}", cancel) > 0)
        {
            foreach (var statement in Statements())
            {
                session.Execute(statement, cancel);
            }
        }

        session.Execute("drop table temp.main.sluice_delta", cancel);
    }

    // One entry for each key.
    private void Fold(ISqlSession session, CancellationToken cancel)
    {
        if (session.Query($"select 1 from {Table} where later limit 1", cancel).Rows.IsEmpty)
        {
            return;
        }

        session.Execute(
            $"create or replace temp table sluice_entries as select {Keys}, arg_max_null(sluice_hash, changed), max(created), max(changed), arg_max(gone, changed), false from {Table} group by {Keys}", cancel);
        session.Execute($"delete from {Table}", cancel);
        session.Execute($"insert into {Table} from temp.main.sluice_entries", cancel);
        session.Execute("drop table temp.main.sluice_entries", cancel);
    }

    // Where a key has no row any more, the hash is NULL.
    private string Comparison => $"""
        select {string.Join(", ", key.Select(SqlText.Quote).Select(name => $"case when n.sluice_hash is null then l.{name} else n.{name} end as {name}"))}, max(n.sluice_hash) as sluice_hash
        from (select {Keys}, hash(t) as sluice_hash from {asset} as t) as n
        full join (select {Keys}, sluice_hash from {Table} where not gone) as l on {Same("n", "l")}
        where n.sluice_hash is distinct from l.sluice_hash
        group by all
        """;

    // Rows that share a key have more rows than entries.
    private string OneEntryForEachRow(string entries) => $"select {SharedKey} where (select count(*) from {asset}) <> (select count(*) from ({entries}))";

    private string SharedKey => $"error('rows of {asset.Identifier} share a key ({string.Join(", ", key)}): changes cannot be told apart')";

    private IEnumerable<string> Statements()
    {
        const string Version = "(select version from temp.main.sluice_version)";
        yield return $"create or replace temp table sluice_version as select coalesce(max(changed), 0) + 1 as version from {Table}";
        yield return $"""
            update {Table} as l set sluice_hash = coalesce(d.sluice_hash, l.sluice_hash), created = case when l.gone then {Version} else l.created end, changed = {Version}, gone = d.sluice_hash is null
            from temp.main.sluice_delta as d where {Same("d", "l")}
            """;
        yield return $"insert into {Table} select d.*, {Version}, {Version}, false, false from temp.main.sluice_delta as d where not exists (select 1 from {Table} as l where {Same("d", "l")})";
        yield return "drop table temp.main.sluice_version";
    }

    private static long Integer(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    private static string Number(long version) => version.ToString(CultureInfo.InvariantCulture);

    private static string Digest(ImmutableArray<string> key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Columns}\n{string.Join('\n', key)}")))[..8];

    private string Same(string one, string other) => string.Join(" and ", key.Select(name => $"{one}.{SqlText.Quote(name)} is not distinct from {other}.{SqlText.Quote(name)}"));
}
