using System.Numerics;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Methods;

/// <summary>A method of a value: the value, and the call without it.</summary>
internal delegate object? MethodBody(object self, JinjaCall call);

/// <summary>The methods and attributes that values have. Nothing else is reachable from a template.</summary>
internal static class MethodTable
{
    private static readonly Lazy<Dictionary<string, MethodBody>> Markups = new(MarkupMethods.All);

    /// <summary>The method of a value; null where the value has none of that name.</summary>
    internal static MethodBody? Find(object? owner, string name) => owner switch
    {
        string => TextMethods.All.GetValueOrDefault(name),
        JinjaList => ListMethods.All.GetValueOrDefault(name),
        JinjaDict => DictMethods.All.GetValueOrDefault(name),
        JinjaTuple => ListMethods.OfTuples.GetValueOrDefault(name),
        JinjaSet => SetMethods.All.GetValueOrDefault(name),
        Markup => Markups.Value.GetValueOrDefault(name),
        long or BigInteger or bool => NumberMethods.OfIntegers.GetValueOrDefault(name),
        double => NumberMethods.OfFloats.GetValueOrDefault(name),
        _ => null,
    };

    /// <summary>The method as a value of its own, or the attribute.</summary>
    internal static bool TryGet(object? owner, string name, out object? value)
    {
        if (Find(owner, name) is { } method)
        {
            value = new BoundMethod(owner!, name, method);
            return true;
        }

        if (owner is not (long or double or bool or BigInteger or JinjaTuple))
        {
            value = null;
            return false;
        }

        value = (owner, name) switch
        {
            (long or BigInteger or bool, "real" or "numerator") => Numbers.TryBig(owner, out var whole) ? Box.Of(whole) : null,
            (long or BigInteger or bool, "imag") => Box.Of(0L),
            (long or BigInteger or bool, "denominator") => Box.Of(1L),
            (double, "real") => owner,
            (double, "imag") => 0.0,
            (JinjaTuple { Names: { } names } tuple, _) when Array.IndexOf(names, name) is var place and >= 0 => tuple[place],
            _ => Sentinel.Missing,
        };
        return !ReferenceEquals(value, Sentinel.Missing);
    }
}

/// <summary>A method that was taken from its value: <c>{% set add = list.append %}</c>.</summary>
internal sealed class BoundMethod(object self, string name, MethodBody body) : JinjaCallable
{
    public override string Name => name;

    public override string TypeName => "builtin_function_or_method";

    public override string Repr() => $"<built-in method {name} of {TypeNames.Of(self)} object>";

    public override object? Invoke(JinjaCall call) => body(self, call);
}
