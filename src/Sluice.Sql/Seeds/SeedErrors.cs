using Sluice.Diagnostics;
using Sluice.Sql.Materializations;

namespace Sluice.Sql.Seeds;

/// <summary>What is wrong with a CSV file, one method per situation.</summary>
internal static class SeedErrors
{
    internal static Diagnostic UnclosedQuote(SourceText source, int start) => new(
        "SLUICE3120", Severity.Error, "a quote is opened here and never closed", source, new SourceSpan(start, start + 1),
        "close it, or double each quote inside of a quoted value");

    internal static Diagnostic FieldTooLong(SourceText source, int start, int length) => new(
        "SLUICE3121", Severity.Error,
        $"a value has {((long)length).Invariant()} characters; at most {((long)CsvReader.MaxField).Invariant()} are read", source,
        new SourceSpan(start, start + 1), "is a quote missing before it? Large data is better read in place with read_csv or read_parquet");

    internal static Diagnostic NoHeader(SourceText source) => new(
        "SLUICE3122", Severity.Error, "the file is empty; its first line names the columns", source, new SourceSpan(0, 0),
        "write the names of the columns into the first line");

    internal static Diagnostic DuplicateColumn(SourceText source, string name) => new(
        "SLUICE3123", Severity.Error, $"two columns are named `{name}`", source, FirstLine(source), "rename one of them");

    internal static Diagnostic WrongFieldCount(SourceText source, SourceSpan span, int found, int expected) => new(
        "SLUICE3124", Severity.Error,
        $"the line has {((long)found).Invariant()} {(found == 1 ? "value" : "values")} where the header has {((long)expected).Invariant()} {(expected == 1 ? "column" : "columns")}",
        source, span, "put a value that holds the delimiter into double quotes, or set the config `delimiter`");

    internal static Diagnostic ColumnsChanged(SourceText source, string relation, IEnumerable<string> added, IEnumerable<string> removed)
    {
        var parts = new List<string>();
        Add(parts, "not in the table", added);
        Add(parts, "not in the file", removed);
        return new(
            "SLUICE3125", Severity.Error, $"the columns of the file are not those of the table {relation}: {string.Join("; ", parts)}", source,
            FirstLine(source), "load it anew with --full-refresh");
    }

    internal static Diagnostic BadValue(SourceText source, SourceSpan span, string column, string type, string value) => new(
        "SLUICE3126", Severity.Error, $"`{value}` in column `{column}` is not of type {type}", source, span,
        $"correct the value, or give the column another type: column_types: {{{column}: {(type.Equals("INTEGER", StringComparison.OrdinalIgnoreCase) ? "bigint" : "varchar")}}}");

    internal static Diagnostic BadType(SourceText source, string column, string type, string reason) => new(
        "SLUICE3127", Severity.Error, $"`{type}` in column_types of `{column}` is not a type: {reason}", source, FirstLine(source), "use a type that the database knows, such as varchar, bigint or date");

    internal static Diagnostic Unreadable(SourceText source, string reason) => new(
        "SLUICE3128", Severity.Error, $"the file cannot be read: {reason}", source, new SourceSpan(0, 0));

    internal static Diagnostic BadDelimiter(SourceText source, string delimiter) => new(
        "SLUICE3129", Severity.Error, $"the delimiter `{delimiter}` is not one character", source, new SourceSpan(0, 0), "set `delimiter` to one character such as `;`");

    private static void Add(List<string> parts, string what, IEnumerable<string> names)
    {
        var list = string.Join(", ", names.Select(name => $"`{name}`"));
        if (list.Length > 0)
        {
            parts.Add($"{what}: {list}");
        }
    }

    private static SourceSpan FirstLine(SourceText source)
    {
        var end = source.Text.AsSpan().IndexOfAny('\r', '\n');
        return new SourceSpan(0, end < 0 ? source.Text.Length : end);
    }
}
