namespace Sbir.Enrich;

/// <summary>A recipient that a name resembles, by its place in the list that the index was made of.</summary>
internal readonly record struct NameMatch(int Recipient, double Score);

/// <summary>Finds names that resemble another one, by token-set ratio, among those that <see cref="NameOrder"/> says are looked at.</summary>
internal sealed class NameIndex
{
    internal const int MostMatches = 5;

    private readonly NameOrder _order;
    private readonly TokenTable _tokens = new();
    private readonly int[] _starts; // where the words of a name begin in _words
    private readonly int[] _words;

    /// <inheritdoc cref="NameOrder(NameProfile, IReadOnlyList{NormalisedName})"/>
    internal NameIndex(NameProfile profile, IReadOnlyList<NormalisedName> names)
        : this(new NameOrder(profile, names))
    {
    }

    internal NameIndex(NameOrder order)
    {
        _order = order;
        _starts = new int[_order.Count + 1];
        var words = new List<int>(_order.Count * 3);
        for (var name = 0; name < _order.Count; name++)
        {
            _starts[name] = words.Count;
            AddWords(_order.NameAt(name), words);
        }

        _starts[^1] = words.Count;
        _words = [.. words];
    }

    /// <summary>The names of at least <paramref name="leastScore"/>, the best first, at most five; of equal scores the earlier recipient.</summary>
    internal NameMatch[] Find(NormalisedName query, double leastScore)
    {
        var (from, to) = _order.Around(query);
        if (from == to)
        {
            return [];
        }

        var comparison = new TokenSetComparison(_tokens, query.Text);
        var best = new List<NameMatch>(MostMatches + 1);
        for (var name = from; name < to; name++)
        {
            var worst = best.Count == MostMatches ? Math.Max(leastScore, best[^1].Score) : leastScore;
            var score = comparison.Score(_words.AsSpan(_starts[name].._starts[name + 1]), worst);
            if (score >= worst)
            {
                Insert(best, new NameMatch(_order.RecipientAt(name), score));
            }
        }

        return [.. best];
    }

    /// <summary>The recipients whose names are looked at for a query, in alphabetical order.</summary>
    internal IEnumerable<int> Candidates(NormalisedName query)
    {
        var (from, to) = _order.Around(query);
        return Enumerable.Range(from, to - from).Select(_order.RecipientAt);
    }

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

    private void AddWords(string name, List<int> words)
    {
        foreach (var word in TokenSetComparison.WordsOf(name))
        {
            words.Add(_tokens.Add(word));
        }
    }
}
