using System.Globalization;
using System.Text;
using Sluice.Sql.Adapters;

namespace Sluice.Sql.Materializations.Snapshots;

/// <summary>The statements of a snapshot.</summary>
/// <param name="request">What is built.</param>
/// <param name="columns">The names of its own columns.</param>
/// <param name="strategy">How it sees changes.</param>
internal sealed class SnapshotSql(BuildRequest request, SnapshotColumns columns, SnapshotStrategy strategy)
{
    /// <summary>When a row of the query came to be, in <see cref="SnapshotStrategy.New"/>.</summary>
    internal const string UpdatedAt = "__sluice_updated_at";

    private const string ScdId = "__sluice_scd_id";
    private const string Key = "__sluice_key";

    /// <summary>In the stage: the id of the version that ends, or NULL; when it ends; whether the row is a new version.</summary>
    private const string Ends = "__sluice_ends";
    private const string EndsAt = "__sluice_ends_at";
    private const string Adds = "__sluice_adds";

    private readonly string? _current = request.Config.GetString("dbt_valid_to_current") is { Length: > 0 } text ? text : null;

    private bool KeepsDeleted => strategy.HardDeletes == HardDeletes.NewRecord;

    /// <summary>The query with every row as the version that holds.</summary>
    internal string First()
    {
        var sql = new StringBuilder("select *,\n")
            .Append(CultureInfo.InvariantCulture, $"  {strategy.ScdId} as {SqlText.Quote(columns.ScdId)},\n")
            .Append(CultureInfo.InvariantCulture, $"  {strategy.UpdatedAt} as {SqlText.Quote(columns.UpdatedAt)},\n")
            .Append(CultureInfo.InvariantCulture, $"  {strategy.UpdatedAt} as {SqlText.Quote(columns.ValidFrom)},\n")
            .Append(CultureInfo.InvariantCulture, $"  {ValidTo(strategy.UpdatedAt)} as {SqlText.Quote(columns.ValidTo)}");
        if (KeepsDeleted)
        {
            sql.Append(CultureInfo.InvariantCulture, $",\n  'False' as {SqlText.Quote(columns.IsDeleted)}");
        }

        return sql.Append(CultureInfo.InvariantCulture, $"\nfrom {SqlText.Nested(request.Select)} as snapshot_query").ToString();
    }

    /// <summary>The new versions, and the versions that end; the query is read once.</summary>
    /// <param name="query">The query's columns.</param>
    /// <param name="target">The table's columns.</param>
    internal string Changes(IReadOnlyList<CatalogColumn> query, IReadOnlyList<CatalogColumn> target)
    {
        var keys = strategy.Keys;
        var join = string.Join(" and ", keys.Select((_, i) => $"{Qualified(SnapshotStrategy.Old, $"{Key}_{i}")} = {Qualified(SnapshotStrategy.New, $"{Key}_{i}")}"));
        var keyList = string.Concat(keys.Select((key, i) => $", {key} as {SqlText.Quote($"{Key}_{i}")}"));
        var sql = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"with snapshot_query as materialized {SqlText.Nested(request.Select)},\n")
            .Append(CultureInfo.InvariantCulture, $"{SnapshotStrategy.New} as materialized (\n  select *, {strategy.UpdatedAt} as {SqlText.Quote(UpdatedAt)}, {strategy.ScdId} as {SqlText.Quote(ScdId)}{keyList} from snapshot_query\n),\n")
            .Append(CultureInfo.InvariantCulture, $"{SnapshotStrategy.Old} as (\n  select *{keyList} from {request.Target} where {Holds(null)}\n)\n");
        AppendChanged(sql, query, join);
        if (strategy.HardDeletes != HardDeletes.Ignore)
        {
            AppendGone(sql, query, target, join);
        }

        return sql.ToString();
    }

    /// <summary>Ends the versions that the stage says.</summary>
    internal string End(RelationName stage) =>
        $"update {request.Target} as target set {SqlText.Quote(columns.ValidTo)} = stage.{SqlText.Quote(EndsAt)}\n"
        + $"from {stage} as stage where stage.{SqlText.Quote(Ends)} = target.{SqlText.Quote(columns.ScdId)} and {Holds("target")}";

    /// <summary>Adds the new versions of the stage.</summary>
    internal string Add(RelationName stage, IEnumerable<CatalogColumn> query)
    {
        var list = SqlText.Columns(query.Select(column => column.Name).Concat(columns.All(KeepsDeleted)));
        return $"insert into {request.Target} ({list})\nselect {list} from {stage} where {SqlText.Quote(Adds)}";
    }

    private void AppendChanged(StringBuilder sql, IReadOnlyList<CatalogColumn> query, string join)
    {
        var updated = Qualified(SnapshotStrategy.New, UpdatedAt);
        sql.Append("select ").Append(string.Concat(query.Select(column => $"{Qualified(SnapshotStrategy.New, column.Name)}, ")))
            .Append(CultureInfo.InvariantCulture, $"{Qualified(SnapshotStrategy.New, ScdId)} as {SqlText.Quote(columns.ScdId)}, {updated} as {SqlText.Quote(columns.UpdatedAt)}, ")
            .Append(CultureInfo.InvariantCulture, $"{updated} as {SqlText.Quote(columns.ValidFrom)}, {ValidTo(updated)} as {SqlText.Quote(columns.ValidTo)}, ");
        if (KeepsDeleted)
        {
            sql.Append(CultureInfo.InvariantCulture, $"'False' as {SqlText.Quote(columns.IsDeleted)}, ");
        }

        // A row that was gone and is back is a new version, whatever it holds.
        var isBack = KeepsDeleted ? $" or {Qualified(SnapshotStrategy.Old, columns.IsDeleted)} = 'True'" : "";
        sql.Append(CultureInfo.InvariantCulture, $"{Qualified(SnapshotStrategy.Old, columns.ScdId)} as {SqlText.Quote(Ends)}, {updated} as {SqlText.Quote(EndsAt)}, true as {SqlText.Quote(Adds)}\n")
            .Append(CultureInfo.InvariantCulture, $"from {SnapshotStrategy.New} left join {SnapshotStrategy.Old} on {join}\n")
            .Append(CultureInfo.InvariantCulture, $"where {Qualified(SnapshotStrategy.Old, $"{Key}_0")} is null or ({strategy.RowChanged}){isBack}");
    }

    private void AppendGone(StringBuilder sql, IReadOnlyList<CatalogColumn> query, IReadOnlyList<CatalogColumn> target, string join)
    {
        const string Now = SnapshotStrategy.Now;
        var old = Qualified(SnapshotStrategy.Old, columns.ScdId);
        sql.Append("\nunion all by name\nselect ");
        if (KeepsDeleted)
        {
            sql.Append(string.Concat(query.Select(column =>
                $"{(SchemaChange.Find(target, column.Name) is null ? "null" : Qualified(SnapshotStrategy.Old, column.Name))} as {SqlText.Quote(column.Name)}, ")))
                .Append(CultureInfo.InvariantCulture, $"{SnapshotStrategy.Hash([old, Now])} as {SqlText.Quote(columns.ScdId)}, {Now} as {SqlText.Quote(columns.UpdatedAt)}, ")
                .Append(CultureInfo.InvariantCulture, $"{Now} as {SqlText.Quote(columns.ValidFrom)}, {Qualified(SnapshotStrategy.Old, columns.ValidTo)} as {SqlText.Quote(columns.ValidTo)}, ")
                .Append(CultureInfo.InvariantCulture, $"'True' as {SqlText.Quote(columns.IsDeleted)}, ");
        }

        var isKnown = KeepsDeleted ? $" and {Qualified(SnapshotStrategy.Old, columns.IsDeleted)} is distinct from 'True'" : "";
        sql.Append(CultureInfo.InvariantCulture, $"{old} as {SqlText.Quote(Ends)}, {Now} as {SqlText.Quote(EndsAt)}, {(KeepsDeleted ? "true" : "false")} as {SqlText.Quote(Adds)}\n")
            .Append(CultureInfo.InvariantCulture, $"from {SnapshotStrategy.Old} left join {SnapshotStrategy.New} on {join}\n")
            .Append(CultureInfo.InvariantCulture, $"where {Qualified(SnapshotStrategy.New, $"{Key}_0")} is null{isKnown}");
    }

    private string Holds(string? alias)
    {
        var column = alias is null ? SqlText.Quote(columns.ValidTo) : Qualified(alias, columns.ValidTo);
        return _current is null ? $"{column} is null" : $"({column} is null or {column} = {_current})";
    }

    // NULL of the right type, as the column's type comes from the first build.
    private string ValidTo(string updatedAt) => $"coalesce(nullif({updatedAt}, {updatedAt}), {_current ?? "null"})";

    private static string Qualified(string alias, string column) => $"{alias}.{SqlText.Quote(column)}";
}
