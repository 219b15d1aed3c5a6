namespace Sbir.Generate;

/// <summary>What makes a record fail its validation.</summary>
internal enum AwardDefect
{
    None,
    NoCompany,
    NoTitle,
    NoAgency,
    UnknownPhase,
    UnknownProgram,
    YearTooEarly,
    NoAmount,
    NegativeAmount,
}

/// <summary>One record of the award file before it becomes text.</summary>
internal sealed record AwardOf(Project Project, int Phase)
{
    /// <summary>Above zero: the same award again with a later end and another amount.</summary>
    internal int Edition { get; init; }

    internal bool HasChanged { get; init; }

    internal AwardDefect Defect { get; init; }
}
