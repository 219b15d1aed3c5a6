using System.Globalization;
using System.Numerics;

namespace Sluice.DuckDb;

/// <summary>A DECIMAL of up to 38 digits, exact; <see cref="decimal"/> holds 28.</summary>
/// <param name="Unscaled">All digits, without the point.</param>
/// <param name="Scale">How many of them stand after the point, 0 to 38.</param>
public readonly record struct DuckDbDecimal(Int128 Unscaled, byte Scale)
{
    private const int MaxDigits = 38;
    private const int MaxClrScale = 28;

    private static readonly Int128 MaxClr = Int128.CreateChecked(decimal.MaxValue);

    /// <summary>The digits that are needed to write it, at least <see cref="Scale"/>.</summary>
    public int Precision => Math.Max(Math.Max(1, (int)Scale), Digits(Unscaled));

    /// <summary>The same number.</summary>
    public static DuckDbDecimal From(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var unscaled = new Int128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        return new(value < 0 ? -unscaled : unscaled, value.Scale);
    }

    /// <summary>Reads digits with an optional sign and point, such as <c>-123.450</c>; the scale is that of the text.</summary>
    /// <exception cref="FormatException">The text is not such a number, or has more than 38 digits.</exception>
    public static DuckDbDecimal Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? text : text.Remove(point, 1);
        var scale = point < 0 ? 0 : text.Length - point - 1;
        return Int128.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var unscaled)
            && scale <= MaxDigits && Digits(unscaled) <= MaxDigits
                ? new(unscaled, (byte)scale)
                : throw new FormatException($"'{text}' is not a decimal number of at most {MaxDigits} digits");
    }

    /// <summary>The same number.</summary>
    /// <exception cref="OverflowException">It has more digits than <see cref="decimal"/> holds.</exception>
    public decimal ToDecimal()
    {
        var (unscaled, scale) = (Unscaled, (int)Scale);
        // Zeros at the end are no digits: DECIMAL(38,30) holds 1.5 as 1.5 with 29 zeros.
        while (scale > 0 && (scale > MaxClrScale || Int128.Abs(unscaled) > MaxClr) && unscaled % 10 == 0)
        {
            unscaled /= 10;
            scale--;
        }

        var absolute = Int128.Abs(unscaled);
        if (scale > MaxClrScale || absolute > MaxClr)
        {
            throw new OverflowException($"the DECIMAL {this} does not fit System.Decimal; read it as {nameof(DuckDbDecimal)}");
        }

        var (high, low) = ((uint)(absolute >> 64), (ulong)(absolute & ulong.MaxValue));
        return new decimal((int)(uint)low, (int)(uint)(low >> 32), (int)high, unscaled < 0, (byte)scale);
    }

    /// <summary>The nearest double.</summary>
    public double ToDouble()
    {
        const long MaxExact = 1L << 53;
        // Both numbers are exact doubles, so that one division rounds once.
        return Scale <= 22 && Int128.Abs(Unscaled) <= MaxExact
            ? (double)Unscaled / Math.Pow(10, Scale)
            : double.Parse(ToString(), NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>The same number with another scale.</summary>
    /// <exception cref="OverflowException">Digits would be lost, or there would be more than 38.</exception>
    internal DuckDbDecimal Rescale(int scale)
    {
        var unscaled = (BigInteger)Unscaled;
        if (scale >= Scale)
        {
            unscaled *= BigInteger.Pow(10, scale - Scale);
        }
        else
        {
            (unscaled, var lost) = BigInteger.DivRem(unscaled, BigInteger.Pow(10, Scale - scale));
            if (!lost.IsZero)
            {
                throw new OverflowException($"{this} has more than {scale} digits after the point; round it first");
            }
        }

        return BigInteger.Abs(unscaled) < BigInteger.Pow(10, MaxDigits)
            ? new((Int128)unscaled, (byte)scale)
            : throw new OverflowException($"{this} has more than {MaxDigits} digits with {scale} of them after the point");
    }

    /// <summary>All digits, with a point.</summary>
    public override string ToString()
    {
        var digits = Int128.Abs(Unscaled).ToString(CultureInfo.InvariantCulture);
        var sign = Unscaled < 0 ? "-" : "";
        if (Scale == 0)
        {
            return sign + digits;
        }

        digits = digits.PadLeft(Scale + 1, '0');
        return $"{sign}{digits[..^Scale]}.{digits[^Scale..]}";
    }

    private static int Digits(Int128 value) => value == 0 ? 1 : Int128.Abs(value).ToString(CultureInfo.InvariantCulture).Length;
}
