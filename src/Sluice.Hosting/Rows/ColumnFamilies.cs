namespace Sluice.Hosting.Rows;

/// <summary>Which columns can be read as which: numbers as numbers that hold them, everything else as what it is.</summary>
internal static class ColumnFamilies
{
    internal static bool CanRead(RowColumn written, RowColumn read)
    {
        if (written.SqlType is not { } from || read.SqlType is not { } to || from == to)
        {
            return true;
        }

        return (Of(from), Of(to)) switch
        {
            ("", _) or (_, "") => false,
            (var one, var other) when one == other => true,
            ("integer", "decimal" or "float") => true,
            ("decimal", "float") => true,
            _ => false,
        };
    }

    private static string Of(string type) => type switch
    {
        "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "HUGEINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" or "UBIGINT" or "UHUGEINT" => "integer",
        "FLOAT" or "DOUBLE" => "float",
        "VARCHAR" => "text",
        _ when type.StartsWith("DECIMAL", StringComparison.OrdinalIgnoreCase) => "decimal",
        _ when type.StartsWith("VARCHAR", StringComparison.OrdinalIgnoreCase) => "text",
        _ => "",
    };
}
