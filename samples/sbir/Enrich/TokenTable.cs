using System.Runtime.InteropServices;

namespace Sbir.Enrich;

/// <summary>Every word that occurs in a list of names, once; a name is then the numbers of its words.</summary>
internal sealed class TokenTable
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _words = [];

    internal string this[int number] => _words[number];

    internal int Add(ReadOnlySpan<char> word)
    {
        var lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(lookup, word, out var known);
        if (!known)
        {
            number = _words.Count;
            _words.Add(word.ToString());
        }

        return number;
    }

    /// <summary>-1 for a word that no name has.</summary>
    internal int Find(ReadOnlySpan<char> word) =>
        _numbers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var number) ? number : -1;
}
