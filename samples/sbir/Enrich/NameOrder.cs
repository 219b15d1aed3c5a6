namespace Sbir.Enrich;

/// <summary>
/// Names in alphabetical order, and which of them are looked at for another one: those that begin with the same two characters, or, where there is
/// none, with the same word. Where these are more than the limit, the nearest.
/// </summary>
internal sealed class NameOrder
{
    internal const int MostCandidates = 500;

    private const int BlockLetters = 2;

    private readonly NameProfile _profile;
    private readonly string[] _names;
    private readonly int[] _recipients; // by the place of the name

    /// <summary>Orders the names.</summary>
    /// <param name="profile">What normalised the names; queries of another profile are refused.</param>
    /// <param name="names">By recipient; an empty name is never found.</param>
    internal NameOrder(NameProfile profile, IReadOnlyList<NormalisedName> names)
    {
        _profile = profile;
        _recipients = [.. Enumerable.Range(0, names.Count).Where(recipient => !names[recipient].IsEmpty)];
        _names = [.. _recipients.Select(recipient => Checked(names[recipient]).Text)];
        // Names that are equal stay in the recipients' order, so that the answer does not hang on the sorting.
        Array.Sort(_names, _recipients, StringComparer.Ordinal);
        OrderEqualNames();
    }

    private NameOrder(NameProfile profile, string[] names, int[] recipients) => (_profile, _names, _recipients) = (profile, names, recipients);

    internal int Count => _names.Length;

    /// <summary>The order of names that come in it: by name, equal ones by recipient; none is empty.</summary>
    internal static NameOrder Of(NameProfile profile, IEnumerable<(string Name, int Recipient)> ordered)
    {
        var (names, recipients) = (new List<string>(), new List<int>());
        foreach (var (name, recipient) in ordered)
        {
            names.Add(name);
            recipients.Add(recipient);
        }

        return new NameOrder(profile, [.. names], [.. recipients]);
    }

    internal string NameAt(int place) => _names[place];

    internal int RecipientAt(int place) => _recipients[place];

    /// <summary>The places that are looked at for a query; none for an empty one.</summary>
    internal (int From, int To) Around(NormalisedName query) => Checked(query).IsEmpty ? (0, 0) : Block(query.Text);

    /// <summary>What the names that are looked at for a query begin with; empty for a query that finds nothing.</summary>
    internal static string BlockOf(NormalisedName query) => BlockOf(query.Text);

    private static string BlockOf(string text) => text[..Math.Min(BlockLetters, text.Length)];

    /// <summary>What names begin with for which a name is looked at.</summary>
    internal static IEnumerable<string> BlocksAround(NormalisedName name) => name.IsEmpty ? [] : [BlockOf(name), $"{name.Text[0]} "];

    private NormalisedName Checked(NormalisedName name) => name.Profile == _profile
        ? name
        : throw new ArgumentException($"the name `{name}` is of the profile {name.Profile}, the index of {_profile}: their scores do not compare", nameof(name));

    private (int From, int To) Block(string query)
    {
        var (from, to) = Range(BlockOf(query));
        if (from == to)
        {
            (from, to) = WordRange(query.Split(' ')[0]);
        }

        if (to - from <= MostCandidates)
        {
            return (from, to);
        }

        var nearest = Math.Clamp(LowerBound(query, from, to) - (MostCandidates / 2), from, to - MostCandidates);
        return (nearest, nearest + MostCandidates);
    }

    private (int From, int To) Range(string prefix) => (LowerBound(prefix, 0, _names.Length), LowerBound(prefix + '\uFFFF', 0, _names.Length));

    // The word alone stands right before the names that go on after it: a space sorts before every letter.
    private (int From, int To) WordRange(string word) => (LowerBound(word, 0, _names.Length), LowerBound(word + '!', 0, _names.Length));

    private int LowerBound(string text, int from, int to)
    {
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (string.CompareOrdinal(_names[middle], text) < 0)
            {
                from = middle + 1;
            }
            else
            {
                to = middle;
            }
        }

        return from;
    }

    private void OrderEqualNames()
    {
        for (var from = 0; from < _names.Length;)
        {
            var to = from + 1;
            while (to < _names.Length && string.Equals(_names[to], _names[from], StringComparison.Ordinal))
            {
                to++;
            }

            if (to - from > 1)
            {
                Array.Sort(_recipients, from, to - from);
            }

            from = to;
        }
    }
}
