using Sluice.Jinja.Values;

namespace Sluice.Jinja.Methods;

/// <summary>Fills text up to a width.</summary>
internal static class Padding
{
    internal static string Pad(string text, long width, char fill, string method)
    {
        var missing = Texts.CheckLength(width) - Texts.Length(text);
        if (missing <= 0)
        {
            return text;
        }

        var left = method switch
        {
            "ljust" => 0,
            "rjust" => missing,
            // Python gives the odd place to the left where the width is odd.
            _ => (missing / 2) + (missing & (int)width & 1),
        };
        return string.Concat(new string(fill, left), text, new string(fill, missing - left));
    }
}
