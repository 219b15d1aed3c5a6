using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Adapters;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Materializations.Snapshots;

/// <summary>What happens to the version of a row that the query no longer has.</summary>
internal enum HardDeletes
{
    /// <summary>Nothing: it holds on.</summary>
    Ignore,

    /// <summary>It ends.</summary>
    Invalidate,

    /// <summary>It ends, and a version follows that says that the row is gone.</summary>
    NewRecord,
}

/// <summary>How a snapshot tells rows apart and sees that one has changed, as SQL expressions over <c>snapshotted_data</c> and <c>source_data</c>.</summary>
/// <param name="Keys">The columns, or expressions, that tell rows apart.</param>
/// <param name="UpdatedAt">When a row of the query came to be; over the query alone.</param>
/// <param name="RowChanged">True where a row of the query differs from the version that holds.</param>
/// <param name="ScdId">The id of the version that a row of the query makes; over the query alone.</param>
/// <param name="HardDeletes">What happens to rows that are gone.</param>
internal sealed record SnapshotStrategy(ImmutableArray<string> Keys, string UpdatedAt, string RowChanged, string ScdId, HardDeletes HardDeletes)
{
    internal const string Old = "snapshotted_data";
    internal const string New = "source_data";

    // The time of the transaction: the same in all statements of one build.
    internal const string Now = "now()::timestamp";

    internal static SnapshotStrategy Of(BuildRequest request, SnapshotColumns columns, IReadOnlyList<CatalogColumn> target)
    {
        var name = request.Config.GetString("strategy") ?? "";
        var macro = $"snapshot_{name}_strategy";
        if (request.Work.Templates.Defines(macro))
        {
            return FromMacro(request, macro, target.Count > 0);
        }

        return name switch
        {
            "timestamp" => ByTime(request, columns),
            "check" => ByColumns(request, target),
            _ => throw new DiagnosticException(SnapshotErrors.UnknownStrategy(request, name)),
        };
    }

    internal static HardDeletes DeletesOf(NodeConfig config) => config.GetString("hard_deletes") switch
    {
        "invalidate" => HardDeletes.Invalidate,
        "new_record" => HardDeletes.NewRecord,
        _ => config.GetBoolean("invalidate_hard_deletes") is true ? HardDeletes.Invalidate : HardDeletes.Ignore,
    };

    /// <summary>dbt's hash over values: NULL counts as an empty text.</summary>
    internal static string Hash(IEnumerable<string> expressions) =>
        $"md5({string.Join(" || '|' || ", expressions.Select(expression => $"coalesce(cast({expression} as varchar), '')"))})";

    private static SnapshotStrategy ByTime(BuildRequest request, SnapshotColumns columns)
    {
        var keys = request.Config.UniqueKey;
        var updatedAt = request.Config.GetString("updated_at") ?? "";
        // dbt compares with the column of its own: the table may have been kept by another strategy before.
        var changed = $"{Old}.{SqlText.Quote(columns.ValidFrom)} < {New}.{SqlText.Quote(SnapshotSql.UpdatedAt)}";
        return new SnapshotStrategy(keys, updatedAt, changed, Hash([.. keys, updatedAt]), DeletesOf(request.Config));
    }

    private static SnapshotStrategy ByColumns(BuildRequest request, IReadOnlyList<CatalogColumn> target)
    {
        var keys = request.Config.UniqueKey;
        var updatedAt = request.Config.GetString("updated_at") is { Length: > 0 } given ? given : Now;
        var names = request.Config.GetStrings("check_cols");
        var select = names is ["all"] ? request.Select : $"select {string.Join(", ", names)} from {SqlText.Nested(request.Select)} as checked";
        var isNew = false;
        var changes = new List<string>();
        foreach (var column in target.Count == 0 ? [] : request.Session.Describe(select, request.Cancel))
        {
            // A column that the table does not have yet makes every row a new version, as in dbt.
            isNew |= SchemaChange.Find(target, column.Name) is null;
            changes.Add($"{Old}.{SqlText.Quote(column.Name)} is distinct from {New}.{SqlText.Quote(column.Name)}");
        }

        return new SnapshotStrategy(keys, updatedAt, isNew || changes.Count == 0 ? "true" : string.Join(" or ", changes), Hash([.. keys, updatedAt]), DeletesOf(request.Config));
    }

    // dbt: the macro gets the node, the names of both sides, the config, and whether there is a table; it returns a dictionary.
    private static SnapshotStrategy FromMacro(BuildRequest request, string macro, bool exists)
    {
        var work = request.Work;
        var node = work.Templates.Describe(work.Node);
        var config = node is JinjaDict dict && dict.TryGetValue("config", out var found) ? found : null;
        var result = work.Templates.Call(
            work.Node, macro, [node, Old, New, config, exists], new Dictionary<string, object?>(StringComparer.Ordinal), work.Step, work.Names, null, work.Cancel);
        if (NodeConfig.ToMap(result) is not { } map)
        {
            throw new DiagnosticException(SnapshotErrors.NoStrategy(request, macro, "a dictionary"));
        }

        string Text(string key) => map.GetValueOrDefault(key) is { } value && JinjaValue.ToText(value).Trim() is { Length: > 0 } text
            ? text
            : throw new DiagnosticException(SnapshotErrors.NoStrategy(request, macro, $"`{key}`"));
        var keys = NodeConfig.ToStrings(map.GetValueOrDefault("unique_key"));
        var deletes = (map.GetValueOrDefault("hard_deletes") as string) switch
        {
            "invalidate" => HardDeletes.Invalidate,
            "new_record" => HardDeletes.NewRecord,
            _ => map.GetValueOrDefault("invalidate_hard_deletes") is true ? HardDeletes.Invalidate : DeletesOf(request.Config),
        };
        return new SnapshotStrategy(keys.IsEmpty ? request.Config.UniqueKey : keys, Text("updated_at"), Text("row_changed"), Text("scd_id"), deletes);
    }
}
