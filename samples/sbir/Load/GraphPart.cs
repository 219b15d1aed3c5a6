namespace Sbir.Load;

/// <summary>A label or relationship type and its rows.</summary>
/// <param name="Element">The label or type.</param>
/// <param name="Sql">All rows.</param>
/// <param name="Tracked">The table of which it is known what has changed; null for none.</param>
/// <param name="Key">What tells rows apart, of that table's columns.</param>
internal sealed record GraphPart(string Element, string Sql, string? Tracked = null, string? Key = null)
{
    /// <summary>The rows of a table that keeps track of its changes by all columns of the key.</summary>
    internal static GraphPart Of(string element, string table, string key, string properties = "", string where = "true") =>
        new(element, $"select {key}{(properties.Length > 0 ? ", " : "")}{properties} from {table} where {where}", table, key);

    /// <summary>The keys of the rows that changed, where those of the table are a query.</summary>
    internal string? ChangedKeysSql(string? changed) => changed is null ? null : $"select {Key} from {changed}";
}
