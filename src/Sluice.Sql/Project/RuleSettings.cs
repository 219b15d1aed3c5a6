using System.Collections.Immutable;
using Sluice.Diagnostics;

namespace Sluice.Sql.Project;

/// <summary>A named check. Its texts are SQL with Jinja in it.</summary>
/// <param name="Name">Unique in the file.</param>
/// <param name="Kind">What it looks at.</param>
/// <param name="Source">The file.</param>
/// <param name="Span">The place of its name.</param>
public sealed record RuleSettings(string Name, string Kind, SourceText Source, SourceSpan Span)
{
    /// <summary>The rows that it looks at; null where the kind takes none.</summary>
    public RowsSettings? Rows { get; init; }

    /// <summary>The models of a rule that takes several; empty where it takes one.</summary>
    public ImmutableArray<string> Models { get; init; } = [];

    /// <summary>The rows that are compared with; their counts or sums are added up. Empty for none.</summary>
    public ImmutableArray<RowsSettings> To { get; init; } = [];

    /// <summary>The data test that decides; null for none.</summary>
    public string? Test { get; init; }

    /// <summary>The query that decides; null for none.</summary>
    public string? Sql { get; init; }

    /// <summary>True where the query returns one number rather than failing rows.</summary>
    public bool ReturnsNumber { get; init; }

    /// <summary>The least value that is expected; null for no limit.</summary>
    public string? Min { get; init; }

    /// <summary>The greatest value that is expected; null for no limit.</summary>
    public string? Max { get; init; }

    /// <summary>The value that is expected; null for none.</summary>
    public string? Expected { get; init; }

    /// <summary>What is computed of the column: <c>count</c>, <c>sum</c>, <c>mean</c>, <c>min</c>, <c>max</c> or <c>distinct</c>; null for the kind's own.</summary>
    public string? Measure { get; init; }

    /// <summary>The columns that tell one series of events from another.</summary>
    public ImmutableArray<string> Key { get; init; } = [];

    /// <summary>The columns that order events.</summary>
    public ImmutableArray<string> Order { get; init; } = [];

    /// <summary>For events the condition of the last one of a key; for continuity the value that a partition ends with. Null for none.</summary>
    public string? Closing { get; init; }

    /// <summary>The value that a partition starts with; null for none.</summary>
    public string? Opening { get; init; }

    /// <summary>The history that it is compared with; null for the kind's own.</summary>
    public BaselineSettings? Against { get; init; }

    /// <summary>The threshold of a warning as written; null for none.</summary>
    public string? Warn { get; init; }

    /// <summary>The threshold of an error as written; null for none.</summary>
    public string? Error { get; init; }

    /// <summary>Whether a failure warns or stops. Default: error.</summary>
    public Severity Severity { get; init; } = Severity.Error;

    /// <summary>What it is for; null where nothing says.</summary>
    public string? Description { get; init; }
}

/// <summary>Rows of a model.</summary>
/// <param name="Model">The model.</param>
/// <param name="Columns">Its columns, or expressions over them; empty for none.</param>
/// <param name="Where">The condition that the rows fulfil; null for all.</param>
public sealed record RowsSettings(string Model, ImmutableArray<string> Columns, string? Where)
{
    /// <summary>The first column; null for none.</summary>
    public string? Column => Columns.IsEmpty ? null : Columns[0];
}

/// <summary>The earlier values that a rule is held against.</summary>
/// <param name="Kind">Where they come from.</param>
/// <param name="Count">How many of them, at least 1; their mean counts.</param>
public sealed record BaselineSettings(BaselineKind Kind, int Count = 1)
{
    /// <summary>True where nothing says whether partitions or runs are meant: partitions, where the workflow has some.</summary>
    public bool IsDefaultScope { get; init; }
}

/// <summary>Where earlier values come from.</summary>
public enum BaselineKind
{
    /// <summary>The partitions before this one.</summary>
    Partitions,

    /// <summary>The earlier runs of this partition.</summary>
    Runs,
}
