using System.Collections.Immutable;
using Sluice.Assets;

namespace Sluice.Runs;

/// <summary>What a partition held when a stage had ended well in it: enough to tell later whether it still does.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Partition">The partition; none for a stage without.</param>
/// <param name="Hash">The state hash, over all that follows: 32 hex digits.</param>
public sealed record Checkpoint(string Stage, PartitionKey Partition, string Hash)
{
    /// <summary>The profile's target.</summary>
    public string Target { get; init; } = "";

    /// <summary>The scenario; null for none.</summary>
    public string? Scenario { get; init; }

    /// <summary>The database, as the profile names it.</summary>
    public string Database { get; init; } = "";

    /// <summary>The engine that made the hashes, with its version; hashes of another one cannot be compared.</summary>
    public string Engine { get; init; } = "";

    /// <summary>Everything that was committed in the partition up to that stage, sorted by name.</summary>
    public ImmutableArray<CheckpointTable> Tables { get; init; } = [];

    /// <summary>The registries of sluice.yml, in their order.</summary>
    public ImmutableArray<CheckpointRegistry> Registries { get; init; } = [];

    /// <summary>Rows of all tables.</summary>
    public long Rows => Tables.Sum(table => table.Rows ?? 0);
}

/// <summary>What one step had committed, as a checkpoint found it.</summary>
/// <param name="Step">The asset and partition.</param>
/// <param name="Relation">The relation, <c>schema.name</c>.</param>
/// <param name="Fingerprint">The fingerprint of its commit: names the content.</param>
/// <param name="Rows">Rows of the partition; null for a view.</param>
/// <param name="Hash">The hash of these rows whatever their order; for a view of its definition.</param>
/// <param name="Columns">The names and types of the hashed columns in their order; empty for a view.</param>
public sealed record CheckpointTable(StepKey Step, string Relation, string Fingerprint, long? Rows, string Hash, ImmutableArray<CheckpointColumn> Columns);

/// <summary>A column whose values a checkpoint has hashed.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The database's type.</param>
public sealed record CheckpointColumn(string Name, string Type);

/// <summary>The result of a registry's query, kept beside the state store.</summary>
/// <param name="Name">The registry.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Hash">The hash of the rows whatever their order.</param>
/// <param name="File">The file that holds the rows as compressed JSON, by its name in the folder of registries; null where there is none.</param>
/// <param name="Problem">Why the query could not be asked, such as a table that a later stage creates; null where it was.</param>
public sealed record CheckpointRegistry(string Name, long Rows, string Hash, string? File, string? Problem = null);

/// <summary>Reads the checkpoints back.</summary>
public interface ICheckpointHistory
{
    /// <summary>The checkpoints that are kept, the last one first.</summary>
    /// <param name="query">Which of them.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<ImmutableArray<CheckpointTaken>> FindCheckpointsAsync(CheckpointQuery query, CancellationToken cancellationToken = default);
}

/// <summary>Which checkpoints are meant; all that are kept where nothing is given.</summary>
public sealed record CheckpointQuery
{
    /// <summary>Only those of one database; null for all.</summary>
    public string? Database { get; init; }

    /// <summary>Only those of one run; null for all.</summary>
    public RunId? Run { get; init; }

    /// <summary>True for the last one of each database, partition and stage alone. Default false.</summary>
    public bool LatestOnly { get; init; }

    /// <summary>The most that are returned; at least 1. Default: no limit.</summary>
    public int Limit { get; init; } = int.MaxValue;
}
