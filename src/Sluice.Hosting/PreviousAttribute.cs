namespace Sluice.Hosting;

/// <summary>
/// Marks a <see cref="Table{T}"/> parameter that reads the partition before the asset's own; it is empty in the first partition. On an asset
/// without partitions, and for the asset's own name, it reads the rows of the last commit; they are none before the first.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PreviousAttribute : Attribute
{
    /// <summary>How many partitions back; 1 or more. Default 1.</summary>
    public int Back { get; init; } = 1;
}

/// <summary>Marks a parameter that takes the key of the partition: a <see cref="string"/>, an <see cref="int"/>, a <see cref="long"/> or a <see cref="DateOnly"/>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PartitionAttribute : Attribute;

/// <summary>Names the asset, model, seed or source that a <see cref="Table{T}"/> parameter reads, where the parameter's own name does not.</summary>
/// <param name="name">The name; for a source <c>source.table</c>.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FromAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}
