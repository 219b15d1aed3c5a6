using System.Text.Json;

namespace Sluice.Conformance.Dbt;

/// <summary>Checks a document against a description in the words of JSON Schema; the words that the descriptions in <c>Schemas</c> use, and no others.</summary>
internal sealed class JsonSchema(JsonElement root)
{
    private static readonly string[] Words =
    [
        "$comment", "$defs", "$ref", "additionalProperties", "allOf", "anyOf", "const", "enum", "items", "maxItems", "minItems", "properties", "required", "type",
        "unevaluatedProperties",
    ];

    /// <summary>What does not fit, each with its place; nothing where all does.</summary>
    internal IReadOnlyList<string> Check(JsonElement document) => [.. Check(document, root, "$")];

    private static bool IsType(JsonElement value, string type) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => throw new ArgumentException($"`{type}` is no type", nameof(type)),
    };

    private static string Brief(JsonElement value) => value.GetRawText() is { Length: > 80 } text ? text[..80] + "…" : value.GetRawText();

    private IEnumerable<string> Check(JsonElement value, JsonElement schema, string place)
    {
        foreach (var word in schema.EnumerateObject())
        {
            if (!Words.Contains(word.Name, StringComparer.Ordinal))
            {
                throw new ArgumentException($"the description says `{word.Name}`, which is not checked", nameof(schema));
            }

            foreach (var problem in Check(value, schema, word, place))
            {
                yield return problem;
            }
        }
    }

    private IEnumerable<string> Check(JsonElement value, JsonElement schema, JsonProperty word, string place) => word.Name switch
    {
        "$ref" => Check(value, Definition(word.Value.GetString()!), place),
        "anyOf" => CheckAny(value, word.Value, place),
        "allOf" => word.Value.EnumerateArray().SelectMany(part => Check(value, part, place)),
        "type" => Types(word.Value).Any(type => IsType(value, type)) ? [] : [$"{place}: {Brief(value)} is no {string.Join(" or ", Types(word.Value))}"],
        "const" => JsonElement.DeepEquals(value, word.Value) ? [] : [$"{place}: {Brief(value)} is not {word.Value}"],
        "enum" => word.Value.EnumerateArray().Any(item => JsonElement.DeepEquals(value, item)) ? [] : [$"{place}: {Brief(value)} is none of {word.Value}"],
        "required" when value.ValueKind == JsonValueKind.Object => word.Value.EnumerateArray()
            .Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{place}: has no `{name}`"),
        "properties" when value.ValueKind == JsonValueKind.Object => word.Value.EnumerateObject()
            .SelectMany(member => value.TryGetProperty(member.Name, out var found) ? Check(found, member.Value, $"{place}.{member.Name}") : []),
        "additionalProperties" or "unevaluatedProperties" when value.ValueKind == JsonValueKind.Object => CheckOthers(value, schema, word.Value, place),
        "items" when value.ValueKind == JsonValueKind.Array => value.EnumerateArray().SelectMany((item, i) => Check(item, word.Value, $"{place}[{i}]")),
        "minItems" when value.ValueKind == JsonValueKind.Array && value.GetArrayLength() < word.Value.GetInt32() => [$"{place}: has fewer items than {word.Value}"],
        "maxItems" when value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > word.Value.GetInt32() => [$"{place}: has more items than {word.Value}"],
        _ => [],
    };

    // Of several descriptions the one that is nearest is told of.
    private IEnumerable<string> CheckAny(JsonElement value, JsonElement options, string place)
    {
        var problems = options.EnumerateArray().Select(option => Check(value, option, place).ToList())
            .OrderBy(found => found.Exists(problem => problem.StartsWith($"{place}: ", StringComparison.Ordinal))).ThenBy(found => found.Count).First();
        return problems.Count == 0 ? [] : problems.Take(3).Append($"{place}: fits none of {options.GetArrayLength()} descriptions");
    }

    private IEnumerable<string> CheckOthers(JsonElement value, JsonElement schema, JsonElement rule, string place)
    {
        var known = Members(schema).ToHashSet(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject().Where(member => !known.Contains(member.Name)))
        {
            if (rule.ValueKind == JsonValueKind.False)
            {
                yield return $"{place}: `{member.Name}` is not known";
            }
            else if (rule.ValueKind == JsonValueKind.Object)
            {
                foreach (var problem in Check(member.Value, rule, $"{place}.{member.Name}"))
                {
                    yield return problem;
                }
            }
        }
    }

    // The members that a description names itself, and those of what it builds on.
    private IEnumerable<string> Members(JsonElement schema)
    {
        var own = schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(member => member.Name) : [];
        var parts = schema.TryGetProperty("allOf", out var all) ? all.EnumerateArray().SelectMany(Members) : [];
        return own.Concat(parts).Concat(schema.TryGetProperty("$ref", out var reference) ? Members(Definition(reference.GetString()!)) : []);
    }

    private static IEnumerable<string> Types(JsonElement word) =>
        word.ValueKind == JsonValueKind.Array ? word.EnumerateArray().Select(item => item.GetString()!) : [word.GetString()!];

    private JsonElement Definition(string reference) => root.GetProperty("$defs").GetProperty(reference["#/$defs/".Length..]);
}
