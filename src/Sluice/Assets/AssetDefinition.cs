using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Partitions;
using Sluice.Runs;

namespace Sluice.Assets;

/// <summary>What a step of an asset does.</summary>
public enum AssetKind
{
    /// <summary>Writes data and a commit marker in one transaction.</summary>
    Data,

    /// <summary>Lies outside the project: never built, only read.</summary>
    External,

    /// <summary>Asserts something about data; writes none.</summary>
    Check,

    /// <summary>Asks, in each partition, whether a stage may begin: before all of its steps, after the end of the stage before it.</summary>
    Prerequisite,

    /// <summary>Decides, in each partition, whether what a stage has built may be built upon: after all of its steps.</summary>
    Gate,

    /// <summary>Does something around the data, such as <c>on-run-start</c> or writing a report.</summary>
    Hook,
}

/// <summary>When a hook runs.</summary>
public enum HookMoment
{
    /// <summary>Before all other steps, one after the other in the order of their definition; nothing else runs where one fails.</summary>
    RunStart,

    /// <summary>After all other steps, however they ended; one after the other. It is told every outcome.</summary>
    RunEnd,

    /// <summary>Where the graph places it, like a check: after what it reads, and only where that was built.</summary>
    InGraph,
}

/// <summary>One reading of an upstream asset by a downstream one.</summary>
/// <param name="Upstream">What is read.</param>
/// <param name="Mapping">Which of its partitions.</param>
/// <param name="Source">The file in which the user wrote it; null where no file says it.</param>
/// <param name="Span">The place in the file.</param>
public sealed record AssetDependency(
    AssetKey Upstream, PartitionMapping Mapping, SourceText? Source = null, SourceSpan Span = default);

/// <summary>An asset, a check or a hook as the engine sees it: what it reads, how it is built, when it has changed.</summary>
public sealed record AssetDefinition
{
    /// <summary>Unique in the project.</summary>
    public required AssetKey Key { get; init; }

    /// <summary>The short name that people read, such as <c>int_merit_events</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What its steps do. Default <see cref="AssetKind.Data"/>.</summary>
    public AssetKind Kind { get; init; }

    /// <summary>How it is kept, in the user's word: <c>table</c>, <c>view</c>, <c>incremental</c>, <c>seed</c>, <c>test</c>…</summary>
    public string Materialized { get; init; } = "";

    /// <summary>Its partitions; null where it has none.</summary>
    public PartitionSet? Partitions { get; init; }

    /// <summary>What it reads. A check reads what it asserts about.</summary>
    public ImmutableArray<AssetDependency> Dependencies { get; init; } = [];

    /// <summary>The stage of the workflow that builds it; null where none does.</summary>
    public string? Stage { get; init; }

    /// <summary>The tags, sorted.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>The pool whose slots its steps take; the run's threads alone limit it where null.</summary>
    public string? Pool { get; init; }

    /// <summary>How often a step is tried. Default: <see cref="RetryPolicy"/>.</summary>
    public RetryPolicy Retry { get; init; } = new();

    /// <summary>The longest that one attempt may take; no limit where null.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>For a check: true where a failure keeps the assets downstream of what it checks from being built.</summary>
    public bool Blocking { get; init; }

    /// <summary>
    /// For a blocking check: the assets, and other checks, that wait for it, where they are not simply those downstream of what it
    /// reads. They read at least what it reads. Empty where the graph says who waits.
    /// </summary>
    public ImmutableArray<AssetKey> Gates { get; init; } = [];

    /// <summary>For a hook: when it runs. Default <see cref="HookMoment.RunStart"/>.</summary>
    public HookMoment Moment { get; init; }

    /// <summary>True where a committed step is never skipped as unchanged, because it reads what cannot be tracked.</summary>
    public bool AlwaysRuns { get; init; }

    /// <summary>The file that defines it; null where code does.</summary>
    public SourceText? Source { get; init; }

    /// <summary>
    /// The version of the code and configuration that build one partition: equal text means an equal result from equal
    /// inputs. For <see cref="AssetKind.External"/> it stands for the content. Must be pure, fast and safe to call from several threads.
    /// </summary>
    public required Func<PartitionKey, string> CodeVersion { get; init; }

    /// <summary>
    /// What builds a partition where the body could not, best first. What they build counts as degraded: it is visible everywhere, and
    /// built again by the next run.
    /// </summary>
    public ImmutableArray<AssetFallback> Fallbacks { get; init; } = [];

    /// <summary>Does the work of one attempt. Null for <see cref="AssetKind.External"/>.</summary>
    public Func<StepContext, CancellationToken, Task<StepResult>>? Body { get; init; }
}

/// <summary>A way to build an asset that is worse than its own.</summary>
/// <param name="Name">Its name, such as the model whose query it is.</param>
/// <param name="Body">Does the work of one attempt.</param>
public sealed record AssetFallback(string Name, Func<StepContext, CancellationToken, Task<StepResult>> Body);
