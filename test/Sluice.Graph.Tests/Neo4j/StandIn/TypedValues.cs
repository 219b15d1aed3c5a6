using System.Globalization;
using System.Text.Json;

namespace Sluice.Graph.Tests.Neo4j.StandIn;

/// <summary>Reads parameters: typed, or plain JSON.</summary>
internal static class TypedValues
{
    internal static object? Read(JsonElement value, bool isTyped) => isTyped ? ReadTyped(value) : ReadPlain(value);

    private static object? ReadTyped(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("$type", out var type) || !value.TryGetProperty("_value", out var inner))
        {
            throw new Neo4jError("Neo.ClientError.Request.Invalid", "a value has no $type and _value");
        }

        return type.GetString() switch
        {
            "Null" => null,
            "Boolean" => inner.GetBoolean(),
            "String" => inner.GetString(),
            "Integer" => long.Parse(inner.GetString()!, CultureInfo.InvariantCulture),
            "Float" => double.Parse(inner.GetString()!, CultureInfo.InvariantCulture),
            "Date" => DateOnly.ParseExact(inner.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            "OffsetDateTime" => DateTimeOffset.Parse(inner.GetString()!, CultureInfo.InvariantCulture),
            "List" => inner.EnumerateArray().Select(ReadTyped).ToList(),
            "Map" => inner.EnumerateObject().ToDictionary(member => member.Name, member => ReadTyped(member.Value), StringComparer.Ordinal),
            var other => throw new Neo4jError("Neo.ClientError.Request.Invalid", $"{other} is not a type"),
        };
    }

    private static object? ReadPlain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.GetDouble(),
        JsonValueKind.Array => value.EnumerateArray().Select(ReadPlain).ToList(),
        _ => value.EnumerateObject().ToDictionary(member => member.Name, member => ReadPlain(member.Value), StringComparer.Ordinal),
    };
}
