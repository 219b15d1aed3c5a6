using System.Globalization;
using System.Numerics;

namespace Sluice.Jinja.Values;

/// <summary>The tower of numbers: bool, int of any size, decimal, float.</summary>
internal static class Numbers
{
    internal static bool IsNumber(object? value) => value is long or double or bool or BigInteger or decimal;

    internal static bool IsInteger(object? value) => value is long or bool or BigInteger;

    /// <summary>The integer that a value is; false for anything but bool and int.</summary>
    internal static bool TryBig(object? value, out BigInteger number)
    {
        (var found, number) = value switch
        {
            long whole => (true, (BigInteger)whole),
            BigInteger big => (true, big),
            bool truth => (true, truth ? BigInteger.One : BigInteger.Zero),
            _ => (false, BigInteger.Zero),
        };
        return found;
    }

    /// <summary>The integer that a value is where it fits in 64 bits.</summary>
    internal static bool TryLong(object? value, out long number)
    {
        (var found, number) = value switch
        {
            long whole => (true, whole),
            bool truth => (true, truth ? 1L : 0L),
            _ => (false, 0L),
        };
        return found;
    }

    internal static bool TryDouble(object? value, out double number)
    {
        (var found, number) = value switch
        {
            double real => (true, real),
            long whole => (true, (double)whole),
            bool truth => (true, truth ? 1.0 : 0.0),
            BigInteger big => (true, ToDouble(big)),
            decimal real => (true, (double)real),
            _ => (false, 0.0),
        };
        return found;
    }

    /// <summary>The nearest float.</summary>
    internal static double ToDouble(BigInteger number)
    {
        if (BigInteger.Abs(number) <= new BigInteger(1L << 53))
        {
            return (double)(long)number;
        }

        if (number.GetBitLength() > 1100)
        {
            throw Fail.Value("the integer is too large for a float");
        }

        var nearest = double.Parse(number.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return double.IsInfinity(nearest) ? throw Fail.Value("the integer is too large for a float") : nearest;
    }

    /// <summary>-1, 0, 1, or 2 where one of them is not a number (NaN) and so has no place in the order.</summary>
    internal static int Compare(object left, object right)
    {
        if (left is double || right is double)
        {
            return CompareWithDouble(left, right);
        }

        if (left is decimal || right is decimal)
        {
            return ToDecimal(left).CompareTo(ToDecimal(right));
        }

        if (TryLong(left, out var x) && TryLong(right, out var y))
        {
            return x.CompareTo(y);
        }

        _ = TryBig(left, out var a);
        _ = TryBig(right, out var b);
        return Math.Sign(a.CompareTo(b));
    }

    private static int CompareWithDouble(object left, object right)
    {
        if (left is double a && right is double b)
        {
            return double.IsNaN(a) || double.IsNaN(b) ? 2 : a.CompareTo(b);
        }

        var (real, other, sign) = left is double l ? (l, right, 1) : ((double)right, left, -1);
        if (double.IsNaN(real))
        {
            return 2;
        }

        if (double.IsInfinity(real))
        {
            return real > 0 ? sign : -sign;
        }

        if (other is decimal money)
        {
            return real.CompareTo((double)money) * sign;
        }

        _ = TryBig(other, out var whole);
        var floor = Math.Floor(real);
        var byFloor = new BigInteger(floor).CompareTo(whole);
        return sign * (byFloor != 0 ? Math.Sign(byFloor) : real > floor ? 1 : 0);
    }

    internal static decimal ToDecimal(object value) => value switch
    {
        decimal money => money,
        long whole => whole,
        bool truth => truth ? 1 : 0,
        BigInteger big => (decimal)big,
        _ => 0,
    };
}
