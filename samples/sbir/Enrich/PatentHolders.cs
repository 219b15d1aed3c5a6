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

    // Four records in five name a receiver that another one has named.
    private readonly Dictionary<string, (string CompanyKey, double Score)?> _seenNames = new(StringComparer.Ordinal);

    /// <summary>Null where no name comes near enough.</summary>
    internal EnrichedPatent? Find(PatentToEnrich patent)
    {
        if (!_seenNames.TryGetValue(patent.HolderName, out var holder))
        {
            holder = _index.Find(NameProfile.Recipient.Normalise(patent.HolderName), settings.AcceptedRatio) is [var best, ..] ? (companies[best.Recipient].CompanyKey, best.Score) : null;
            _seenNames.Add(patent.HolderName, holder);
        }

        return holder is { } found ? new EnrichedPatent(patent.RfId, found.CompanyKey, found.Score) : null;
    }
}
