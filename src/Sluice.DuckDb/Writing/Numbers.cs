using System.Globalization;
using System.Numerics;

namespace Sluice.DuckDb.Writing;

/// <summary>Numbers of any .NET type as the number that they are.</summary>
internal static class Numbers
{
    /// <summary>The integer that a value is; null where it is none.</summary>
    internal static BigInteger? TryInteger(object value) => value switch
    {
        long number => number,
        int number => number,
        short number => number,
        sbyte number => number,
        byte number => number,
        ushort number => number,
        uint number => number,
        ulong number => number,
        Int128 number => number,
        UInt128 number => number,
        BigInteger number => number,
        Enum member => Convert.ToInt64(member, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>The double that an integer is; null where it is no integer, or none that a double holds.</summary>
    internal static double? TryExactDouble(object value) =>
        TryInteger(value) is { } number && (BigInteger)(double)number == number ? (double)number : null;
}
