using Sluice.Diagnostics;

namespace Sluice.Sql.Materializations.Snapshots;

/// <summary>Why a snapshot cannot be taken, one method per situation.</summary>
internal static class SnapshotErrors
{
    internal static Diagnostic NotATable(BuildRequest request) => Error(
        request, "SLUICE3114", $"{request.Target} is a view, and a snapshot keeps its versions in a table",
        "drop the view, or give the snapshot another `alias`");

    internal static Diagnostic MissingColumns(BuildRequest request, IEnumerable<string> missing) => Error(
        request, "SLUICE3115", $"the table of the snapshot is missing configured columns: {string.Join(", ", missing.Select(name => $"`{name}`"))}",
        "add them to the table, or correct `snapshot_meta_column_names` and `hard_deletes`; versions that were kept under other names are not renamed");

    internal static Diagnostic UnknownStrategy(BuildRequest request, string name) => Error(
        request, "SLUICE3116", $"there is no snapshot strategy `{name}`",
        Nearest.Hint(name, ["timestamp", "check"]) ?? $"use `timestamp` or `check`, or define the macro `snapshot_{name}_strategy`");

    internal static Diagnostic NoStrategy(BuildRequest request, string macro, string missing) => Error(
        request, "SLUICE3117", $"the macro `{macro}` returned no {missing}",
        "return a dictionary with `unique_key`, `updated_at`, `row_changed` and `scd_id`");

    private static Diagnostic Error(BuildRequest request, string code, string message, string hint) =>
        new(code, Severity.Error, message, request.Node.Source, request.Node.Span, hint);
}
