using System.Globalization;
using System.Text;

namespace Sluice.Jinja.Values;

/// <summary>Floating-point numbers as Python prints them: the shortest digits that read back as the same number.</summary>
internal static class FloatText
{
    internal static string Of(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        if (value == Math.Floor(value) && Math.Abs(value) < 1e15)
        {
            return double.IsNegative(value) && value == 0
                ? "-0.0"
                : ((long)value).ToString(CultureInfo.InvariantCulture) + ".0";
        }

        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var exponentAt = shortest.IndexOf('E', StringComparison.Ordinal);
        if (exponentAt < 0 && Math.Abs(value) is >= 1e-4 and < 1e16)
        {
            return shortest.Contains('.', StringComparison.Ordinal) ? shortest : shortest + ".0";
        }

        var (negative, digits, exponent) = Split(shortest, exponentAt);
        return Layout(negative, digits, exponent);
    }

    /// <summary>Sign, significant digits without a point, and the power of ten of the first digit.</summary>
    internal static (bool Negative, string Digits, int Exponent) Split(string text, int exponentAt)
    {
        var mantissa = exponentAt < 0 ? text : text[..exponentAt];
        var exponent = exponentAt < 0 ? 0 : int.Parse(text.AsSpan(exponentAt + 1), CultureInfo.InvariantCulture);
        var negative = mantissa[0] == '-';
        mantissa = negative ? mantissa[1..] : mantissa;
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        exponent += (point < 0 ? mantissa.Length : point) - 1;
        var leading = digits.Length - digits.TrimStart('0').Length;
        digits = digits[leading..].TrimEnd('0');
        return (negative, digits.Length == 0 ? "0" : digits, exponent - leading);
    }

    private static string Layout(bool negative, string digits, int exponent)
    {
        var text = new StringBuilder(negative ? "-" : "");
        if (exponent is >= -4 and < 16)
        {
            if (exponent < 0)
            {
                return text.Append("0.").Append('0', -exponent - 1).Append(digits).ToString();
            }

            return digits.Length <= exponent + 1
                ? text.Append(digits).Append('0', exponent + 1 - digits.Length).Append(".0").ToString()
                : text.Append(digits, 0, exponent + 1).Append('.').Append(digits, exponent + 1, digits.Length - exponent - 1).ToString();
        }

        text.Append(digits[0]);
        if (digits.Length > 1)
        {
            text.Append('.').Append(digits, 1, digits.Length - 1);
        }

        return text.Append('e').Append(exponent < 0 ? '-' : '+')
            .Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)).ToString();
    }
}
