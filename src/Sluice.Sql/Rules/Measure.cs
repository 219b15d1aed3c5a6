using Sluice.Sql.Project;

namespace Sluice.Sql.Rules;

/// <summary>A number that is computed of rows.</summary>
/// <param name="Sql">The aggregate.</param>
/// <param name="Name">What messages call it, such as <c>the sum of `pay`</c>.</param>
internal sealed record Measure(string Sql, string Name)
{
    internal static readonly string[] Words = ["count", "sum", "mean", "min", "max", "distinct"];

    /// <summary>The measure of a column; without a column, or as <c>count</c> without one, the number of rows.</summary>
    internal static Measure Of(RowsSettings rows, string? word) => (rows.Column, word ?? "sum") switch
    {
        (null, _) => new Measure("count(*)", $"the number of rows of `{rows.Model}`"),
        ({ } column, "count") => new Measure($"count({column})", $"the number of values of `{column}`"),
        ({ } column, "mean") => new Measure($"avg({column})", $"the mean of `{column}`"),
        ({ } column, "min") => new Measure($"min({column})", $"the least `{column}`"),
        ({ } column, "max") => new Measure($"max({column})", $"the greatest `{column}`"),
        ({ } column, "distinct") => new Measure($"count(distinct {column})", $"the number of different values of `{column}`"),
        var (column, _) => new Measure($"sum({column})", $"the sum of `{column}`"),
    };

    internal string From(RowsSettings rows) => $"select {Sql} {RuleWork.From(rows)}";
}
