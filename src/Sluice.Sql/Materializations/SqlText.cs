using System.Globalization;
using Sluice.Sql.Adapters;

namespace Sluice.Sql.Materializations;

/// <summary>Small pieces of SQL text.</summary>
internal static class SqlText
{
    private static readonly char[] Ends = [' ', '\t', '\r', '\n', ';'];

    internal static string Quote(string identifier) => RelationName.Quote(identifier);

    internal static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    internal static string Columns(IEnumerable<string> names) => string.Join(", ", names.Select(Quote));

    internal static string Columns(IEnumerable<string> names, string of) => string.Join(", ", names.Select(name => $"{of}.{Quote(name)}"));

    internal static string Columns(IEnumerable<CatalogColumn> columns) => Columns(columns.Select(column => column.Name));

    /// <summary>A query without the semicolons and blanks at its end.</summary>
    internal static string Body(string select) => select.TrimEnd(Ends);

    // On lines of its own: the query's last line may be a comment.
    internal static string Nested(string select) => $"(\n{Body(select)}\n)";

    internal static string Invariant(this long number) => number.ToString(CultureInfo.InvariantCulture);
}
