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

    internal ImmutableArray<string> Key => key;

    // Another key makes another log.
    internal RelationName Table { get; } = new(asset.Database, "sluice", $"changes_{asset.Identifier}_{Digest(key)}");

    private string Keys => SqlText.Columns(key);

    /// <summary>The log of a node; null for one that keeps none.</summary>
    internal static ChangeLog? Of(SqlNode node, RelationName relation) => node.Config.GetStrings(Config) is { IsEmpty: false } key && node.Partitions is null ? new ChangeLog(relation, key) : null;

    /// <summary>The statements that compare the asset's rows with what is known of them.</summary>
    internal IEnumerable<string> Statements()
    {
        var version = "(select version from temp.main.sluice_version)";
        yield return $"create table if not exists {Table} as select {Keys}, hash(t) as row_hash, cast(0 as bigint) as created, cast(0 as bigint) as changed, false as gone from {asset} as t limit 0";
        yield return $"create or replace temp table sluice_now as select {Keys}, hash(t) as row_hash from {asset} as t";
        yield return $"select error('rows of {asset.Identifier} share a key ({string.Join(", ", key)}): changes cannot be told apart') from (select 1 from temp.main.sluice_now group by {Keys} having count(*) > 1 limit 1)";
        yield return $"create or replace temp table sluice_version as select coalesce(max(changed), 0) + 1 as version from {Table}";
        yield return $"update {Table} as l set gone = true, changed = {version} where not gone and not exists (select 1 from temp.main.sluice_now as n where {Same("n", "l")})";
        yield return $"""
            update {Table} as l set row_hash = n.row_hash, created = case when l.gone then {version} else l.created end, changed = {version}, gone = false
            from temp.main.sluice_now as n where {Same("n", "l")} and (l.gone or l.row_hash <> n.row_hash)
            """;
        yield return $"insert into {Table} select n.*, {version}, {version}, false from temp.main.sluice_now as n where not exists (select 1 from {Table} as l where {Same("n", "l")})";
        yield return "drop table temp.main.sluice_now";
        yield return "drop table temp.main.sluice_version";
    }

    /// <summary>The rows of the asset whose entry fulfils a condition.</summary>
    internal string Rows(string condition) => $"(select t.* from {asset} as t where exists (select 1 from {Table} as l where {Same("t", "l")} and not l.gone and {condition}))";

    /// <summary>The keys of the entries that fulfil a condition.</summary>
    internal string KeysWhere(string condition) => $"(select {Keys} from {Table} as l where {condition})";

    /// <summary>What a model reads as <c>changes(…)</c>: the entries that are later than what it has seen.</summary>
    internal string Unseen(string reader) => $"(select {Keys}, gone from {Table} where changed > {SeenChanges.VersionSql(Table, reader)})";

    private static string Digest(ImmutableArray<string> key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', key))))[..8];

    private string Same(string one, string other) => string.Join(" and ", key.Select(name => $"{one}.{SqlText.Quote(name)} is not distinct from {other}.{SqlText.Quote(name)}"));
}
