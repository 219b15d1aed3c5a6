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
        var tokens = new List<string>();
        foreach (var token in FoldedText.Of(name).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            tokens.Add(ShortForms.GetValueOrDefault(token, token));
        }

        if (_designators == Designators.DropAnywhere)
        {
            tokens.RemoveAll(LegalDesignators.Contains);
        }

        while (_designators == Designators.DropAtEnd && tokens.Count > 0 && LegalDesignators.Contains(tokens[^1]))
        {
            tokens.RemoveAt(tokens.Count - 1);
        }

        return new NormalisedName(this, string.Join(' ', tokens));
    }

    /// <summary>A pattern for names of plain letters, in lower case, that begin with one of some letters once they are normalised; it may match others.</summary>
    internal string BlockPattern(IEnumerable<string> beginnings)
    {
        // A word of one letter ends where another begins.
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
