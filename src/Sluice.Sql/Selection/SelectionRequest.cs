using System.Collections.Immutable;
using Sluice.Sql.State;

namespace Sluice.Sql.Selection;

/// <summary>Whether tests are selected along with the nodes that they read.</summary>
public enum IndirectSelection
{
    /// <summary>Where at least one of the nodes that it reads is selected.</summary>
    Eager,

    /// <summary>Where all of them are.</summary>
    Cautious,

    /// <summary>Where all of them are selected or upstream of a selected one.</summary>
    Buildable,

    /// <summary>Never.</summary>
    Empty,
}

/// <summary>What the user asked for, in dbt's selection syntax.</summary>
public sealed record SelectionRequest
{
    /// <summary>The arguments of <c>--select</c>; all nodes where empty. Several are a union, as are the words of one.</summary>
    public ImmutableArray<string> Select { get; init; } = [];

    /// <summary>The arguments of <c>--exclude</c>.</summary>
    public ImmutableArray<string> Exclude { get; init; } = [];

    /// <summary>The name of a selector of selectors.yml; null for none.</summary>
    public string? Selector { get; init; }

    /// <summary>Whether tests come along. Default: <see cref="IndirectSelection.Eager"/>.</summary>
    public IndirectSelection Indirect { get; init; }

    /// <summary>The earlier state that <c>state:</c>, <c>result:</c> and <c>source_status:</c> compare with; null for none.</summary>
    public StateComparison? State { get; init; }

    /// <summary>dbt's words for the kinds of nodes that are kept; all kinds where empty.</summary>
    public ImmutableArray<string> ResourceTypes { get; init; } = [];

    /// <summary>dbt's words for the kinds of nodes that are dropped.</summary>
    public ImmutableArray<string> ExcludeResourceTypes { get; init; } = [];
}
