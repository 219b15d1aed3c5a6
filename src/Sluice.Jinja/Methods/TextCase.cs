using System.Globalization;
using System.Text;

namespace Sluice.Jinja.Methods;

/// <summary>Upper and lower case as Python changes them, letters that become several included.</summary>
internal static class TextCase
{
    // Letters whose upper case is more than one letter, and those whose case at the start of a word is a third one.
    private static readonly Dictionary<char, (string Upper, string Title)> Special = new()
    {
        ['ß'] = ("SS", "Ss"), ['ŉ'] = ("ʼN", "ʼN"), ['ǰ'] = ("J\u030c", "J\u030c"), ['և'] = ("ԵՒ", "Եւ"),
        ['ﬀ'] = ("FF", "Ff"), ['ﬁ'] = ("FI", "Fi"), ['ﬂ'] = ("FL", "Fl"), ['ﬃ'] = ("FFI", "Ffi"), ['ﬄ'] = ("FFL", "Ffl"),
        ['ﬅ'] = ("ST", "St"), ['ﬆ'] = ("ST", "St"), ['ΐ'] = ("Ϊ\u0301", "Ϊ\u0301"), ['ΰ'] = ("Ϋ\u0301", "Ϋ\u0301"),
        ['ǆ'] = ("Ǆ", "ǅ"), ['ǉ'] = ("Ǉ", "ǈ"), ['ǌ'] = ("Ǌ", "ǋ"), ['ǳ'] = ("Ǳ", "ǲ"),
        ['Ǆ'] = ("Ǆ", "ǅ"), ['Ǉ'] = ("Ǉ", "ǈ"), ['Ǌ'] = ("Ǌ", "ǋ"), ['Ǳ'] = ("Ǳ", "ǲ"),
    };

    internal static string Upper(string text)
    {
        var upper = text.ToUpperInvariant();
        if (Ascii.IsValid(text))
        {
            return upper;
        }

        var output = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            _ = Special.TryGetValue(text[i], out var special) ? output.Append(special.Upper) : output.Append(upper[i]);
        }

        return output.ToString();
    }

    internal static string Lower(string text)
    {
        var lower = text.ToLowerInvariant();
        if (Ascii.IsValid(text) || text.AsSpan().IndexOfAny('Σ', 'İ') < 0)
        {
            return lower;
        }

        var output = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            _ = text[i] switch
            {
                'İ' => output.Append("i\u0307"),
                'Σ' => output.Append(EndsWord(text, i) ? 'ς' : 'σ'),
                _ => output.Append(lower[i]),
            };
        }

        return output.ToString();
    }

    internal static string Fold(string text) =>
        Lower(text).Replace("ß", "ss", StringComparison.Ordinal).Replace('ς', 'σ');

    /// <summary>The first letter as at the start of a word, the others lower case.</summary>
    internal static string Capitalize(string text) =>
        text.Length == 0 ? text : AtStart(text[0]) + Lower(text)[(text[0] == 'İ' ? 2 : 1)..];

    internal static string Swap(string text)
    {
        var output = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            _ = char.IsUpper(character) || char.GetUnicodeCategory(character) == UnicodeCategory.TitlecaseLetter
                ? output.Append(Lower(character.ToString()))
                : char.IsLower(character) ? output.Append(Upper(character.ToString())) : output.Append(character);
        }

        return output.ToString();
    }

    /// <summary>A letter behind anything but a letter is upper case, each other one lower case.</summary>
    internal static string Title(string text)
    {
        var output = new StringBuilder(text.Length);
        var inWord = false;
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            _ = inWord ? output.Append(Lower(character.ToString())) : output.Append(AtStart(character));
            inWord = IsCased(character);
        }

        return output.ToString();
    }

    internal static bool IsTitle(string text)
    {
        var (inWord, found) = (false, false);
        foreach (var character in text)
        {
            if (char.IsUpper(character) || char.GetUnicodeCategory(character) == UnicodeCategory.TitlecaseLetter)
            {
                if (inWord)
                {
                    return false;
                }

                (inWord, found) = (true, true);
            }
            else if (char.IsLower(character))
            {
                if (!inWord)
                {
                    return false;
                }
            }
            else
            {
                inWord = false;
            }
        }

        return found;
    }

    private static string AtStart(char character) =>
        Special.TryGetValue(character, out var special) ? special.Title : char.ToUpperInvariant(character).ToString();

    private static bool IsCased(char character) => char.IsUpper(character) || char.IsLower(character)
        || char.GetUnicodeCategory(character) == UnicodeCategory.TitlecaseLetter;

    // The Greek sigma has a form of its own at the end of a word.
    private static bool EndsWord(string text, int index) =>
        index > 0 && char.IsLetter(text[index - 1]) && (index + 1 == text.Length || !char.IsLetter(text[index + 1]));
}
