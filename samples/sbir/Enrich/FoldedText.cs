using System.Buffers;

namespace Sbir.Enrich;

/// <summary>Text for comparison: lower case, Latin letters without their accents, everything else that is no letter or digit a space.</summary>
internal static class FoldedText
{
    // The program runs without culture data, where the runtime cannot decompose letters: these are what company names hold.
    private const string Accented = "àáâãäåāăąçćĉċčďđèéêëēĕėęěĝğġģĥħìíîïĩīĭįıĵķĺļľŀłñńņňòóôõöøōŏőŕŗřśŝşšţťŧùúûüũūŭůűųŵýÿŷźżž";
    private const string Plain = "aaaaaaaaacccccddeeeeeeeeegggghhiiiiiiiiijklllllnnnnooooooooorrrsssstttuuuuuuuuuuwyyyzzz";

    internal static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var rented = ArrayPool<char>.Shared.Rent(2 * text.Length);
        var length = 0;
        foreach (var raw in text)
        {
            var character = char.ToLowerInvariant(raw);
            if (char.IsAsciiLetterOrDigit(character))
            {
                rented[length++] = character;
            }
            else if (character is >= '\u0300' and <= '\u036F')
            {
                // An accent of its own behind its letter.
            }
            else if (!char.IsLetterOrDigit(character))
            {
                rented[length++] = ' ';
            }
            else
            {
                length += Fold(character, rented.AsSpan(length));
            }
        }

        var folded = new string(rented, 0, length);
        ArrayPool<char>.Shared.Return(rented);
        return folded;
    }

    private static int Fold(char character, Span<char> into)
    {
        var two = character switch { 'ß' => "ss", 'æ' => "ae", 'œ' => "oe", 'þ' => "th", _ => "" };
        if (two.Length > 0)
        {
            two.CopyTo(into);
            return 2;
        }

        var index = Accented.IndexOf(character, StringComparison.Ordinal);
        into[0] = index < 0 ? character : Plain[index];
        return 1;
    }
}
