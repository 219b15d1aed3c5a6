using System.Buffers;
using System.Collections.Frozen;

namespace Sbir.Enrich;

/// <summary>A way to normalise company names. Names of two profiles are different things and are never compared.</summary>
internal sealed class NameProfile
{
    /// <summary>Lower case, no accents, punctuation to space, three words to their short forms.</summary>
    internal static readonly NameProfile Matching = new("matching", Designators.Keep);

    /// <summary>As <see cref="Matching"/>, without legal designators anywhere.</summary>
    internal static readonly NameProfile Recipient = new("recipient", Designators.DropAnywhere);

    /// <summary>As <see cref="Matching"/>, without legal designators at the end: what stands for a company that has no identifier.</summary>
    internal static readonly NameProfile Key = new("key", Designators.DropAtEnd);

    private static readonly FrozenDictionary<string, string> ShortForms = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["incorporated"] = "inc",
        ["company"] = "co",
        ["limited"] = "ltd",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> LegalDesignators = FrozenSet.ToFrozenSet(
        ["inc", "co", "ltd", "corp", "corporation", "llc", "llp", "lp", "plc", "pllc", "pc", "gmbh", "sa", "ag"], StringComparer.Ordinal);

    // Words are looked up where they stand in a name: a million names are normalised in a run.
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> ShortWords = ShortForms.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> DesignatorWords = LegalDesignators.GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly Designators _designators;

    private NameProfile(string name, Designators designators)
    {
        Name = name;
        _designators = designators;
    }

    private enum Designators
    {
        Keep,
        DropAtEnd,
        DropAnywhere,
    }

    internal string Name { get; }

    /// <summary>Empty where nothing of the name is left.</summary>
    internal NormalisedName Normalise(string? name)
    {
        var folded = FoldedText.Of(name).AsSpan();
        var buffer = ArrayPool<char>.Shared.Rent(folded.Length + 1); // no short form is longer than its word
        var length = 0;
        foreach (var part in folded.Split(' '))
        {
            var word = folded[part];
            word = ShortWords.TryGetValue(word, out var shorter) ? shorter : word;
            if (word.IsEmpty || (_designators == Designators.DropAnywhere && DesignatorWords.Contains(word)))
            {
                continue;
            }

            word.CopyTo(buffer.AsSpan(length));
            length += word.Length;
            buffer[length++] = ' ';
        }

        var text = buffer.AsSpan(0, length).TrimEnd(' ');
        while (_designators == Designators.DropAtEnd && DesignatorWords.Contains(text[(text.LastIndexOf(' ') + 1)..]))
        {
            text = text[..Math.Max(0, text.LastIndexOf(' '))];
        }

        var normalised = text.ToString();
        ArrayPool<char>.Shared.Return(buffer);
        return new NormalisedName(this, normalised);
    }

    /// <summary>A condition for names that begin with one of some letters once they are normalised; others may fulfil it.</summary>
    /// <param name="column">The column of the names.</param>
    /// <param name="beginnings">The letters; a space at the end stands for the end of a word.</param>
    internal string BeginsSql(string column, IEnumerable<string> beginnings)
    {
        string[] all = [.. beginnings.Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)];
        // What is folded to a plain letter is known here and not in the database.
        return all.Length == 0 ? "false" : $"(strlen({column}) <> length({column}) or regexp_matches({column}, '{Pattern(all)}', 'i'))";
    }

    private string Pattern(IEnumerable<string> beginnings)
    {
        var words = beginnings.Order(StringComparer.Ordinal).Select(text => text.EndsWith(' ') ? $"{text[..^1]}([^a-z0-9]|$)" : text);
        var dropped = _designators == Designators.DropAnywhere ? $"(({string.Join('|', LegalDesignators.Concat(ShortForms.Keys).Order(StringComparer.Ordinal))})[^a-z0-9]+)*" : "";
        return $"^[^a-z0-9]*{dropped}({string.Join('|', words)})";
    }

    public override string ToString() => Name;
}

/// <summary>A name and the profile that made it.</summary>
internal readonly record struct NormalisedName(NameProfile Profile, string Text)
{
    internal bool IsEmpty => Text.Length == 0;

    public override string ToString() => Text;
}
