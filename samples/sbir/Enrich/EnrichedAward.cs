namespace Sbir.Enrich;

/// <summary>What enrichment asks about an award.</summary>
internal sealed record AwardToEnrich(string AwardKey, ulong InputHash, string Company, string? Uei, string? Duns, string? Agency, string? Naics, string? ContractNaics);

/// <summary>An entity of SAM.gov that an award may belong to.</summary>
internal sealed record SamEntity(string? Uei, string? Duns, string? Cage, string? LegalName, string? Naics, DateOnly SourceDate);

/// <summary>An award and what the sources say about its recipient and its industry.</summary>
internal sealed record EnrichedAward
{
    public required string AwardKey { get; init; }

    /// <summary>Of everything that the answer hangs on: another hash, another answer.</summary>
    public required ulong InputHash { get; init; }

    /// <summary>Names the company in the graph: by UEI, else by DUNS, else by its normalised name.</summary>
    public required string CompanyKey { get; init; }

    /// <summary>uei, cage, duns or name; null where no recipient was found.</summary>
    public string? MatchSource { get; init; }

    public double MatchConfidence { get; init; }

    public string? RecipientUei { get; init; }

    public string? RecipientCage { get; init; }

    public string? RecipientDuns { get; init; }

    public string? LegalName { get; init; }

    /// <summary>The best of the names that are too far off to be a match; null where there is none.</summary>
    public string? ReviewName { get; init; }

    public double? ReviewRatio { get; init; }

    public required string Naics { get; init; }

    public required string NaicsSource { get; init; }

    public double NaicsConfidence { get; init; }

    /// <summary>success, or partial where a recipient is missing or the industry is only a default.</summary>
    public required string Status { get; init; }

    /// <summary>The day of the SAM.gov extract.</summary>
    public DateOnly? SourceDate { get; init; }
}
