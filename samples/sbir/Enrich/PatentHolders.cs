namespace Sbir.Enrich;

/// <summary>The receiver that a patent assignment names.</summary>
internal sealed record PatentToEnrich(long RfId, string HolderName);

/// <summary>A company that has awards, under one of its names.</summary>
internal sealed record NamedCompany(string CompanyKey, string Name);

/// <summary>A receiver that is a company with awards.</summary>
internal sealed record EnrichedPatent(long RfId, string CompanyKey, double Score);

/// <summary>Finds the companies behind the names of patent assignments, which have no identifiers. Not for several threads at once.</summary>
internal sealed class PatentHolders(IReadOnlyList<NamedCompany> companies, MatchingSettings settings)
{
    private readonly NameIndex _index = new(NameProfile.Recipient, [.. companies.Select(company => NameProfile.Recipient.Normalise(company.Name))]);

    /// <summary>Null where no name comes near enough.</summary>
    internal EnrichedPatent? Find(PatentToEnrich patent) =>
        _index.Find(NameProfile.Recipient.Normalise(patent.HolderName), settings.AcceptedRatio) is [var best, ..]
            ? new EnrichedPatent(patent.RfId, companies[best.Recipient].CompanyKey, best.Score)
            : null;
}
