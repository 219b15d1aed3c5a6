using System.Numerics;

namespace Sluice.Jinja.Values;

/// <summary>When two keys are one, as Python says.</summary>
internal sealed class KeyComparer : IEqualityComparer<object>
{
    internal static readonly KeyComparer Instance = new();

    public new bool Equals(object? left, object? right) =>
        left is string a && right is string b
            ? string.Equals(a, b, StringComparison.Ordinal)
            : ReferenceEquals(left, right)
                || (left is not Sentinel && right is not Sentinel && Equality.AreEqual(left, right));

    /// <summary>Throws where the value cannot be a key.</summary>
    internal static void CheckHashable(object key)
    {
        switch (key)
        {
            case JinjaList or JinjaDict or JinjaSet:
                throw Fail.Unhashable(key);
            case Undefined undefined:
                Undefineds.Look(undefined);
                break;
            case JinjaTuple tuple:
                Nesting.Check();
                foreach (var item in tuple.Items)
                {
                    if (item is not null)
                    {
                        CheckHashable(item);
                    }
                }

                break;
            default:
                break;
        }
    }

    public int GetHashCode(object key) => key switch
    {
        string text => text.GetHashCode(StringComparison.Ordinal),
        Markup markup => markup.GetHashCode(),
        bool truth => truth ? 1L.GetHashCode() : 0L.GetHashCode(),
        long number => number.GetHashCode(),
        BigInteger number => OfDouble((double)number),
        double number => OfDouble(number),
        decimal number => OfDouble((double)number),
        JinjaTuple tuple => OfTuple(tuple),
        Undefined undefined => OfUndefined(undefined),
        JinjaList or JinjaDict or JinjaSet => throw Fail.Unhashable(key),
        _ => key.GetHashCode(),
    };

    private static int OfDouble(double number)
    {
        var whole = Math.Floor(number);
        return whole == number && Math.Abs(whole) < 9.2e18 ? ((long)whole).GetHashCode() : number.GetHashCode();
    }

    private static int OfTuple(JinjaTuple tuple)
    {
        var hash = new HashCode();
        foreach (var item in tuple.Items)
        {
            hash.Add(item is null ? 0 : Instance.GetHashCode(item));
        }

        return hash.ToHashCode();
    }

    private static int OfUndefined(Undefined undefined)
    {
        Undefineds.Look(undefined);
        return 7;
    }
}
