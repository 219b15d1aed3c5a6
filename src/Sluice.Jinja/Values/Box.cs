using System.Numerics;

namespace Sluice.Jinja.Values;

/// <summary>Boxes that are made once: both booleans and the small integers.</summary>
internal static class Box
{
    private const int Least = -128;
    private const int Most = 1024;

    internal static readonly object True = true;
    internal static readonly object False = false;
    internal static readonly object EmptyText = "";

    private static readonly object[] Small = MakeSmall();

    internal static object Of(bool value) => value ? True : False;

    internal static object Of(long value) => value is >= Least and < Most ? Small[value - Least] : value;

    internal static object Of(BigInteger value) =>
        value >= long.MinValue && value <= long.MaxValue ? Of((long)value) : value;

    private static object[] MakeSmall()
    {
        var boxes = new object[Most - Least];
        for (var i = 0; i < boxes.Length; i++)
        {
            boxes[i] = (long)(i + Least);
        }

        return boxes;
    }
}
