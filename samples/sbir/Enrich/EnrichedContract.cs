namespace Sbir.Enrich;

/// <summary>Who received a contract, as its source says it.</summary>
internal sealed record ContractToEnrich(string ContractKey, string? Uei, string? Cage, string? Duns, string? RecipientName);

/// <summary>A contract and the company that received it.</summary>
internal sealed record EnrichedContract
{
    public required string ContractKey { get; init; }

    public required string CompanyKey { get; init; }

    public string? MatchSource { get; init; }

    public double MatchConfidence { get; init; }

    public string? RecipientUei { get; init; }

    public string? RecipientCage { get; init; }

    public string? RecipientDuns { get; init; }

    public string? LegalName { get; init; }
}

/// <summary>Finds the companies of contracts. Not for several threads at once.</summary>
internal sealed class ContractEnrichment(EntityCatalog catalog, MatchingSettings settings)
{
    private readonly MatchingCascade _cascade = new(catalog.Index, settings);

    internal EnrichedContract Enrich(ContractToEnrich contract)
    {
        var match = _cascade.Match(new Recipient { Uei = contract.Uei, Cage = contract.Cage, Duns = contract.Duns, Name = contract.RecipientName });
        var entity = match.Recipient is { } place ? catalog[place] : null;
        return new EnrichedContract
        {
            ContractKey = contract.ContractKey,
            CompanyKey = CompanyKey.Of(entity?.Uei ?? contract.Uei, entity?.Duns ?? contract.Duns, contract.RecipientName),
            MatchSource = match.Recipient is null ? null : match.Method.ToString().ToLowerInvariant(),
            MatchConfidence = match.Confidence,
            RecipientUei = entity?.Uei,
            RecipientCage = entity?.Cage,
            RecipientDuns = entity?.Duns,
            LegalName = entity?.LegalName,
        };
    }
}
