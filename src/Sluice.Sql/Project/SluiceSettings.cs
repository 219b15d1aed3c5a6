using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Partitions;
using Sluice.Sql.Scenarios;

namespace Sluice.Sql.Project;

/// <summary>What a <c>sluice.yml</c> says.</summary>
public sealed record SluiceSettings
{
    /// <summary>The file.</summary>
    public required SourceText Source { get; init; }

    /// <summary>Every value as it counts, and where it comes from.</summary>
    public ImmutableArray<EffectiveValue> Values { get; init; } = [];

    /// <summary>The project's name for people; null where none is given.</summary>
    public string? Name { get; init; }

    /// <summary>The partitions by name.</summary>
    public ImmutableDictionary<string, PartitionSet> Partitions { get; init; } =
        ImmutableDictionary<string, PartitionSet>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>The files that override variables, each one a scenario; patterns below the project's folder.</summary>
    public ImmutableArray<string> Scenarios { get; init; } = [];

    /// <summary>What those files say, by name.</summary>
    public ImmutableArray<Scenario> ScenarioFiles { get; init; } = [];

    /// <summary>The stages; null where there are none.</summary>
    public WorkflowSettings? Workflow { get; init; }

    /// <summary>The named checks.</summary>
    public ImmutableArray<RuleSettings> Rules { get; init; } = [];

    /// <summary>The queries whose result a checkpoint keeps.</summary>
    public ImmutableArray<RegistrySettings> Registries { get; init; } = [];

    /// <summary>The models that stand in for another, best first.</summary>
    public ImmutableArray<FallbackSettings> Fallbacks { get; init; } = [];

    /// <summary>The files that a run writes.</summary>
    public ImmutableArray<ReportSettings> Reports { get; init; } = [];

    /// <summary>Settings of the engine for this project.</summary>
    public EngineSettings Settings { get; init; } = new();
}

/// <summary>Settings of the engine.</summary>
public sealed record EngineSettings
{
    /// <summary>True where a variable that nothing reads is an error. Default true.</summary>
    public bool StrictVars { get; init; } = true;

    /// <summary>The variable that seeds are given to where none is named.</summary>
    public const string UsualSeedVariable = "random_seed";

    /// <summary>The variable that <c>--seeds</c> gives each seed to. Default <c>random_seed</c>.</summary>
    public string SeedVariable { get; init; } = UsualSeedVariable;

    /// <summary>The most partitions, stages and models at work at a time; null leaves it to the target's threads.</summary>
    public int? Threads { get; init; }
}

/// <summary>The stages that a run goes through.</summary>
/// <param name="ForEach">The name of the partitions that each go through the stages; null for none.</param>
/// <param name="Stages">First to last.</param>
public sealed record WorkflowSettings(string? ForEach, ImmutableArray<StageSettings> Stages);

/// <summary>A stage of the workflow.</summary>
/// <param name="Name">Unique in the workflow.</param>
/// <param name="Select">The selections whose models it builds.</param>
/// <param name="Source">The file.</param>
/// <param name="Span">The place of its name.</param>
public sealed record StageSettings(string Name, ImmutableArray<string> Select, SourceText Source, SourceSpan Span)
{
    /// <summary>The most steps at a time; null for no limit of its own.</summary>
    public int? Parallel { get; init; }

    /// <summary>The prerequisites that are checked before the stage.</summary>
    public ImmutableArray<PrerequisiteSettings> Requires { get; init; } = [];

    /// <summary>The rules that are checked after the stage.</summary>
    public ImmutableArray<string> Gate { get; init; } = [];

    /// <summary>How often a failed stage is tried again. Default 0.</summary>
    public int Retry { get; init; }

    /// <summary>The models that are built again before the gate is asked again.</summary>
    public ImmutableArray<string> Rebuild { get; init; } = [];

    /// <summary>What follows the last failure: <c>stop</c>, <c>rollback</c> or <c>continue</c>. Default <c>stop</c>.</summary>
    public string Then { get; init; } = "stop";

    /// <summary>The stages that must have ended before it begins; the one before it in the file where null.</summary>
    public ImmutableArray<string>? DependsOn { get; init; }

    /// <summary>The longest that it may take in one partition; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long it is expected to take in one partition: more is told. Null for no expectation.</summary>
    public TimeSpan? Sla { get; init; }

    /// <summary>True where the stage ends with a checkpoint.</summary>
    public bool Checkpoint { get; init; }
}

/// <summary>A query whose result is kept.</summary>
/// <param name="Name">Unique in the file.</param>
/// <param name="Sql">The template.</param>
/// <param name="Source">The file.</param>
/// <param name="Span">The place of the query.</param>
public sealed record RegistrySettings(string Name, string Sql, SourceText Source, SourceSpan Span);

/// <summary>The models that stand in for another.</summary>
/// <param name="Model">The model.</param>
/// <param name="Alternatives">Best first.</param>
/// <param name="Source">The file.</param>
/// <param name="Span">The place of the model's name.</param>
public sealed record FallbackSettings(string Model, ImmutableArray<string> Alternatives, SourceText Source, SourceSpan Span);

/// <summary>A file that a run writes: the rows of one model.</summary>
/// <param name="Name">Unique in the file.</param>
/// <param name="Model">The model.</param>
/// <param name="PerPartition">True where each partition has a file of its own.</param>
/// <param name="Format"><c>json</c> or <c>csv</c>.</param>
/// <param name="Path">The file below the target folder, a template where <c>partition</c> is the key.</param>
/// <param name="Source">The file that declares it.</param>
/// <param name="Span">The place of its name.</param>
public sealed record ReportSettings(
    string Name, string Model, bool PerPartition, string Format, string Path, SourceText Source, SourceSpan Span)
{
    /// <summary>True where the command line shows it as a table when the run has ended. Default false.</summary>
    public bool Prints { get; init; }
}
