using System.Numerics;

namespace Sluice.Jinja.Values;

/// <summary>When a value counts as true.</summary>
internal static class Truth
{
    internal static bool Of(object? value) => value switch
    {
        null => false,
        bool truth => truth,
        string text => text.Length > 0,
        long number => number != 0,
        double number => number != 0,
        JinjaList list => list.Count > 0,
        JinjaDict dict => dict.Count > 0,
        Undefined undefined => OfUndefined(undefined),
        JinjaTuple tuple => tuple.Count > 0,
        JinjaSet set => set.Count > 0,
        Markup markup => markup.Text.Length > 0,
        BigInteger number => !number.IsZero,
        decimal number => number != 0,
        JinjaObject item => item.IsTrue ?? item.Length is not 0,
        _ => true,
    };

    private static bool OfUndefined(Undefined undefined)
    {
        Undefineds.Look(undefined);
        return false;
    }
}
