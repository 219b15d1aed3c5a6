using System.Globalization;
using System.Text;

namespace Sluice.Cli.Terminal;

/// <summary>How much room text takes on a terminal, and how it is cut to fit.</summary>
internal static class Cells
{
    private const string Cut = "…";

    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x2E80, 0x303E), (0x3041, 0xA4CF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0xFF00, 0xFF60),
        (0xFFE0, 0xFFE6), (0x1F300, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    /// <summary>The cells that a text without control characters takes.</summary>
    internal static int Of(string text)
    {
        var cells = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            cells += Of(rune);
        }

        return cells;
    }

    /// <summary>The beginning of a text, with <c>…</c> where more follows.</summary>
    internal static string Start(string text, int room)
    {
        if (Of(text) <= room)
        {
            return text;
        }

        var head = Take(text.EnumerateRunes(), room - 1);
        return room < 1 ? "" : head + Cut;
    }

    /// <summary>A text without its middle, so that a name's beginning and its partition both stay: <c>int_employee…tions[2029]</c>.</summary>
    internal static string Middle(string text, int room)
    {
        if (Of(text) <= room)
        {
            return text;
        }

        if (room < 3)
        {
            return Start(text, room);
        }

        var tail = Take(text.EnumerateRunes().Reverse(), (room - 1) / 2);
        var head = Take(text.EnumerateRunes(), room - 1 - Of(tail));
        return head + Cut + string.Concat(tail.EnumerateRunes().Reverse());
    }

    private static string Take(IEnumerable<Rune> runes, int room)
    {
        var taken = new StringBuilder();
        foreach (var rune in runes)
        {
            room -= Of(rune);
            if (room < 0)
            {
                break;
            }

            taken.Append(rune.ToString());
        }

        return taken.ToString();
    }

    private static int Of(Rune rune) => rune.Value switch
    {
        < 0x300 => 1,
        var value when Array.Exists(Wide, range => value >= range.First && value <= range.Last) => 2,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format ? 0 : 1,
    };
}
