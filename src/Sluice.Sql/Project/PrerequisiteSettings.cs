using Sluice.Diagnostics;

namespace Sluice.Sql.Project;

/// <summary>What a stage needs before it begins. Its texts are SQL with Jinja in it.</summary>
/// <param name="Kind">What is looked at.</param>
/// <param name="Name">What verdicts call it: what is written.</param>
/// <param name="Source">The file.</param>
/// <param name="Span">Its place.</param>
public sealed record PrerequisiteSettings(PrerequisiteKind Kind, string Name, SourceText Source, SourceSpan Span)
{
    /// <summary>The model, relation, query or path; empty where the kind has none.</summary>
    public string Target { get; init; } = "";

    /// <summary>The condition on the row; null for any.</summary>
    public string? Where { get; init; }

    /// <summary>How old the file may be; null for any age.</summary>
    public TimeSpan? MaxAge { get; init; }
}

/// <summary>What a prerequisite looks at.</summary>
public enum PrerequisiteKind
{
    /// <summary>All models of the workflow are built for the previous partition, and its gates let it pass.</summary>
    PreviousPartition,

    /// <summary>A model has a row that fulfils a condition.</summary>
    Row,

    /// <summary>A table or view exists.</summary>
    Relation,

    /// <summary>A model has rows.</summary>
    NotEmpty,

    /// <summary>A query returns no rows, or true.</summary>
    Sql,

    /// <summary>A file exists and is new enough.</summary>
    File,
}
