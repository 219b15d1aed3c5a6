using System.Globalization;
using Sluice.Assets;
using Sluice.Partitions;

namespace Sluice.Sql.Materializations;

/// <summary>Partitions in SQL.</summary>
internal static class PartitionSql
{
    /// <summary>The condition that the rows of a partition fulfil.</summary>
    internal static string Condition(PartitionSet set, PartitionKey key, string alias = "") => set.Dimensions.IsEmpty
        ? $"{alias}{SqlText.Quote(set.Column)} = {Literal(set, key)}"
        : string.Join(" and ", set.Dimensions.Select(dimension => Condition(dimension, set.PartOf(key, dimension), alias)));

    /// <summary>What a partitioned table's rows hold in each column of the key.</summary>
    internal static IEnumerable<(string Column, string Literal)> Values(PartitionSet set, PartitionKey key) => set.Dimensions.IsEmpty
        ? [(set.Column, Literal(set, key))]
        : set.Dimensions.Select(dimension => (dimension.Column, Literal(dimension, set.PartOf(key, dimension))));

    /// <summary>The condition that the rows fulfil that agree with a partition of another set in all dimensions that both have.</summary>
    internal static string Meeting(PartitionSet set, PartitionSet reader, PartitionKey key) => string.Join(
        " and ",
        (set.Dimensions.IsEmpty ? [set] : set.Dimensions).Select(dimension => reader.PartOf(key, dimension) is { IsNone: false } part ? Condition(dimension, part) : Condition(dimension)));

    /// <summary>
    /// The condition that the rows of all declared partitions fulfil. A table may hold others: of keys that were declared once. A range
    /// is told by its ends, which costs DuckDB nothing where all rows lie within: it looks at the bounds of each block of rows.
    /// </summary>
    internal static string Condition(PartitionSet set) => ConditionUntil(set, set.Keys[^1]);

    /// <summary>The same for the declared partitions up to a key, itself included.</summary>
    internal static string ConditionUntil(PartitionSet set, PartitionKey last) => set.IndexOf(last) switch
    {
        var index when !set.Dimensions.IsEmpty => string.Join(" and ", set.Dimensions.Select((dimension, place) =>
            index == set.Keys.Length - 1 ? Condition(dimension)
            : place == 0 ? ConditionUntil(dimension, set.PartOf(last, dimension))
            : Condition(dimension, set.PartOf(last, dimension)))),
        0 => Condition(set, last),
        _ when set.IsRange || !set.Bounds.IsEmpty => $"{SqlText.Quote(set.Column)} between {Literal(set, set.Keys[0])} and {Literal(set, last)}",
        var index => $"{SqlText.Quote(set.Column)} in ({string.Join(", ", set.Keys.Take(index + 1).Select(key => Literal(set, key)))})",
    };

    /// <summary>What the column holds in the rows of a partition, as a literal: of a calendar its first day, else the key.</summary>
    internal static string Literal(PartitionSet set, PartitionKey key) => set.IndexOf(key) is var index && index >= 0 && !set.Bounds.IsEmpty
        ? string.Create(CultureInfo.InvariantCulture, $"date '{set.Bounds[index]:yyyy-MM-dd}'")
        : Literal(key.Text!);

    /// <summary>A key as a literal: one that is a number is written as one, so that it compares with a column of any numeric type.</summary>
    internal static string Literal(string key) =>
        long.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number.Invariant() == key ? key : SqlText.Literal(key);
}
