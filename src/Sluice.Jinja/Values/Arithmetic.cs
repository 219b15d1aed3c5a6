using System.Numerics;

namespace Sluice.Jinja.Values;

/// <summary>The operators <c>+ - * / // % **</c> with Python's meaning.</summary>
internal static class Arithmetic
{
    private const int MaxBits = 4_000_000;

    internal static object? Add(object? left, object? right)
    {
        if (left is long x && right is long y)
        {
            var sum = unchecked(x + y);
            return ((x ^ sum) & (y ^ sum)) < 0 ? (BigInteger)x + y : Box.Of(sum);
        }

        return (left, right) switch
        {
            (string a, string b) => Texts.Checked((long)a.Length + b.Length, a, b),
            (Markup a, string or Markup) => new Markup(a.Text + Markup.Escape(right).Text),
            (string, Markup b) => new Markup(Html.Escape((string)left) + b.Text),
            (JinjaList a, JinjaList b) => Joined(a, b),
            (JinjaTuple a, JinjaTuple b) => new JinjaTuple([.. a.Items, .. b.Items]),
            _ => Number("+", left, right),
        };
    }

    internal static object? Subtract(object? left, object? right)
    {
        if (left is long x && right is long y)
        {
            var difference = unchecked(x - y);
            return ((x ^ y) & (x ^ difference)) < 0 ? (BigInteger)x - y : Box.Of(difference);
        }

        return left is JinjaSet a && right is JinjaSet b
            ? new JinjaSet(a.Where(item => !b.Contains(item)))
            : Number("-", left, right);
    }

    internal static object? Multiply(object? left, object? right)
    {
        if (left is long x && right is long y)
        {
            var high = Math.BigMul(x, y, out var low);
            return (high == 0 && low >= 0) || (high == -1 && low < 0) ? Box.Of(low) : (BigInteger)x * y;
        }

        if (Numbers.TryLong(right, out var times) && Texts.TryRepeat(left, times, out var repeated))
        {
            return repeated;
        }

        return Numbers.TryLong(left, out times) && Texts.TryRepeat(right, times, out repeated)
            ? repeated
            : Number("*", left, right);
    }

    internal static object? Divide(object? left, object? right)
    {
        if (Numbers.IsInteger(left) && Numbers.IsInteger(right))
        {
            return DivideIntegers(left, right);
        }

        return Number("/", left, right);
    }

    internal static object? FloorDivide(object? left, object? right)
    {
        if (left is long x && right is long y && y > 0)
        {
            var quotient = x / y;
            return Box.Of(x % y < 0 ? quotient - 1 : quotient);
        }

        return Number("//", left, right);
    }

    internal static object? Modulo(object? left, object? right)
    {
        if (left is long x && right is long y && y > 0)
        {
            var rest = x % y;
            return Box.Of(rest < 0 ? rest + y : rest);
        }

        return left switch
        {
            string format => Formatting.PercentFormat.Apply(format, right, markup: false),
            Markup format => new Markup(Formatting.PercentFormat.Apply(format.Text, right, markup: true)),
            _ => Number("%", left, right),
        };
    }

    internal static object? Power(object? left, object? right)
    {
        if (Numbers.TryBig(left, out var number) && Numbers.TryBig(right, out var exponent) && exponent.Sign >= 0)
        {
            return IntegerPower(number, exponent);
        }

        return Number("**", left, right);
    }

    internal static object? Negate(object? value) => value switch
    {
        long number when number != long.MinValue => Box.Of(-number),
        double number => -number,
        decimal number => -number,
        _ when Numbers.TryBig(value, out var number) => Box.Of(-number),
        JinjaObject item when item.TryOperate("-", null, isLeft: false, out var result) => JinjaValue.From(result),
        _ => throw Undefineds.Check(value, null) ?? Fail.Type($"bad operand type for unary -: `{TypeNames.Of(value)}`"),
    };

    internal static object? Plus(object? value) => value switch
    {
        bool truth => Box.Of(truth ? 1L : 0L),
        _ when Numbers.IsNumber(value) => value,
        _ => throw Undefineds.Check(value, null) ?? Fail.Type($"bad operand type for unary +: `{TypeNames.Of(value)}`"),
    };

    private static JinjaList Joined(JinjaList left, JinjaList right)
    {
        var items = new List<object?>(left.Count + right.Count);
        items.AddRange(left.Items);
        items.AddRange(right.Items);
        return new JinjaList(items);
    }

    private static object DivideIntegers(object? left, object? right)
    {
        const long exact = 1L << 53;
        if (Numbers.TryLong(left, out var x) && Numbers.TryLong(right, out var y)
            && x is < exact and > -exact && y is < exact and > -exact)
        {
            return y == 0 ? throw Fail.DivisionByZero("division by zero") : (double)x / y;
        }

        _ = Numbers.TryBig(left, out var a);
        _ = Numbers.TryBig(right, out var b);
        return b.IsZero ? throw Fail.DivisionByZero("division by zero") : NearestQuotient(a, b);
    }

    // A quotient with 64 significant bits and a sticky last bit rounds once, to the nearest float.
    private static double NearestQuotient(BigInteger left, BigInteger right)
    {
        if (left.IsZero)
        {
            return right.Sign < 0 ? -0.0 : 0.0;
        }

        var shift = 66 - ((int)left.GetBitLength() - (int)right.GetBitLength());
        var (numerator, denominator) = shift >= 0 ? (left << shift, right) : (left, right << -shift);
        var quotient = BigInteger.DivRem(numerator, denominator, out var rest);
        quotient = rest.IsZero ? quotient : (quotient << 1) | 1;
        var nearest = Math.ScaleB(Numbers.ToDouble(quotient), -shift - (rest.IsZero ? 0 : 1));
        return double.IsInfinity(nearest) ? throw Fail.Value("the quotient is too large for a float") : nearest;
    }

    private static object IntegerPower(BigInteger number, BigInteger exponent)
    {
        if (number.IsZero || number.IsOne)
        {
            return Box.Of(exponent.IsZero ? BigInteger.One : number);
        }

        if (number == BigInteger.MinusOne)
        {
            return Box.Of(exponent.IsEven ? 1L : -1L);
        }

        return exponent > MaxBits || number.GetBitLength() * (long)exponent > MaxBits
            ? throw Fail.TooLarge("the power")
            : Box.Of(BigInteger.Pow(number, (int)exponent));
    }

    private static object? Number(string symbol, object? left, object? right)
    {
        if (left is JinjaObject a && a.TryOperate(symbol, right, isLeft: true, out var result))
        {
            return JinjaValue.From(result);
        }

        if (right is JinjaObject b && b.TryOperate(symbol, left, isLeft: false, out result))
        {
            return JinjaValue.From(result);
        }

        if (!Numbers.IsNumber(left) || !Numbers.IsNumber(right))
        {
            throw Fail.Unsupported(symbol, left, right);
        }

        if (left is double || right is double)
        {
            return left is decimal || right is decimal
                ? throw Fail.Unsupported(symbol, left, right)
                : OfDoubles(symbol, left, right);
        }

        return left is decimal || right is decimal ? OfDecimals(symbol, left!, right!) : OfIntegers(symbol, left, right);
    }

    private static object OfIntegers(string symbol, object? left, object? right)
    {
        _ = Numbers.TryBig(left, out var a);
        _ = Numbers.TryBig(right, out var b);
        switch (symbol)
        {
            case "+":
                return Box.Of(a + b);
            case "-":
                return Box.Of(a - b);
            case "*":
                return a.GetBitLength() + b.GetBitLength() > MaxBits ? throw Fail.TooLarge("the product") : Box.Of(a * b);
            case "//" or "%":
                if (b.IsZero)
                {
                    throw Fail.DivisionByZero("integer division or modulo by zero");
                }

                var quotient = BigInteger.DivRem(a, b, out var rest);
                var adjust = !rest.IsZero && (rest.Sign < 0) != (b.Sign < 0);
                return symbol == "%" ? Box.Of(adjust ? rest + b : rest) : Box.Of(adjust ? quotient - 1 : quotient);
            default:
                return OfDoubles(symbol, left, right);
        }
    }

    private static object OfDoubles(string symbol, object? left, object? right)
    {
        _ = Numbers.TryDouble(left, out var a);
        _ = Numbers.TryDouble(right, out var b);
        return symbol switch
        {
            "+" => a + b,
            "-" => a - b,
            "*" => a * b,
            "/" => b == 0 ? throw Fail.DivisionByZero("float division by zero") : a / b,
            "//" => b == 0 ? throw Fail.DivisionByZero("float floor division by zero") : FloorQuotient(a, b),
            "%" => b == 0 ? throw Fail.DivisionByZero("float modulo") : Rest(a, b),
            _ => FloatPower(a, b),
        };
    }

    private static double Rest(double a, double b)
    {
        var rest = a % b;
        if (rest != 0)
        {
            return (b < 0) != (rest < 0) ? rest + b : rest;
        }

        return Math.CopySign(0, b);
    }

    private static double FloorQuotient(double a, double b)
    {
        var rest = a % b;
        var quotient = (a - rest) / b;
        if (rest != 0 && (b < 0) != (rest < 0))
        {
            quotient -= 1;
        }

        if (quotient == 0)
        {
            return Math.CopySign(0, a / b);
        }

        var floor = Math.Floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }

    private static double FloatPower(double a, double b)
    {
        if (a == 0 && b < 0)
        {
            throw Fail.DivisionByZero("0.0 cannot be raised to a negative power");
        }

        if (a < 0 && double.IsFinite(b) && b != Math.Floor(b))
        {
            throw Fail.Value("a negative number cannot be raised to a fractional power");
        }

        var power = Math.Pow(a, b);
        return double.IsInfinity(power) && double.IsFinite(a) && double.IsFinite(b)
            ? throw Fail.Value("the power is too large for a float")
            : power;
    }

    private static object OfDecimals(string symbol, object left, object right)
    {
        var a = Numbers.ToDecimal(left);
        var b = Numbers.ToDecimal(right);
        try
        {
            return symbol switch
            {
                "+" => a + b,
                "-" => a - b,
                "*" => a * b,
                "/" => b == 0 ? throw Fail.DivisionByZero("division by zero") : a / b,
                "//" => b == 0 ? throw Fail.DivisionByZero("division by zero") : decimal.Truncate(a / b),
                "%" => b == 0 ? throw Fail.DivisionByZero("division by zero") : a % b,
                _ => DecimalPower(a, b),
            };
        }
        catch (OverflowException)
        {
            throw Fail.Value("the decimal result is too large");
        }
    }

    private static decimal DecimalPower(decimal number, decimal exponent)
    {
        if (exponent != decimal.Truncate(exponent) || Math.Abs(exponent) > 1000)
        {
            return (decimal)Math.Pow((double)number, (double)exponent);
        }

        var result = 1m;
        for (var i = 0; i < Math.Abs((int)exponent); i++)
        {
            result *= number;
        }

        return exponent < 0 ? 1 / result : result;
    }
}
