using System.Collections.Immutable;
using Sluice.Runs;

namespace Sluice.Sql.Code;

/// <summary>What becomes of the rows that an attempt yields.</summary>
public enum CodeWriteMode
{
    /// <summary>They take the place of those of the table, or of the step's partition.</summary>
    Replace,

    /// <summary>They are added.</summary>
    Append,

    /// <summary>They take the place of those with the same key.</summary>
    Merge,

    /// <summary>They take the place of those that have a value in a column.</summary>
    ReplaceWhere,

    /// <summary>There is no table: only the marker is written.</summary>
    Nothing,
}

/// <summary>What an attempt wants to be written; the rows and the marker are committed together.</summary>
/// <param name="Mode">What becomes of the rows.</param>
/// <param name="Select">The query that yields them on the attempt's session; empty for <see cref="CodeWriteMode.Nothing"/>.</param>
public sealed record CodeWrite(CodeWriteMode Mode, string Select)
{
    /// <summary>For <see cref="CodeWriteMode.Merge"/>: the columns that tell rows apart. For <see cref="CodeWriteMode.ReplaceWhere"/>: the one column.</summary>
    public ImmutableArray<string> Keys { get; init; } = [];

    /// <summary>For <see cref="CodeWriteMode.ReplaceWhere"/>: the value as a literal.</summary>
    public string? Literal { get; init; }

    /// <summary>For <see cref="CodeWriteMode.Merge"/>: true where rows whose key is not among those that are written go.</summary>
    public bool DeletesMissing { get; init; }

    /// <summary>For <see cref="CodeWriteMode.Merge"/>: a query of keys whose rows go where they are not among those that are written; null for none.</summary>
    public string? Touched { get; init; }

    /// <summary>Work on the session's connection that belongs into the same transaction, ahead of the rows: it may yield them.</summary>
    public ImmutableArray<Action> Ahead { get; init; } = [];

    /// <summary>Work on the session's connection that belongs into the same transaction, behind the rows.</summary>
    public ImmutableArray<Action> Within { get; init; } = [];

    /// <summary>Statements that belong into the same transaction, in front of the marker.</summary>
    public ImmutableArray<string> Statements { get; init; } = [];

    /// <summary>What is done once it is committed, such as removing files that were taken over. A kill may come before it.</summary>
    public ImmutableArray<Action> AfterCommit { get; init; } = [];

    /// <summary>Gives whatever is to be kept of this materialization, once all work within the commit is done.</summary>
    public Func<ImmutableArray<StepMetadata>> Metadata { get; init; } = () => [];

    /// <summary>True where other assets take rows from this attempt too: they are built though the asset's own rows be as they were.</summary>
    public bool HasOutputs { get; init; }

    /// <summary>One line for people; null for none.</summary>
    public string? Message { get; init; }
}
