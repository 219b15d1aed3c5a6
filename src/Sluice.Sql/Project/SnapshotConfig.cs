using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Project;

/// <summary>Checks what a snapshot's config must have before it can run.</summary>
internal static class SnapshotConfig
{
    private static readonly ImmutableArray<string> Deletes = ["ignore", "invalidate", "new_record"];

    internal static void Check(SqlNode node, DiagnosticBag diagnostics)
    {
        var config = node.Config;
        var strategy = config.GetString("strategy");
        if (string.IsNullOrEmpty(strategy))
        {
            diagnostics.Add(Error(node, "has no `strategy`", "set strategy='timestamp' with `updated_at`, or strategy='check' with `check_cols`"));
        }

        if (config.UniqueKey.IsEmpty)
        {
            diagnostics.Add(Error(node, "has no `unique_key`", "name the columns that tell rows apart: unique_key='id' or unique_key=['a', 'b']"));
        }

        if (strategy == "timestamp" && string.IsNullOrEmpty(config.GetString("updated_at")))
        {
            diagnostics.Add(Error(node, "has the strategy `timestamp` and no `updated_at`", "name the column that says when a row was changed"));
        }

        if (strategy == "check" && (config.GetStrings("check_cols") is not { IsEmpty: false } columns || (config["check_cols"] is string text && text != "all") || columns.Contains("")))
        {
            diagnostics.Add(Error(node, "has the strategy `check` and no `check_cols`", "list the columns to compare, or set check_cols='all'"));
        }

        CheckDeletes(node, config, diagnostics);
    }

    private static void CheckDeletes(SqlNode node, NodeConfig config, DiagnosticBag diagnostics)
    {
        var deletes = config.GetString("hard_deletes");
        if (deletes is not null && config["invalidate_hard_deletes"] is not null)
        {
            diagnostics.Add(Error(node, "sets both `hard_deletes` and `invalidate_hard_deletes`", "keep `hard_deletes`: it says what the other one said"));
        }
        else if (deletes is not null && !Deletes.Contains(deletes))
        {
            diagnostics.Add(Error(node, $"has `{deletes}` as `hard_deletes`", Nearest.Hint(deletes, Deletes) ?? "use `ignore`, `invalidate` or `new_record`"));
        }
    }

    private static Diagnostic Error(SqlNode node, string what, string hint) =>
        new("SLUICE2080", Severity.Error, $"the snapshot `{node.Name}` {what}", node.Source, node.Span, hint);
}
