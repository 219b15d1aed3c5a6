namespace Sbir.Pipeline;

/// <summary>What code reads of an award that passed.</summary>
internal sealed record AwardRow(ulong RowHash, string AwardKey, string? AwardTitle, string? TopicCode);

/// <summary>What enrichment reads of an award that passed.</summary>
internal sealed record AwardToEnrichRow(string AwardKey, string Company, string? Uei, string? Duns, string? Agency, string? Naics);
