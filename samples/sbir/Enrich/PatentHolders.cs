namespace Sbir.Enrich;

/// <summary>The receiver that a patent assignment names.</summary>
internal sealed record PatentToEnrich(long RfId, string HolderName);

/// <summary>A company that has awards, under one of its names.</summary>
internal sealed record NamedCompany(string CompanyKey, string Name);

/// <summary>A receiver that is a company with awards.</summary>
internal sealed record EnrichedPatent(long RfId, string HolderName, string CompanyKey, double Score);

/// <summary>Finds the companies behind the names of patent assignments, which have no identifiers. Safe for several threads: it does not change.</summary>
internal sealed class PatentHolders(IReadOnlyList<NamedCompany> companies, MatchingSettings settings)
{
    private readonly NameIndex _index = new(NameProfile.Recipient, [.. companies.Select(company => NameProfile.Recipient.Normalise(company.Name))]);

    /// <summary>The receivers that are companies with awards, in the order of the records. Four records in five name one that another one has named.</summary>
    internal IEnumerable<EnrichedPatent> FindAll(IReadOnlyList<PatentToEnrich> patents, CancellationToken cancel)
    {
        var holders = patents.Select(patent => patent.HolderName).Distinct(StringComparer.Ordinal).AsParallel().WithCancellation(cancel)
            .Select(name => (Name: name, Match: Find(name))).ToDictionary(found => found.Name, found => found.Match, StringComparer.Ordinal);
        foreach (var patent in patents)
        {
            if (holders[patent.HolderName] is { } match)
            {
                yield return new EnrichedPatent(patent.RfId, patent.HolderName, companies[match.Recipient].CompanyKey, match.Score);
            }
        }
    }

    // Null where no name comes near enough.
    private NameMatch? Find(string name) => _index.Find(NameProfile.Recipient.Normalise(name), settings.AcceptedRatio) is [var best, ..] ? best : null;
}
