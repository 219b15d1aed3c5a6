namespace Sluice.Assets;

/// <summary>Names an asset, a check or a hook: unique in its project, such as <c>model.workforce.int_merit_events</c>.</summary>
/// <param name="Name">Never empty; compared ordinally.</param>
public readonly record struct AssetKey(string Name)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>Names one partition of an asset, such as <c>2026</c>; <see cref="None"/> for an asset without partitions.</summary>
/// <param name="Text">The key as text; null for no partition.</param>
public readonly record struct PartitionKey(string? Text)
{
    /// <summary>The one partition of an asset that has none.</summary>
    public static PartitionKey None => default;

    /// <summary>True for an asset without partitions.</summary>
    public bool IsNone => Text is null;

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}

/// <summary>One node of the unrolled graph: an asset and one of its partitions.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Partition">Its partition, or <see cref="PartitionKey.None"/>.</param>
public readonly record struct StepKey(AssetKey Asset, PartitionKey Partition)
{
    /// <summary><c>asset[partition]</c>, or the asset alone where it has no partitions.</summary>
    public override string ToString() => Partition.IsNone ? Asset.Name : $"{Asset.Name}[{Partition}]";
}
