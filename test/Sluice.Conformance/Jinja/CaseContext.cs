using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Sluice.Jinja;

namespace Sluice.Conformance.Jinja;

/// <summary>Makes the values of a case's context; the same as <c>value</c> in <c>record.py</c>.</summary>
internal static class CaseContext
{
    /// <summary>The names that a template sees: those of the environment, hidden by those of the case.</summary>
    internal static Dictionary<string, object?> Build(Case one) =>
        one.Context.ToDictionary(variable => variable.Key, variable => Value(variable.Value), StringComparer.Ordinal);

    internal static object? Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => Number(json.GetRawText()),
        JsonValueKind.Array => new JinjaList(json.EnumerateArray().Select(Value)),
        _ => json.EnumerateObject().ToList() is [var only] && only.Name.StartsWith('$')
            ? Special(only.Name, only.Value)
            : Dict(json.EnumerateObject().Select(property => ((object?)property.Name, Value(property.Value)))),
    };

    private static object Number(string text) =>
        text.AsSpan().IndexOfAny('.', 'e', 'E') >= 0 ? double.Parse(text, CultureInfo.InvariantCulture)
        : long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? (object)number
        : BigInteger.Parse(text, CultureInfo.InvariantCulture);

    // What JSON cannot say.
    private static object Special(string kind, JsonElement content) => kind switch
    {
        "$tuple" => new JinjaTuple(content.EnumerateArray().Select(Value)),
        "$set" => new JinjaSet(content.EnumerateArray().Select(Value)),
        "$dict" => Dict(content.EnumerateArray().Select(pair => (Value(pair[0]), Value(pair[1])))),
        "$iterator" => new OneWalk(content.EnumerateArray().Select(Value)),
        "$markup" => new Markup(content.GetString()!),
        "$decimal" => decimal.Parse(content.GetString()!, CultureInfo.InvariantCulture),
        "$float" => content.GetString() switch
        {
            "nan" => double.NaN,
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            var text => double.Parse(text!, CultureInfo.InvariantCulture),
        },
        "$function" => HostFunctions.ByName[content.GetString()!],
        "$thing" => new Thing(content),
        _ => throw new ArgumentException($"the context cannot hold a {kind}", nameof(kind)),
    };

    private static JinjaDict Dict(IEnumerable<(object? Key, object? Value)> pairs)
    {
        var dict = new JinjaDict();
        foreach (var (key, value) in pairs)
        {
            dict[key] = value;
        }

        return dict;
    }
}
