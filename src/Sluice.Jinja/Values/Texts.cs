using System.Text;

namespace Sluice.Jinja.Values;

/// <summary>Strings counted in code points, as Python counts them, and the guards against strings without end.</summary>
internal static class Texts
{
    /// <summary>No single value may be longer, whatever the limits say.</summary>
    internal const int MaxLength = 256 * 1024 * 1024;

    private const int MaxItems = 16 * 1024 * 1024;

    internal static string Checked(long length, string left, string right) =>
        length > MaxLength ? throw Fail.TooLarge("the text") : left + right;

    internal static int CheckLength(long length) =>
        length > MaxLength ? throw Fail.TooLarge("the text") : (int)Math.Max(0, length);

    internal static bool HasPairs(string text) => text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0;

    internal static int Length(string text)
    {
        if (!HasPairs(text))
        {
            return text.Length;
        }

        var count = 0;
        for (var i = 0; i < text.Length; i++, count++)
        {
            i += char.IsSurrogatePair(text, i) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Where the code point of a number begins.</summary>
    internal static int Offset(string text, int codePoints)
    {
        if (!HasPairs(text))
        {
            return codePoints;
        }

        var offset = 0;
        for (; codePoints > 0 && offset < text.Length; codePoints--)
        {
            offset += char.IsSurrogatePair(text, offset) ? 2 : 1;
        }

        return offset;
    }

    /// <summary>One string per code point.</summary>
    internal static List<string> Split(string text)
    {
        var parts = new List<string>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                parts.Add(text.Substring(i, 2));
                i++;
            }
            else
            {
                parts.Add(OfChar(text[i]));
            }
        }

        return parts;
    }

    internal static string OfChar(char character) => character < 128 ? Ascii[character] : character.ToString();

    internal static bool TryRepeat(object? value, long times, out object? repeated)
    {
        times = Math.Max(0, times);
        repeated = value switch
        {
            string text => Repeat(text, times),
            Markup markup => new Markup(Repeat(markup.Text, times)),
            JinjaList list => new JinjaList([.. RepeatItems(list, times)]),
            JinjaTuple tuple => new JinjaTuple(RepeatItems(tuple, times).ToArray()),
            _ => null,
        };
        return repeated is not null;
    }

    private static readonly string[] Ascii = [.. Enumerable.Range(0, 128).Select(code => ((char)code).ToString())];

    private static string Repeat(string text, long times)
    {
        if (text.Length == 0 || times == 0)
        {
            return "";
        }

        return times > MaxLength || text.Length * times > MaxLength
            ? throw Fail.TooLarge("the text")
            : new StringBuilder((int)(text.Length * times)).Insert(0, text, (int)times).ToString();
    }

    private static List<object?> RepeatItems(IReadOnlyList<object?> items, long times)
    {
        if (items.Count == 0)
        {
            return [];
        }

        if (times > MaxItems || items.Count * times > MaxItems)
        {
            throw Fail.TooLarge("the list");
        }

        var repeated = new List<object?>((int)(items.Count * times));
        for (var i = 0; i < times; i++)
        {
            repeated.AddRange(items);
        }

        return repeated;
    }
}
