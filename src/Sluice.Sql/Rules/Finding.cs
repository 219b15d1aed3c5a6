using System.Collections.Immutable;

namespace Sluice.Sql.Rules;

/// <summary>What a rule found, before it is held against the thresholds.</summary>
/// <param name="Off">How far it is from what is expected; 0 where it is as expected.</param>
/// <param name="Expected">What is expected, for people, without the tolerance.</param>
/// <param name="Found">What was found, for people.</param>
internal sealed record Finding(double Off, string Expected, string Found)
{
    /// <summary>The number that was found; null for none.</summary>
    internal double? Value { get; init; }

    /// <summary>The number that it is compared with; null for none.</summary>
    internal double? Baseline { get; init; }

    /// <summary>What a threshold that is a share is a share of; null where there is nothing.</summary>
    internal double? Whole { get; init; }

    /// <summary>What a threshold that is a number counts, such as <c>standard deviations</c>; empty for what the texts say.</summary>
    internal string Unit { get; init; } = "";

    /// <summary>The whole message of a rule that has nothing to be held against yet, and passes; null where it is judged.</summary>
    internal string? Unjudged { get; init; }

    /// <summary>Other numbers, by name.</summary>
    internal ImmutableSortedDictionary<string, double> Numbers { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>The finding of a rule that passes because there is nothing to hold it against.</summary>
    internal static Finding Nothing(string why, double? value) => new(0, "", "") { Unjudged = why, Value = value };
}
