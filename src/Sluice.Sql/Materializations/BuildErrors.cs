using Sluice.Diagnostics;
using Sluice.Sql.Adapters;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Materializations;

/// <summary>Why a model cannot be kept as its config says, one method per situation.</summary>
internal static class BuildErrors
{
    internal static Diagnostic SchemaChanged(
        BuildRequest request, IEnumerable<CatalogColumn> added, IEnumerable<CatalogColumn> removed, IEnumerable<(CatalogColumn Old, CatalogColumn New)> retyped) => Error(
        request, "SLUICE3101",
        $"the source and target schemas of this incremental model are out of sync: {Changes(added, removed, retyped)}",
        "set `on_schema_change` to `append_new_columns` or `sync_all_columns`, or build the table anew with --full-refresh");

    internal static Diagnostic Empty(SqlNode node)
    {
        var what = SqlStatements.IsBlank(node.RawCode) ? $"the file of the {node.ResourceType} `{node.Name}` is empty" : $"the {node.ResourceType} `{node.Name}` renders to no SQL";
        return new Diagnostic("SLUICE3113", Severity.Error, what, node.Source, node.Span, $"a {node.ResourceType} is one `select` statement; remove the file if it is not needed");
    }

    internal static Diagnostic UnknownStrategy(BuildRequest request, string name, IEnumerable<string> known) => Error(
        request, "SLUICE3102",
        $"dbt could not find an incremental strategy macro with the name `get_incremental_{name.Replace('+', '_')}_sql`: there is no strategy `{name}`",
        Nearest.Hint(name, known) ?? $"use one of {string.Join(", ", known.Select(item => $"`{item}`"))}");

    internal static Diagnostic StrategyNeedsKey(BuildRequest request, string name) => Error(
        request, "SLUICE3103", $"the incremental strategy `{name}` needs a `unique_key`",
        "name the columns that tell rows apart: unique_key='id' or unique_key=['a', 'b']");

    internal static Diagnostic ContractFailed(BuildRequest request, string table) => Error(
        request, "SLUICE3104",
        "this model has an enforced contract that failed\n"
        + $"Please ensure the name, data_type, and number of columns in your contract match the columns in your model's definition.\n\n{table}\n",
        "change the query, or the columns in the properties file");

    internal static Diagnostic ContractWithoutTypes(BuildRequest request, IReadOnlyCollection<ColumnInfo> columns)
    {
        var source = (request.Node as ModelNode)?.PropertiesSource;
        var message = columns.Count == 0
            ? "the contract is enforced and names no column"
            : $"the contract is enforced and these columns have no data_type: {string.Join(", ", columns.Select(column => $"`{column.Name}`"))}";
        var hint = "give every column of the model a `data_type`";
        return source is not null && columns.Count > 0
            ? new Diagnostic("SLUICE3105", Severity.Error, message, source, columns.First().Span, hint)
            : Error(request, "SLUICE3105", message, hint);
    }

    internal static Diagnostic OutsidePartition(BuildRequest request, string column, string key, long count, string example) => Error(
        request, "SLUICE3106",
        $"{count.Invariant()} {(count == 1 ? "row has" : "rows have")} a `{column}` other than the partition's `{key}`, such as {example}",
        $"select only rows of the partition: where {column} = {{{{ partition.key }}}}");

    internal static Diagnostic NoPartitionColumn(BuildRequest request, string column, IEnumerable<string> existing) => Error(
        request, "SLUICE3107", $"the query has no column `{column}`, which holds the partition's key",
        Nearest.To(column, existing) is { } near ? $"did you mean `{near}`?" : $"add {{{{ partition.key }}}} as {column} to the query");

    internal static Diagnostic ForeignTable(BuildRequest request, string column) => Error(
        request, "SLUICE3112", $"the table {request.Target} exists and has no column `{column}`, so it is not a table of partitions",
        "drop it, or give the model another `alias`");

    internal static Diagnostic Retyped(BuildRequest request, string column, string old, string current) => Error(
        request, "SLUICE3108", $"column `{column}` is {current} in this partition and {old} in the table, and neither can hold the other",
        "cast it to one type in every partition, or drop the table and build all partitions anew");

    internal static Diagnostic UnknownMaterialization(SqlNode node, IEnumerable<string> known)
    {
        var name = node.Config.Materialized;
        return new Diagnostic(
            "SLUICE3109", Severity.Error, $"there is no materialization `{name}`", node.Source, node.Span,
            Nearest.Hint(name, known) ?? $"use one of {string.Join(", ", known.Order(StringComparer.Ordinal).Select(item => $"`{item}`"))}, or define it: {{% materialization {name}, default %}}");
    }

    internal static Diagnostic BadSchemaChangeValue(BuildRequest request, string value) => Error(
        request, "SLUICE3110", $"`on_schema_change` is `{value}`",
        "use `ignore`, `fail`, `append_new_columns` or `sync_all_columns`");

    internal static Diagnostic ExclusiveMergeColumns(BuildRequest request) => Error(
        request, "SLUICE3111", "`merge_update_columns` and `merge_exclude_columns` are both set", "keep one of the two");

    private static string Changes(
        IEnumerable<CatalogColumn> added, IEnumerable<CatalogColumn> removed, IEnumerable<(CatalogColumn Old, CatalogColumn New)> retyped)
    {
        var parts = new List<string>();
        Add(parts, "source columns not in target", added.Select(column => $"`{column.Name}` {column.Type}"));
        Add(parts, "target columns not in source", removed.Select(column => $"`{column.Name}` {column.Type}"));
        Add(parts, "new column types", retyped.Select(pair => $"`{pair.Old.Name}` {pair.Old.Type} -> {pair.New.Type}"));
        return string.Join("; ", parts);
    }

    private static void Add(List<string> parts, string what, IEnumerable<string> items)
    {
        var text = string.Join(", ", items);
        if (text.Length > 0)
        {
            parts.Add($"{what}: {text}");
        }
    }

    private static Diagnostic Error(BuildRequest request, string code, string message, string hint) =>
        new(code, Severity.Error, message, request.Node.Source, request.Node.Span, hint);
}
