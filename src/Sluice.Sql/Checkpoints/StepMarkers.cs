using Sluice.Assets;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Commits;
using Sluice.Sql.Materializations;

namespace Sluice.Sql.Checkpoints;

/// <summary>The markers of some assets as a session's transaction sees them.</summary>
internal static class StepMarkers
{
    /// <summary>The last markers of the assets, as texts.</summary>
    internal static Dictionary<StepKey, string> Read(ISqlSession session, string database, IEnumerable<AssetKey> assets, CancellationToken cancel)
    {
        var last = new Dictionary<StepKey, string>();
        var names = string.Join(", ", assets.Select(asset => SqlText.Literal(asset.Name)).Distinct());
        if (names.Length == 0 || !Exists(session, database, cancel))
        {
            return last;
        }

        foreach (var row in session.Query($"select marker from {MarkerTable.Name(database)} where (marker ->> '$.asset') in ({names}) order by sequence", cancel).Rows)
        {
            var text = (string)row[0]!;
            last[MarkerText.Read(database, text).Marker.Step] = text;
        }

        return last;
    }

    internal static CommitMarker Parse(string database, string text) => MarkerText.Read(database, text).Marker;

    /// <summary>Removes the markers of one step.</summary>
    internal static void Remove(ISqlSession session, string database, StepKey step, CancellationToken cancel) => session.Execute(
        $"delete from {MarkerTable.Name(database)} where (marker ->> '$.asset') = $1 and (marker ->> '$.partition') is not distinct from $2",
        [step.Asset.Name, step.Partition.Text], cancel);

    /// <summary>Notes on the markers of all partitions that another scenario built them.</summary>
    internal static void Fork(ISqlSession session, string database, string scenario, CancellationToken cancel) => session.Execute(
        $"update {MarkerTable.Name(database)} set marker = cast(json_merge_patch(marker, json_object('forked_from', $1)) as varchar) where (marker ->> '$.partition') is not null and (marker ->> '$.forked_from') is null",
        [scenario], cancel);

    private static bool Exists(ISqlSession session, string database, CancellationToken cancel) => session.Query(
        $"select 1 from duckdb_tables() where lower(database_name) = lower({SqlText.Literal(database)}) and schema_name = '{MarkerTable.Schema}' and table_name = '{MarkerTable.Table}'",
        cancel).Rows.Length > 0;
}
