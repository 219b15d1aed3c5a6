using System.Buffers;

namespace Sbir.Classify;

/// <summary>
/// Finds every phrase of a list in a text in one pass over its words (Aho-Corasick whose letters are words, punctuation marks and
/// runs of white space). A phrase is found only as a whole: "ai" is in "AI-powered", not in "air".
/// </summary>
internal sealed class PhraseAutomaton
{
    private const int Root = 0;
    private const int Space = 0;

    private readonly Dictionary<string, int> _symbols = new(StringComparer.Ordinal) { [" "] = Space };
    private readonly Dictionary<long, int> _edges = [];
    private readonly List<int> _fail = [Root];
    private readonly List<int[]> _found = [[]];
    private readonly int _longestWord;

    /// <summary>Prepares for the phrases of a list.</summary>
    /// <param name="phrases">The number of a phrase is its place here. Letter case and the length of white space do not matter.</param>
    internal PhraseAutomaton(IReadOnlyList<string> phrases)
    {
        for (var phrase = 0; phrase < phrases.Count; phrase++)
        {
            Add(phrase, phrases[phrase]);
        }

        _longestWord = _symbols.Keys.Max(word => word.Length);
        LinkFailures();
    }

    /// <summary>Adds the number of each phrase to <paramref name="found"/>, once for each place where it stands.</summary>
    internal void Scan(ReadOnlySpan<char> text, List<int> found)
    {
        var rented = ArrayPool<char>.Shared.Rent(text.Length);
        var lower = rented.AsSpan(0, text.Length);
        text.ToLowerInvariant(lower);
        var symbols = _symbols.GetAlternateLookup<ReadOnlySpan<char>>();
        var state = Root;
        for (var start = 0; start < lower.Length;)
        {
            var length = TokenLength(lower[start..]);
            ReadOnlySpan<char> token = char.IsWhiteSpace(lower[start]) ? " " : lower.Slice(start, length);
            start += length;
            if (state == Root && token is " ")
            {
                continue; // no phrase starts with a space
            }

            state = token.Length <= _longestWord && symbols.TryGetValue(token, out var symbol) ? Next(state, symbol) : Root;
            found.AddRange(_found[state]);
        }

        ArrayPool<char>.Shared.Return(rented);
    }

    private static int TokenLength(ReadOnlySpan<char> text)
    {
        var length = 1;
        if (IsWord(text[0]))
        {
            while (length < text.Length && IsWord(text[length]))
            {
                length++;
            }
        }
        else if (char.IsWhiteSpace(text[0]))
        {
            while (length < text.Length && char.IsWhiteSpace(text[length]))
            {
                length++;
            }
        }

        return length;
    }

    private static bool IsWord(char character) => char.IsLetterOrDigit(character) || character == '_';

    private static long Edge(int state, int symbol) => ((long)state << 32) | (uint)symbol;

    private int Next(int state, int symbol)
    {
        while (true)
        {
            if (_edges.TryGetValue(Edge(state, symbol), out var next))
            {
                return next;
            }

            if (state == Root)
            {
                return Root;
            }

            state = _fail[state];
        }
    }

    private void Add(int phrase, string text)
    {
        var lower = text.Trim().ToLowerInvariant();
        var state = Root;
        for (var start = 0; start < lower.Length;)
        {
            var length = TokenLength(lower.AsSpan(start));
            var token = char.IsWhiteSpace(lower[start]) ? " " : lower.Substring(start, length);
            start += length;
            if (!_symbols.TryGetValue(token, out var symbol))
            {
                _symbols.Add(token, symbol = _symbols.Count);
            }

            if (!_edges.TryGetValue(Edge(state, symbol), out var next))
            {
                next = _fail.Count;
                _fail.Add(Root);
                _found.Add([]);
                _edges.Add(Edge(state, symbol), next);
            }

            state = next;
        }

        _found[state] = [.. _found[state], phrase];
    }

    // Level by level, so that what a shorter ending finds is known before a longer one asks for it.
    private void LinkFailures()
    {
        var children = _edges.Select(edge => (Parent: (int)(edge.Key >> 32), Symbol: (int)edge.Key, Child: edge.Value)).ToLookup(edge => edge.Parent);
        var level = new Queue<int>([Root]);
        while (level.TryDequeue(out var parent))
        {
            foreach (var (_, symbol, child) in children[parent])
            {
                _fail[child] = parent == Root ? Root : Next(_fail[parent], symbol);
                _found[child] = [.. _found[child], .. _found[_fail[child]]];
                level.Enqueue(child);
            }
        }
    }
}
