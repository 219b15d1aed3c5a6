namespace Sluice.Sql.Freshness;

/// <summary>How old the newest row of a source may be.</summary>
/// <param name="WarnAfter">The age from which on it is worth a warning; null for none.</param>
/// <param name="ErrorAfter">The age from which on it is an error; null for none.</param>
/// <param name="Filter">A condition on the rows that are looked at; null for all.</param>
public sealed record SourceFreshness(AgeLimit? WarnAfter, AgeLimit? ErrorAfter, string? Filter)
{
    /// <summary>What an age means.</summary>
    public FreshnessStatus Judge(TimeSpan age) =>
        ErrorAfter?.Length < age ? FreshnessStatus.Error : WarnAfter?.Length < age ? FreshnessStatus.Warn : FreshnessStatus.Pass;
}

/// <summary>An age as a properties file writes it.</summary>
/// <param name="Count">How many periods.</param>
/// <param name="Period"><c>minute</c>, <c>hour</c> or <c>day</c>.</param>
public sealed record AgeLimit(long Count, string Period)
{
    /// <summary>The age itself.</summary>
    public TimeSpan Length => Period switch
    {
        "minute" => TimeSpan.FromMinutes(Count),
        "hour" => TimeSpan.FromHours(Count),
        _ => TimeSpan.FromDays(Count),
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Count} {Period}{(Count == 1 ? "" : "s")}";
}

/// <summary>What a look at a source said.</summary>
public enum FreshnessStatus
{
    /// <summary>It is as new as it should be.</summary>
    Pass,

    /// <summary>It is older than <c>warn_after</c>.</summary>
    Warn,

    /// <summary>It is older than <c>error_after</c>.</summary>
    Error,

    /// <summary>It could not be looked at.</summary>
    RuntimeError,
}
