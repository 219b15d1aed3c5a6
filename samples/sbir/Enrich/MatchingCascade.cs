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
internal sealed class MatchingCascade
{
    private readonly Dictionary<ulong, int> _byUei;
    private readonly Dictionary<ulong, int> _byCage;
    private readonly Dictionary<ulong, int> _byDuns;
    private readonly NameIndex _names;
    private readonly MatchingSettings _settings;
    private readonly Dictionary<string, RecipientMatch> _seenNames = new(StringComparer.Ordinal);

    internal MatchingCascade(IReadOnlyList<Recipient> recipients, MatchingSettings? settings = null)
    {
        _settings = settings ?? new MatchingSettings();
        _byUei = new(recipients.Count);
        _byCage = new(recipients.Count);
        _byDuns = new(recipients.Count);
        var names = new NormalisedName[recipients.Count];
        for (var place = 0; place < recipients.Count; place++)
        {
            var recipient = recipients[place];
            // Of two recipients with one identifier the first holds it.
            _ = Identifier.TryUei(recipient.Uei, out var uei) && _byUei.TryAdd(uei, place);
            _ = Identifier.TryCage(recipient.Cage, out var cage) && _byCage.TryAdd(cage, place);
            _ = Identifier.TryDuns(recipient.Duns, out var duns) && _byDuns.TryAdd(duns, place);
            names[place] = NameProfile.Recipient.Normalise(recipient.Name);
        }

        _names = new NameIndex(NameProfile.Recipient, names);
    }

    internal RecipientMatch Match(Recipient wanted)
    {
        if (Identifier.TryUei(wanted.Uei, out var uei) && _byUei.TryGetValue(uei, out var place))
        {
            return new RecipientMatch(MatchMethod.Uei, place, 1.00, []);
        }

        if (Identifier.TryCage(wanted.Cage, out var cage) && _byCage.TryGetValue(cage, out place))
        {
            return new RecipientMatch(MatchMethod.Cage, place, 0.95, []);
        }

        if (Identifier.TryDuns(wanted.Duns, out var duns) && _byDuns.TryGetValue(duns, out place))
        {
            return new RecipientMatch(MatchMethod.Duns, place, 1.00, []);
        }

        return wanted.Name is { } name ? MatchName(name) : RecipientMatch.None;
    }

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
        var found = _names.Find(NameProfile.Recipient.Normalise(name), _settings.ReviewRatio);
        return found switch
        {
            [] => RecipientMatch.None,
            [var best, ..] when best.Score >= _settings.AcceptedRatio => new RecipientMatch(MatchMethod.Name, best.Recipient, best.Score, found),
            _ => RecipientMatch.None with { Candidates = found },
        };
    }
}
