namespace Sluice.Sql.Materializations;

/// <summary>Which of two column types can hold the values of the other.</summary>
internal static class ColumnTypes
{
    private static readonly HashSet<string> Numbers = new[]
    {
        "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL",
    }.ToHashSet(StringComparer.Ordinal);

    private static readonly HashSet<string> Times = new[]
    {
        "DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE",
    }.ToHashSet(StringComparer.Ordinal);

    /// <summary>The type that holds the values of both; null where there is none of their family.</summary>
    internal static string? Wider(BuildRequest request, string left, string right)
    {
        // A column of nothing but NULL has no type of its own.
        if (right == "\"NULL\"" || left == right)
        {
            return left;
        }

        var isFamily = (Numbers.Contains(Base(left)) && Numbers.Contains(Base(right))) || (Times.Contains(left) && Times.Contains(right));
        return isFamily
            ? request.Ask($"select any_value(typeof(x)) from (select cast(null as {left}) as x union all select cast(null as {right}))").Scalar as string
            : null;
    }

    private static string Base(string type)
    {
        var parenthesis = type.IndexOf('(', StringComparison.Ordinal);
        return parenthesis < 0 ? type : type[..parenthesis];
    }
}
