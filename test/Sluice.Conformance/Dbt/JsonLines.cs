using System.Text.Json;

namespace Sluice.Conformance.Dbt;

/// <summary>JSON as lines that can be compared: each value with its path, keys in order.</summary>
internal static class JsonLines
{
    internal static string Of(JsonElement element) => string.Join('\n', Leaves("", element));

    /// <summary>A line that is a JSON object is written with its keys in order; another as it is.</summary>
    internal static string Normal(string line)
    {
        if (!line.StartsWith('{'))
        {
            return line;
        }

        try
        {
            using var document = JsonDocument.Parse(line);
            return string.Join(' ', Leaves("", document.RootElement));
        }
        catch (JsonException)
        {
            return line;
        }
    }

    private static IEnumerable<string> Leaves(string path, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object when element.EnumerateObject().Any() =>
            element.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal).SelectMany(property => Leaves($"{path}/{property.Name}", property.Value)),
        JsonValueKind.Array when element.GetArrayLength() > 0 => element.EnumerateArray().SelectMany((item, index) => Leaves($"{path}[{index}]", item)),
        // A character may be written as itself or escaped: it is the same text.
        JsonValueKind.String => [$"{path} = {JsonSerializer.Serialize(element.GetString())}"],
        _ => [$"{path} = {element.GetRawText()}"],
    };
}
