using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Sluice.Assets;
using Sluice.Sql.Adapters;

namespace Sluice.Sql.Checkpoints;

/// <summary>What a step's relation was when its stage began: all that a rollback needs to put it back.</summary>
internal sealed record SavedRelation
{
    public required string Asset { get; init; }

    public string? Partition { get; init; }

    public required string Schema { get; init; }

    public required string Identifier { get; init; }

    /// <summary>What it was; null where it did not exist.</summary>
    public CatalogKind? Kind { get; init; }

    /// <summary>The statement that makes it again; null where it did not exist.</summary>
    public string? Statement { get; init; }

    /// <summary>The columns of a table, in their order; empty for a view.</summary>
    public ImmutableArray<CatalogColumn> Columns { get; init; } = [];

    /// <summary>The statements that make its indexes again.</summary>
    public ImmutableArray<string> Indexes { get; init; } = [];

    /// <summary>The rows that are the step's, as a condition; null where all are.</summary>
    public string? Condition { get; init; }

    /// <summary>The table that holds a copy of these rows; null where there were none.</summary>
    public string? Copy { get; init; }

    /// <summary>The step's marker; null where it was never committed.</summary>
    public string? Marker { get; init; }

    /// <summary>The markers of the asset's partitions without rows: a table that is created from nothing voids them.</summary>
    public ImmutableArray<string> EmptyPartitions { get; init; } = [];

    /// <summary>The batches that were complete, for a microbatch model.</summary>
    public ImmutableArray<string> Batches { get; init; } = [];

    [JsonIgnore]
    internal StepKey Step => new(new AssetKey(Asset), new PartitionKey(Partition));

    internal RelationName In(string database) => new(database, Schema, Identifier);
}

/// <summary>How saved relations are written as JSON; generated, so that no reflection is needed.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SavedRelation))]
internal sealed partial class SavedJson : JsonSerializerContext;
