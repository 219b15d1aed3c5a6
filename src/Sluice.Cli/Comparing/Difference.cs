using System.Collections.Immutable;

namespace Sluice.Cli.Comparing;

/// <summary>What two databases of one project differ in.</summary>
/// <param name="A">What the first one is called.</param>
/// <param name="B">What the second one is called.</param>
/// <param name="Models">The models, by name.</param>
/// <param name="Metrics">The figures of the reports, in their order.</param>
internal sealed record Difference(string A, string B, ImmutableArray<ModelDifference> Models, ImmutableArray<MetricDifference> Metrics);

/// <summary>What the rows of a model differ in.</summary>
/// <param name="Name">The model.</param>
/// <param name="RowsA">Its rows in the first database; null where it does not exist there.</param>
/// <param name="RowsB">Its rows in the second one; null where it does not exist there.</param>
internal sealed record ModelDifference(string Name, long? RowsA, long? RowsB)
{
    /// <summary>The columns that tell rows apart; empty where whole rows are compared.</summary>
    internal ImmutableArray<string> Key { get; init; } = [];

    /// <summary>Rows by partition; one without a name where the model has no partitions.</summary>
    internal ImmutableArray<PartitionDifference> Partitions { get; init; } = [];

    /// <summary>The columns whose values differ in rows of the same key, with the number of these rows; most first.</summary>
    internal ImmutableArray<(string Column, long Rows)> Columns { get; init; } = [];

    /// <summary>Columns that only one of the two has.</summary>
    internal ImmutableArray<string> Unshared { get; init; } = [];

    /// <summary>Why it is compared in another way than asked, or not at all; null where nothing is amiss.</summary>
    internal string? Note { get; init; }

    internal long Changed => Partitions.Sum(partition => partition.Changed);

    internal long OnlyA => Partitions.Sum(partition => partition.OnlyA);

    internal long OnlyB => Partitions.Sum(partition => partition.OnlyB);

    internal bool IsEqual => RowsA == RowsB && Changed + OnlyA + OnlyB == 0 && Unshared.IsEmpty && Note is null;
}

/// <summary>What the rows of one partition differ in.</summary>
/// <param name="Key">The partition; empty for none.</param>
/// <param name="Changed">Rows of the same key with other values.</param>
/// <param name="OnlyA">Rows that only the first database has.</param>
/// <param name="OnlyB">Rows that only the second one has.</param>
internal sealed record PartitionDifference(string Key, long Changed, long OnlyA, long OnlyB);

/// <summary>A figure of a report in both databases.</summary>
/// <param name="Model">The model of the report.</param>
/// <param name="Name">The column.</param>
/// <param name="Partition">The partition.</param>
/// <param name="A">The value in the first database; null for none.</param>
/// <param name="B">The value in the second one; null for none.</param>
internal sealed record MetricDifference(string Model, string Name, string Partition, double? A, double? B)
{
    internal bool IsEqual => A.Equals(B);

    internal double? Change => B - A;

    /// <summary>The change in percent of the first value; null where that is nothing.</summary>
    internal double? Percent => A is null or 0 ? null : Change / Math.Abs(A.Value) * 100;
}
