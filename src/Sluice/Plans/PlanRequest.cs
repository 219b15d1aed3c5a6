using System.Collections.Immutable;
using Sluice.Assets;

namespace Sluice.Plans;

/// <summary>What a user asks to be run.</summary>
public sealed record PlanRequest
{
    /// <summary>The assets, checks and hooks to run; all of them where null. Keys that the graph does not hold are ignored.</summary>
    public ImmutableArray<AssetKey>? Selected { get; init; }

    /// <summary>The partitions to run; all of them where null. Assets without partitions are not affected.</summary>
    public ImmutableArray<PartitionKey>? Partitions { get; init; }

    /// <summary>True where a committed step whose code and inputs are unchanged is left alone. Default true; false is dbt's meaning: what is selected runs.</summary>
    public bool SkipUnchanged { get; init; } = true;

    /// <summary>True where every selected step runs, whether it has changed or not. Default false.</summary>
    public bool Force { get; init; }

    /// <summary>True where every selected step runs and builds from scratch. Default false.</summary>
    public bool FullRefresh { get; init; }

    /// <summary>True where the run ends at its first failure; steps at work are cancelled. Default false.</summary>
    public bool FailFast { get; init; }

    /// <summary>True where checks among the selected run. Default true.</summary>
    public bool IncludeChecks { get; init; } = true;

    /// <summary>True where a blocking check that fails keeps what lies downstream from running. Default true.</summary>
    public bool ChecksGate { get; init; } = true;

    /// <summary>True where hooks at the start and the end of a run are run, selected or not, unless nothing else is. Default true.</summary>
    public bool IncludeHooks { get; init; } = true;

    /// <summary>
    /// True where a step is refused when a partition that it reads was never committed and is not built by the same run. Default true;
    /// false where data may come from elsewhere, as in a database that another tool has filled.
    /// </summary>
    public bool RequireInputs { get; init; } = true;
}
