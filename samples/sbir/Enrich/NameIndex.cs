namespace Sbir.Enrich;

/// <summary>A recipient that a name resembles, by its place in the list that the index was made of.</summary>
internal readonly record struct NameMatch(int Recipient, double Score);

/// <summary>
/// Finds names that resemble another one: token-set ratio within a block, which is the names that begin with the same two characters, or, where
/// there is none, with the same word. Of a block larger than the limit the names nearest in alphabetical order are looked at.
/// </summary>
internal sealed class NameIndex
{
    internal const int MostCandidates = 500;
    internal const int MostMatches = 5;

    private const int BlockLetters = 2;

    private readonly NameProfile _profile;
    private readonly TokenTable _tokens = new();
    private readonly string[] _names; // in alphabetical order
    private readonly int[] _recipients; // by the place of the name
    private readonly int[] _starts; // where the words of a name begin in _words
    private readonly int[] _words;

    /// <summary>Orders the names.</summary>
    /// <param name="profile">What normalised the names; queries of another profile are refused.</param>
    /// <param name="names">By recipient; an empty name is never found.</param>
    internal NameIndex(NameProfile profile, IReadOnlyList<NormalisedName> names)
    {
        _profile = profile;
        _recipients = [.. Enumerable.Range(0, names.Count).Where(recipient => !names[recipient].IsEmpty)];
        _names = [.. _recipients.Select(recipient => Checked(names[recipient]).Text)];
        // Names that are equal stay in the recipients' order, so that the answer does not hang on the sorting.
        Array.Sort(_names, _recipients, StringComparer.Ordinal);
        OrderEqualNames();
        _starts = new int[_names.Length + 1];
        var words = new List<int>(_names.Length * 3);
        for (var name = 0; name < _names.Length; name++)
        {
            _starts[name] = words.Count;
            AddWords(_names[name], words);
        }

        _starts[^1] = words.Count;
        _words = [.. words];
    }

    /// <summary>The names of at least <paramref name="leastScore"/>, the best first, at most five; of equal scores the earlier recipient.</summary>
    internal NameMatch[] Find(NormalisedName query, double leastScore)
    {
        if (Checked(query).IsEmpty)
        {
            return [];
        }

        var (from, to) = Block(query.Text);
        var comparison = new TokenSetComparison(_tokens, query.Text);
        var best = new List<NameMatch>(MostMatches + 1);
        for (var name = from; name < to; name++)
        {
            var worst = best.Count == MostMatches ? Math.Max(leastScore, best[^1].Score) : leastScore;
            var score = comparison.Score(_words.AsSpan(_starts[name].._starts[name + 1]), worst);
            if (score >= worst)
            {
                Insert(best, new NameMatch(_recipients[name], score));
            }
        }

        return [.. best];
    }

    /// <summary>The places of the names that are looked at for a query, in alphabetical order.</summary>
    internal IEnumerable<int> Candidates(NormalisedName query)
    {
        var (from, to) = Block(Checked(query).Text);
        return Enumerable.Range(from, to - from).Select(name => _recipients[name]);
    }

    /// <summary>What the names that are looked at for a query begin with; empty for a query that finds nothing.</summary>
    internal static string BlockOf(NormalisedName query) => query.Text[..Math.Min(BlockLetters, query.Text.Length)];

    private static void Insert(List<NameMatch> best, NameMatch match)
    {
        var place = best.Count;
        while (place > 0 && (best[place - 1].Score < match.Score
            || (best[place - 1].Score == match.Score && best[place - 1].Recipient > match.Recipient)))
        {
            place--;
        }

        best.Insert(place, match);
        if (best.Count > MostMatches)
        {
            best.RemoveAt(MostMatches);
        }
    }

    private NormalisedName Checked(NormalisedName name) => name.Profile == _profile
        ? name
        : throw new ArgumentException($"the name `{name}` is of the profile {name.Profile}, the index of {_profile}: their scores do not compare", nameof(name));

    private (int From, int To) Block(string query)
    {
        var (from, to) = Range(query[..Math.Min(BlockLetters, query.Length)]);
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

            Array.Sort(_recipients, from, to - from);
            from = to;
        }
    }

    private void AddWords(string name, List<int> words)
    {
        foreach (var word in TokenSetComparison.WordsOf(name))
        {
            words.Add(_tokens.Add(word));
        }
    }
}
