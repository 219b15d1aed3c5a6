using System.Collections.Immutable;
using Sluice.Sql.Adapters;

namespace Sluice.Sql.Artifacts;

/// <summary>What an artifact tells of the command that wrote it.</summary>
public sealed record ArtifactRun
{
    /// <summary>When the command began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the artifact is written.</summary>
    public required DateTimeOffset GeneratedAt { get; init; }

    /// <summary>The folder of the artifacts, absolute; paths in them count from the project's folder.</summary>
    public required string TargetFolder { get; init; }

    /// <summary>The SQL that the command compiled a node to, by unique id; null where it did not.</summary>
    public Func<string, string?> Compiled { get; init; } = _ => null;

    /// <summary>The ephemeral models in that SQL, by unique id.</summary>
    public Func<string, ImmutableArray<CompiledExpression>> Expressions { get; init; } = _ => [];

    /// <summary>The file below the target folder that a node's SQL is kept in, for <c>compiled</c> or <c>run</c>; null where it is not kept.</summary>
    public Func<string, string, string?> SqlFile { get; init; } = (_, _) => null;

    /// <summary>The variables <c>DBT_ENV_CUSTOM_ENV_x</c>, by x.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
