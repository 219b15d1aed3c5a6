using Sluice.Sql.Project;

namespace Sluice.Sql.Rules;

/// <summary>A number that is computed of rows.</summary>
/// <param name="Sql">The aggregate.</param>
/// <param name="Name">What messages call it, such as <c>the sum of `pay`</c>.</param>
internal sealed record Measure(string Sql, string Name)
{
    internal static readonly string[] Words = ["count", "sum", "mean", "min", "max", "distinct"];

    /// <summary>The measure of a column; without a column, or as <c>count</c> without one, the number of rows.</summary>
    internal static Measure Of(RuleWork work, RowsSettings rows, string? word)
    {
        if (rows.Column is not { } column)
        {
            return new Measure("count(*)", $"the number of rows of {work.Name(rows)}");
        }

        var (sql, name) = word switch
        {
            "count" => ($"count({column})", "the number of values"),
            "mean" => ($"avg({column})", "the mean"),
            "min" => ($"min({column})", "the least"),
            "max" => ($"max({column})", "the greatest"),
            "distinct" => ($"count(distinct {column})", "the number of different values"),
            _ => ($"coalesce(sum({column}), 0)", "the sum"),
        };
        return new Measure(sql, $"{name} of {work.Name(rows, column)}");
    }

    internal string From(RowsSettings rows) => $"select {Sql} {RuleWork.From(rows)}";
}
