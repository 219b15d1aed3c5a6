namespace Sbir.Enrich;

/// <summary>
/// The token-set ratio of one name and many others: the best of three similarities, made of the words that both have (C), and of what only one has
/// (A, B): C with CA, C with CB, CA with CB. Similarity is 2 x common letters / letters of both. 1 where one name's words are all in the other's.
/// </summary>
internal sealed class TokenSetComparison
{
    private readonly TokenTable _table;
    private readonly string[] _query;
    private readonly int[] _numbers;
    private readonly bool[] _shared;
    private readonly CommonLetters _letters = new();
    private readonly List<int> _rest = [];
    private char[] _text = new char[256];
    private ulong _patternOf = ulong.MaxValue; // which shared words the pattern was made without

    internal TokenSetComparison(TokenTable table, string query)
    {
        _table = table;
        _query = WordsOf(query);
        _numbers = [.. _query.Select(word => table.Find(word))];
        _shared = new bool[_query.Length];
    }

    /// <summary>The different words of a name in alphabetical order.</summary>
    internal static string[] WordsOf(string name)
    {
        var words = name.Split(' ');
        Array.Sort(words, StringComparer.Ordinal);
        return [.. words.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The ratio, 0 to 1; below <paramref name="worth"/> any number that is below it too.</summary>
    /// <param name="other">The numbers of the other name's words, as <see cref="WordsOf"/> orders them.</param>
    internal double Score(ReadOnlySpan<int> other, double worth)
    {
        var (common, inQuery) = Share(other);
        var inOther = Letters(_rest);
        if (common > 0 && (inQuery == 0 || inOther == 0))
        {
            return 1;
        }

        var gap = common > 0 ? 1 : 0;
        var all = common + gap + inQuery + common + gap + inOther;
        var closed = common == 0 ? 0 : Math.Max(Alone(common, inQuery), Alone(common, inOther));
        var bound = 1 - (Math.Abs(inQuery - inOther) / (double)all);
        if (bound <= closed || bound < worth)
        {
            return closed; // looking at the letters cannot raise it
        }

        SetPattern();
        var rest = Write(_rest);
        var distance = inQuery + inOther - (2 * _letters.Count(rest));
        return Math.Max(closed, 1 - (distance / (double)all));
    }

    // The common words are the beginning of both, so that all their letters are common.
    private static double Alone(int common, int rest) => 1 - ((rest + 1) / (double)(common + common + 1 + rest));

    // Splits both names; gives the lengths of the common words and of what the query has beside them, spaces between words included.
    private (int Common, int InQuery) Share(ReadOnlySpan<int> other)
    {
        Array.Clear(_shared);
        _rest.Clear();
        foreach (var number in other)
        {
            var place = Array.IndexOf(_numbers, number);
            if (place >= 0)
            {
                _shared[place] = true;
            }
            else
            {
                _rest.Add(number);
            }
        }

        var common = -1;
        var alone = -1;
        for (var place = 0; place < _query.Length; place++)
        {
            if (_shared[place])
            {
                common += _query[place].Length + 1;
            }
            else
            {
                alone += _query[place].Length + 1;
            }
        }

        return (Math.Max(common, 0), Math.Max(alone, 0));
    }

    private int Letters(List<int> words)
    {
        var length = -1;
        foreach (var word in words)
        {
            length += _table[word].Length + 1;
        }

        return Math.Max(length, 0);
    }

    private void SetPattern()
    {
        var mask = 0UL;
        for (var place = 0; place < _shared.Length; place++)
        {
            mask |= _shared[place] ? 1UL << (place % 63) : 0;
        }

        if (mask == _patternOf && _shared.Length <= 63)
        {
            return;
        }

        _patternOf = mask;
        _letters.SetPattern(string.Join(' ', _query.Where((_, place) => !_shared[place])));
    }

    private ReadOnlySpan<char> Write(List<int> words)
    {
        var length = 0;
        foreach (var word in words)
        {
            var text = _table[word];
            if (_text.Length < length + text.Length + 1)
            {
                Array.Resize(ref _text, (length + text.Length + 1) * 2);
            }

            if (length > 0)
            {
                _text[length++] = ' ';
            }

            text.CopyTo(_text.AsSpan(length));
            length += text.Length;
        }

        return _text.AsSpan(0, length);
    }
}
