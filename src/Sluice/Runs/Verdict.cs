using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Sluice.Runs;

/// <summary>What a rule or a prerequisite found.</summary>
public enum VerdictStatus
{
    /// <summary>It holds.</summary>
    Pass,

    /// <summary>It does not hold, which is only worth saying.</summary>
    Warn,

    /// <summary>It does not hold, and what lies behind it must not begin.</summary>
    Error,
}

/// <summary>What a gate's rule, or a stage's prerequisite, found in one partition, with the numbers that it compared. Kept with the step's end.</summary>
/// <param name="Rule">The rule's name; for a prerequisite what it asks for.</param>
/// <param name="Kind">The kind of the rule, such as <c>row_count_change</c>.</param>
/// <param name="Status">What was found.</param>
/// <param name="Message">What was expected and found, in one line.</param>
public sealed record Verdict(string Rule, string Kind, VerdictStatus Status, string Message)
{
    /// <summary>The number that the thresholds are held against; null where the kind has none.</summary>
    public double? Value { get; init; }

    /// <summary>The number that it is compared with, such as the one of the previous partition; null for none.</summary>
    public double? Baseline { get; init; }

    /// <summary>The threshold of a warning as written; null for none.</summary>
    public string? Warn { get; init; }

    /// <summary>The threshold of an error as written; null for none.</summary>
    public string? Error { get; init; }

    /// <summary>Other numbers that the kind has, by name.</summary>
    public ImmutableSortedDictionary<string, double> Numbers { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>Why a person let it pass all the same, and who; null where nobody did. The status is the one that counts.</summary>
    public string? Override { get; init; }

    /// <summary>True where what lies behind may begin: it is no error, or a person let it pass.</summary>
    [JsonIgnore]
    public bool IsAccepted => Status != VerdictStatus.Error || Override is not null;
}
