using System.Text;
using Sluice.Diagnostics;
using Sluice.Sql.Adapters;

namespace Sluice.Sql.Materializations;

/// <summary>What happens where the query's columns are not those of the table.</summary>
internal enum SchemaChangeMode
{
    Ignore,
    Fail,
    AppendNewColumns,
    SyncAllColumns,
}

/// <summary>Brings an incremental table's columns in line with its query, as <c>on_schema_change</c> says.</summary>
internal static class SchemaChange
{
    internal static SchemaChangeMode Mode(BuildRequest request) => request.Config.GetString("on_schema_change") switch
    {
        null or "" or "ignore" => SchemaChangeMode.Ignore,
        "fail" => SchemaChangeMode.Fail,
        "append_new_columns" => SchemaChangeMode.AppendNewColumns,
        "sync_all_columns" => SchemaChangeMode.SyncAllColumns,
        { } other => throw new DiagnosticException(BuildErrors.BadSchemaChangeValue(request, other)),
    };

    /// <summary>Compares the stage with the table and changes the table; yields the columns to write, and whether it changed.</summary>
    internal static bool Apply(BuildRequest request, RelationName stage, out IReadOnlyList<CatalogColumn> columns)
    {
        var target = request.Session.GetColumns(request.Target, request.Cancel);
        columns = target;
        var mode = Mode(request);
        if (mode == SchemaChangeMode.Ignore)
        {
            return false;
        }

        var source = request.Session.GetColumns(stage, request.Cancel);
        var added = source.Where(column => Find(target, column.Name) is null).ToList();
        var removed = target.Where(column => Find(source, column.Name) is null).ToList();
        var retyped = target
            .Select(column => (Old: column, New: Find(source, column.Name)!))
            .Where(pair => pair.New is not null && !string.Equals(pair.Old.Type, pair.New.Type, StringComparison.OrdinalIgnoreCase))
            .ToList();
        if (added.Count + removed.Count + retyped.Count == 0)
        {
            return false;
        }

        if (mode == SchemaChangeMode.Fail)
        {
            throw new DiagnosticException(BuildErrors.SchemaChanged(request, added, removed, retyped));
        }

        var syncs = mode == SchemaChangeMode.SyncAllColumns;
        Alter(request, added, syncs ? removed : [], syncs ? retyped : []);
        columns = request.Session.GetColumns(request.Target, request.Cancel);
        if (!syncs)
        {
            // A column that the query no longer has stays, and is NULL in the new rows.
            columns = [.. columns.Where(column => Find(source, column.Name) is not null)];
        }

        return added.Count > 0 || syncs;
    }

    internal static CatalogColumn? Find(IEnumerable<CatalogColumn> columns, string name) =>
        columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase));

    private static void Alter(
        BuildRequest request, List<CatalogColumn> added, List<CatalogColumn> removed, List<(CatalogColumn Old, CatalogColumn New)> retyped)
    {
        var sql = new StringBuilder();
        foreach (var column in added)
        {
            sql.Append("alter table ").Append(request.Target).Append(" add column ").Append(SqlText.Quote(column.Name)).Append(' ').Append(column.Type).Append(";\n");
        }

        foreach (var column in removed)
        {
            sql.Append("alter table ").Append(request.Target).Append(" drop column ").Append(SqlText.Quote(column.Name)).Append(";\n");
        }

        foreach (var (old, current) in retyped)
        {
            sql.Append("alter table ").Append(request.Target).Append(" alter column ").Append(SqlText.Quote(old.Name)).Append(" type ").Append(current.Type).Append(";\n");
        }

        if (sql.Length > 0)
        {
            request.Run(sql.ToString());
        }
    }
}
