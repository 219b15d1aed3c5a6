using Sluice.Sql.Nodes;

namespace Sluice.Sql.Materializations.Snapshots;

/// <summary>The names of the columns that a snapshot adds to those of its query; <c>snapshot_meta_column_names</c> renames them.</summary>
/// <param name="ScdId">Tells the versions of all rows apart.</param>
/// <param name="UpdatedAt">When the source says that the version came to be.</param>
/// <param name="ValidFrom">From when the version holds.</param>
/// <param name="ValidTo">Until when it holds; NULL, or what <c>dbt_valid_to_current</c> says, while it does.</param>
/// <param name="IsDeleted"><c>True</c> in the version of a row that is gone; only with <c>hard_deletes='new_record'</c>.</param>
internal sealed record SnapshotColumns(string ScdId, string UpdatedAt, string ValidFrom, string ValidTo, string IsDeleted)
{
    internal static SnapshotColumns Of(NodeConfig config)
    {
        var names = config.GetMap("snapshot_meta_column_names");
        string Name(string standard) => names?.GetValueOrDefault(standard) is string { Length: > 0 } other ? other : standard;
        return new SnapshotColumns(Name("dbt_scd_id"), Name("dbt_updated_at"), Name("dbt_valid_from"), Name("dbt_valid_to"), Name("dbt_is_deleted"));
    }

    /// <summary>All that a table of versions has.</summary>
    internal IReadOnlyList<string> All(bool withDeleted) =>
        withDeleted ? [ScdId, UpdatedAt, ValidFrom, ValidTo, IsDeleted] : [ScdId, UpdatedAt, ValidFrom, ValidTo];
}
