using System.Text;

namespace Sluice.Jinja.Methods;

/// <summary>Upper and lower case as Python changes them.</summary>
internal static class TextCase
{
    internal static string Capitalize(string text) =>
        text.Length == 0 ? text : Upper(text[..1]) + text[1..].ToLowerInvariant();

    // The one letter whose upper case is two letters and that texts really have.
    internal static string Upper(string text) =>
        text.ToUpperInvariant().Replace("ß", "SS", StringComparison.Ordinal);

    internal static string Fold(string text) =>
        text.ToLowerInvariant().Replace("ß", "ss", StringComparison.Ordinal);

    internal static string Swap(string text)
    {
        var output = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            output.Append(char.IsUpper(character)
                ? char.ToLowerInvariant(character).ToString()
                : char.IsLower(character) ? Upper(character.ToString()) : character.ToString());
        }

        return output.ToString();
    }

    /// <summary>A letter behind anything but a letter is upper case, each other one lower case.</summary>
    internal static string Title(string text)
    {
        var output = new StringBuilder(text.Length);
        var inWord = false;
        foreach (var character in text)
        {
            output.Append(inWord ? char.ToLowerInvariant(character) : char.ToUpperInvariant(character));
            inWord = char.IsUpper(character) || char.IsLower(character);
        }

        return output.ToString();
    }

    internal static bool IsTitle(string text)
    {
        var (inWord, found) = (false, false);
        foreach (var character in text)
        {
            if (char.IsUpper(character))
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
}
