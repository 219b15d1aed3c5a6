using System.Numerics;

namespace Sluice.Jinja.Values;

/// <summary>How messages name the type of a value: as Python does.</summary>
internal static class TypeNames
{
    internal static string Of(object? value) => value switch
    {
        null => "None",
        bool => "bool",
        long or BigInteger => "int",
        double => "float",
        decimal => "Decimal",
        string => "str",
        Markup => "Markup",
        JinjaList => "list",
        JinjaTuple => "tuple",
        JinjaDict => "dict",
        JinjaSet => "set",
        Undefined => "Undefined",
        JinjaObject item => item.TypeName,
        JinjaStream => "generator",
        _ => value.GetType().Name,
    };
}
