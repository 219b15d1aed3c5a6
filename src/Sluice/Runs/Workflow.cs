using System.Collections.Immutable;
using Sluice.Diagnostics;

namespace Sluice.Runs;

/// <summary>One stage: a named part of a workflow that begins, in each partition, when the stage before it has ended there.</summary>
/// <param name="Name">Unique in the workflow.</param>
/// <param name="Parallel">Most steps of the stage at a time; the run's threads alone limit it where null.</param>
/// <param name="Source">The file that declares it; null where code does.</param>
/// <param name="Span">The place in the file.</param>
public sealed record Stage(string Name, int? Parallel = null, SourceText? Source = null, SourceSpan Span = default);

/// <summary>The stages in their order; which assets a stage builds is said by <c>AssetDefinition.Stage</c>.</summary>
/// <param name="ForEach">The name of the partitions that the workflow goes through; null where it has none.</param>
/// <param name="Stages">First to last.</param>
public sealed record Workflow(string? ForEach, ImmutableArray<Stage> Stages);
