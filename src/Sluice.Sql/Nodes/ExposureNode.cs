using System.Collections.Immutable;

namespace Sluice.Sql.Nodes;

/// <summary>A use of the project's data outside of it, such as a report.</summary>
public sealed class ExposureNode : SqlNode
{
    /// <inheritdoc/>
    public override string ResourceType => "exposure";

    /// <summary><c>dashboard</c>, <c>notebook</c>, <c>analysis</c>, <c>ml</c> or <c>application</c>.</summary>
    public string Type { get; init; } = "";

    /// <summary>The name that people read; empty where none is given.</summary>
    public string Label { get; init; } = "";

    /// <summary>The owner's name; empty where none is given.</summary>
    public string Owner { get; init; } = "";

    /// <summary>The owner's addresses; most have one.</summary>
    public ImmutableArray<string> OwnerEmails { get; init; } = [];

    /// <summary><c>high</c>, <c>medium</c> or <c>low</c>; null where none is given.</summary>
    public string? Maturity { get; init; }

    /// <summary>Where it is; null where none is given.</summary>
    public string? Url { get; init; }
}
