namespace Sbir.Enrich;

/// <summary>Recipients by their identifiers and names. Safe for several threads: it does not change.</summary>
internal sealed class RecipientIndex
{
    private readonly Dictionary<ulong, int> _byUei;
    private readonly Dictionary<ulong, int> _byCage;
    private readonly Dictionary<ulong, int> _byDuns;
    private readonly NameIndex _names;

    internal RecipientIndex(IReadOnlyList<Recipient> recipients)
        : this(recipients.Index(), recipients.Count, new NameIndex(NameProfile.Recipient, [.. recipients.Select(recipient => NameProfile.Recipient.Normalise(recipient.Name))]))
    {
    }

    /// <summary>Indexes recipients by their identifiers; the index of their names is made already.</summary>
    internal RecipientIndex(IEnumerable<(int Place, Recipient Recipient)> recipients, int count, NameIndex names)
    {
        _byUei = new(count);
        _byCage = new(count);
        _byDuns = new(count);
        foreach (var (place, recipient) in recipients)
        {
            // Of two recipients with one identifier the first holds it.
            _ = Identifier.TryUei(recipient.Uei, out var uei) && _byUei.TryAdd(uei, place);
            _ = Identifier.TryCage(recipient.Cage, out var cage) && _byCage.TryAdd(cage, place);
            _ = Identifier.TryDuns(recipient.Duns, out var duns) && _byDuns.TryAdd(duns, place);
        }

        _names = names;
    }

    internal int? FindUei(string? uei) => Identifier.TryUei(uei, out var packed) && _byUei.TryGetValue(packed, out var place) ? place : null;

    internal int? FindCage(string? cage) => Identifier.TryCage(cage, out var packed) && _byCage.TryGetValue(packed, out var place) ? place : null;

    internal int? FindDuns(string? duns) => Identifier.TryDuns(duns, out var packed) && _byDuns.TryGetValue(packed, out var place) ? place : null;

    internal NameMatch[] FindName(NormalisedName name, double leastScore) => _names.Find(name, leastScore);
}
