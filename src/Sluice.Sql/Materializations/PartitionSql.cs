using System.Globalization;
using Sluice.Assets;
using Sluice.Partitions;

namespace Sluice.Sql.Materializations;

/// <summary>Partitions in SQL.</summary>
internal static class PartitionSql
{
    /// <summary>The condition that the rows of a partition fulfil.</summary>
    internal static string Condition(PartitionSet set, PartitionKey key) => $"{SqlText.Quote(set.Column)} = {Literal(key.Text!)}";

    /// <summary>A key as a literal: one that is a number is written as one, so that it compares with a column of any numeric type.</summary>
    internal static string Literal(string key) =>
        long.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number.Invariant() == key ? key : SqlText.Literal(key);
}
