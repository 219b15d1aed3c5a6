using Sluice.Jinja.Values;

namespace Sluice.Jinja.Methods;

/// <summary>A method with exactly one positional argument; false where the call is not as simple as it looks.</summary>
internal delegate bool ShortMethod(object self, object? argument, out object? result);

/// <summary>Methods that templates call in every loop, without the matching of arguments that others need.</summary>
internal static class ShortMethods
{
    internal static ShortMethod? OfText(string name) => name switch
    {
        "startswith" => StartsWith,
        "endswith" => EndsWith,
        _ => null,
    };

    internal static ShortMethod? OfList(string name) => name == "append" ? Append : null;

    internal static ShortMethod? OfDict(string name) => name == "get" ? Get : null;

    private static bool StartsWith(object self, object? argument, out object? result)
    {
        var part = argument as string;
        result = part is null ? null : Box.Of(((string)self).StartsWith(part, StringComparison.Ordinal));
        return part is not null;
    }

    private static bool EndsWith(object self, object? argument, out object? result)
    {
        var part = argument as string;
        result = part is null ? null : Box.Of(((string)self).EndsWith(part, StringComparison.Ordinal));
        return part is not null;
    }

    private static bool Append(object self, object? argument, out object? result)
    {
        ((JinjaList)self).Items.Add(argument);
        result = null;
        return true;
    }

    private static bool Get(object self, object? argument, out object? result)
    {
        _ = ((JinjaDict)self).TryGetValue(argument, out result);
        return true;
    }
}
