using System.Globalization;
using System.Numerics;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Methods;

/// <summary>The methods of numbers.</summary>
internal static class NumberMethods
{
    internal static readonly Dictionary<string, MethodBody> OfIntegers = new(StringComparer.Ordinal)
    {
        ["bit_length"] = (self, _) => Box.Of(Big(self).IsZero ? 0L : (long)BigInteger.Abs(Big(self)).GetBitLength()),
        ["bit_count"] = (self, _) => Box.Of((long)BigInteger.PopCount(BigInteger.Abs(Big(self)))),
        ["conjugate"] = (self, _) => Box.Of(Big(self)),
        ["is_integer"] = (_, _) => Box.True,
        ["as_integer_ratio"] = (self, _) => new JinjaTuple(new[] { Box.Of(Big(self)), Box.Of(1L) }),
    };

    internal static readonly Dictionary<string, MethodBody> OfFloats = new(StringComparer.Ordinal)
    {
        ["is_integer"] = (self, _) => Box.Of(double.IsFinite((double)self) && Math.Floor((double)self) == (double)self),
        ["conjugate"] = (self, _) => self,
        ["as_integer_ratio"] = (self, _) => Ratio((double)self),
        ["hex"] = (self, _) => Hex((double)self),
    };

    private static BigInteger Big(object self)
    {
        _ = Numbers.TryBig(self, out var number);
        return number;
    }

    private static JinjaTuple Ratio(double value)
    {
        if (!double.IsFinite(value))
        {
            throw Fail.Value("infinity and NaN have no integer ratio");
        }

        var denominator = BigInteger.One;
        while (value != Math.Floor(value))
        {
            value *= 2;
            denominator *= 2;
        }

        return new JinjaTuple(new[] { Box.Of(new BigInteger(value)), Box.Of(denominator) });
    }

    private static string Hex(double value)
    {
        if (!double.IsFinite(value))
        {
            return FloatText.Of(value);
        }

        var bits = BitConverter.DoubleToInt64Bits(value);
        var sign = bits < 0 ? "-" : "";
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & 0xFFFFFFFFFFFFF;
        return value == 0
            ? sign + "0x0.0p+0"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{sign}0x{(exponent == 0 ? 0 : 1)}.{mantissa:x13}p{(exponent == 0 ? -1022 : exponent - 1023):+0;-0;+0}");
    }
}
