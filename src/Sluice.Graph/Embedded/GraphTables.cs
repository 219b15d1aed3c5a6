using Sluice.DuckDb;

namespace Sluice.Graph;

/// <summary>The names and columns of a graph's tables, as SQL.</summary>
internal sealed class GraphTables(string database, string databaseSchema)
{
    /// <summary>Where rows wait for their merge.</summary>
    internal const string StagingName = "sluice_graph_staging";

    internal const string Staging = "temp." + StagingName;

    /// <summary>A row's place in the source.</summary>
    internal const string Number = "_number";

    /// <summary>The row id of what is loaded of a row; NULL where that is nothing.</summary>
    internal const string LoadedRow = "_loaded_row";

    /// <summary>The hash of what is loaded of a row.</summary>
    internal const string LoadedHash = "_loaded_hash";

    internal const string ElementsName = "_elements";

    /// <summary>A condition that holds for each row of a table of keys. DuckDB skips what cannot join in the scan of the other side only where the keys are filtered.</summary>
    internal const string Each = "rowid >= 0";

    internal string Database => database;

    internal string SchemaName => databaseSchema;

    /// <summary>With the database in front: a database and a schema of one name would else be taken for one another.</summary>
    internal string Schema => $"{SqlText.Quote(database)}.{SqlText.Quote(databaseSchema)}";

    /// <summary>One row for each element; each load that changes an element changes its row.</summary>
    internal string Elements => $"{Schema}.{ElementsName}";

    internal string Of(GraphElement element) => $"{Schema}.{SqlText.Quote(element.Name)}";

    /// <summary>The table as messages name it.</summary>
    internal string Show(GraphElement element) => $"{databaseSchema}.{element.Name}";

    internal static string Hash => GraphElement.HashProperty;

    /// <summary>DuckDB's hash of the row of the query that was loaded last; null where it came another way. Only a hint: another version of DuckDB may hash otherwise.</summary>
    internal static string Source => "_source";

    /// <summary>The element's own columns with their types, the hashes at the end.</summary>
    internal static IEnumerable<TableColumn> ColumnsOf(GraphElement element) =>
        element.Columns.Select((column, index) => new TableColumn(column.Name, TypeOf(column.Type), index < element.Identity.Count)).Append(new(Hash, "BIGINT", true)).Append(new(Source, "UBIGINT", false));

    internal static string Names(GraphElement element, string prefix = "") =>
        string.Join(", ", ColumnsOf(element).Select(column => prefix + SqlText.Quote(column.Name)));

    /// <summary>The condition that two rows are the same node or relationship.</summary>
    internal static string SameIdentity(GraphElement element, string left, string right) =>
        string.Join(" and ", element.Identity.Select(column => $"{left}.{SqlText.Quote(column.Name)} = {right}.{SqlText.Quote(column.Name)}"));

    internal static string TypeOf(GraphType type) => type switch
    {
        GraphType.Text => "VARCHAR",
        GraphType.Integer => "BIGINT",
        GraphType.Float => "DOUBLE",
        GraphType.Boolean => "BOOLEAN",
        GraphType.Date => "DATE",
        GraphType.Timestamp => "TIMESTAMP WITH TIME ZONE",
        _ => "VARCHAR[]",
    };
}
