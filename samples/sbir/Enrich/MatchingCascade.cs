namespace Sbir.Enrich;

/// <summary>Whom an award or a contract may have gone to: what SAM.gov knows of an entity.</summary>
internal sealed record Recipient
{
    public string? Uei { get; init; }

    public string? Cage { get; init; }

    public string? Duns { get; init; }

    public string? Name { get; init; }
}

/// <summary>Which comparison found the recipient.</summary>
internal enum MatchMethod
{
    None,
    Uei,
    Cage,
    Duns,
    Name,
}

/// <summary>The limits of matching by name; ratios from 0 to 1.</summary>
internal sealed record MatchingSettings
{
    public double AcceptedRatio { get; init; } = 0.90;

    public double ReviewRatio { get; init; } = 0.75;
}

/// <summary>What matching found.</summary>
/// <param name="Recipient">Its place in the list of recipients; null where there is no match.</param>
/// <param name="Confidence">1.00 by UEI and DUNS, .95 by CAGE, the ratio by name; 0 without a match.</param>
/// <param name="Candidates">Names that resemble it too little to be a match and enough for a person to look at, the best first.</param>
internal sealed record RecipientMatch(MatchMethod Method, int? Recipient, double Confidence, IReadOnlyList<NameMatch> Candidates)
{
    internal static readonly RecipientMatch None = new(MatchMethod.None, null, 0, []);
}

/// <summary>Finds the recipient that an award names: by UEI, CAGE, DUNS, then by its name. Not for several threads at once: it remembers names.</summary>
internal sealed class MatchingCascade(RecipientIndex index, MatchingSettings? settings = null)
{
    private readonly MatchingSettings _settings = settings ?? new MatchingSettings();
    private readonly Dictionary<string, RecipientMatch> _seenNames = new(StringComparer.Ordinal);

    internal RecipientMatch Match(Recipient wanted) =>
        index.FindUei(wanted.Uei) is { } byUei ? new RecipientMatch(MatchMethod.Uei, byUei, 1.00, [])
        : index.FindCage(wanted.Cage) is { } byCage ? new RecipientMatch(MatchMethod.Cage, byCage, 0.95, [])
        : index.FindDuns(wanted.Duns) is { } byDuns ? new RecipientMatch(MatchMethod.Duns, byDuns, 1.00, [])
        : wanted.Name is { } name ? MatchName(name)
        : RecipientMatch.None;

    private RecipientMatch MatchName(string name)
    {
        if (!_seenNames.TryGetValue(name, out var match))
        {
            _seenNames.Add(name, match = FindName(name));
        }

        return match;
    }

    private RecipientMatch FindName(string name)
    {
        var found = index.FindName(NameProfile.Recipient.Normalise(name), _settings.ReviewRatio);
        return found switch
        {
            [] => RecipientMatch.None,
            [var best, ..] when best.Score >= _settings.AcceptedRatio => new RecipientMatch(MatchMethod.Name, best.Recipient, best.Score, found),
            _ => RecipientMatch.None with { Candidates = found },
        };
    }
}
