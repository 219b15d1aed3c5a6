namespace Sbir.Enrich;

/// <summary>Finds the recipient and the industry of awards. Not for several threads at once.</summary>
internal sealed class AwardEnrichment(EntityCatalog catalog, MatchingSettings settings)
{
    // An industry code of less confidence is a default.
    private const double LeastConfidence = 0.60;

    private readonly MatchingCascade _cascade = new(catalog.Index, settings);

    internal EnrichedAward Enrich(AwardToEnrich award)
    {
        var match = _cascade.Match(new Recipient { Uei = award.Uei, Duns = award.Duns, Name = award.Company });
        var entity = match.Recipient is { } place ? catalog[place] : null;
        var naics = NaicsCascade.Choose(
            new NaicsQuestion(award.Naics, award.ContractNaics, entity?.Naics, match.Method == MatchMethod.Name ? match.Confidence : null, award.Agency), settings);
        var review = match.Recipient is null && match.Candidates is [var best, ..] ? best : (NameMatch?)null;
        return new EnrichedAward
        {
            AwardKey = award.AwardKey,
            InputHash = award.InputHash,
            CompanyKey = CompanyKey.Of(entity?.Uei ?? award.Uei, entity?.Duns ?? award.Duns, award.Company),
            MatchSource = match.Recipient is null ? null : match.Method.ToString().ToLowerInvariant(),
            MatchConfidence = match.Confidence,
            RecipientUei = entity?.Uei,
            RecipientCage = entity?.Cage,
            RecipientDuns = entity?.Duns,
            LegalName = entity?.LegalName,
            ReviewName = review is { } candidate ? catalog[candidate.Recipient].LegalName : null,
            ReviewRatio = review?.Score,
            Naics = naics.Code,
            NaicsSource = naics.Source,
            NaicsConfidence = naics.Confidence,
            Status = entity is not null && naics.Confidence >= LeastConfidence ? "success" : "partial",
            SourceDate = entity?.SourceDate,
        };
    }
}
