using System.Globalization;
using System.Numerics;

namespace Sluice.Jinja.Formatting;

/// <summary>Floats with a given number of digits, rounded once from the exact value, ties to even.</summary>
internal static class ExactDecimal
{
    /// <summary>Digits before and behind the point, without a sign.</summary>
    internal static string Fixed(double value, int digits)
    {
        var scaled = Scaled(Math.Abs(value), digits).ToString(CultureInfo.InvariantCulture);
        if (digits <= 0)
        {
            return digits == 0 || scaled == "0" ? scaled : scaled + new string('0', -digits);
        }

        scaled = scaled.PadLeft(digits + 1, '0');
        return string.Concat(scaled.AsSpan(0, scaled.Length - digits), ".", scaled.AsSpan(scaled.Length - digits));
    }

    /// <summary>The significant digits, and the power of ten of the first.</summary>
    internal static (string Digits, int Exponent) Scientific(double value, int digitsBehindFirst)
    {
        value = Math.Abs(value);
        if (value == 0)
        {
            return (new string('0', digitsBehindFirst + 1), 0);
        }

        var exponent = (int)Math.Floor(Math.Log10(value));
        while (true)
        {
            var digits = Scaled(value, digitsBehindFirst - exponent).ToString(CultureInfo.InvariantCulture);
            if (digits.Length == digitsBehindFirst + 1)
            {
                return (digits, exponent);
            }

            exponent += digits.Length > digitsBehindFirst + 1 ? 1 : -1;
        }
    }

    /// <summary>The float that is nearest to the value rounded to a number of digits behind the point.</summary>
    internal static double Round(double value, int digits)
    {
        if (!double.IsFinite(value) || digits > 330)
        {
            return value;
        }

        if (digits < -330)
        {
            return Math.CopySign(0, value);
        }

        var text = Fixed(value, digits);
        return Math.CopySign(double.Parse(text, CultureInfo.InvariantCulture), value);
    }

    // value * 10^digits as an integer, ties to even.
    private static BigInteger Scaled(double value, int digits)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & 0xFFFFFFFFFFFFF;
        (mantissa, exponent) = exponent == 0 ? (mantissa, -1074) : (mantissa | (1L << 52), exponent - 1075);
        var numerator = new BigInteger(mantissa);
        var denominator = BigInteger.One;
        (numerator, denominator) = exponent >= 0 ? (numerator << exponent, denominator) : (numerator, denominator << -exponent);
        (numerator, denominator) = digits >= 0
            ? (numerator * BigInteger.Pow(10, digits), denominator)
            : (numerator, denominator * BigInteger.Pow(10, -digits));
        var quotient = BigInteger.DivRem(numerator, denominator, out var rest);
        var half = (rest * 2).CompareTo(denominator);
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}
