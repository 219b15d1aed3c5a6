using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.Sql.Project;
using Sluice.Sql.Rules;

namespace Sluice.Sql.Tests.Project;

/// <summary>The schema for editors names the keys that sluice.yml is read with: no more, no fewer.</summary>
public sealed class SettingsSchemaTests
{
    private const string Unknown = "zzqqxx";

    /// <summary>Each mapping of the file: where the schema has it, and a text that puts an unknown key there.</summary>
    public static TheoryData<string, string> Mappings
    {
        get
        {
            var data = new TheoryData<string, string>
            {
                { "", "{0}: 1" },
                { "workflow", "workflow: {{ {0}: 1 }}" },
                { "workflow/stages/items", "workflow: {{ stages: [{{ name: a, select: x, {0}: 1 }}] }}" },
                { "workflow/stages/items/on_failure", "workflow: {{ stages: [{{ name: a, select: x, on_failure: {{ {0}: 1 }} }}] }}" },
                { "workflow/stages/items/requires/anyOf/0/anyOf/1", "workflow: {{ stages: [{{ name: a, select: x, requires: [{{ row: {{ model: x }}, {0}: 1 }}] }}] }}" },
                { "workflow/stages/items/requires/anyOf/0/anyOf/1/row", "workflow: {{ stages: [{{ name: a, select: x, requires: [{{ row: {{ model: x, {0}: 1 }} }}] }}] }}" },
                { "workflow/stages/items/requires/anyOf/0/anyOf/2", "workflow: {{ stages: [{{ name: a, select: x, requires: [{{ not_empty: x, {0}: 1 }}] }}] }}" },
                { "workflow/stages/items/requires/anyOf/0/anyOf/3", "workflow: {{ stages: [{{ name: a, select: x, requires: [{{ relation: x, {0}: 1 }}] }}] }}" },
                { "workflow/stages/items/requires/anyOf/0/anyOf/4", "workflow: {{ stages: [{{ name: a, select: x, requires: [{{ sql: select 1, {0}: 1 }}] }}] }}" },
                { "workflow/stages/items/requires/anyOf/0/anyOf/5", "workflow: {{ stages: [{{ name: a, select: x, requires: [{{ file: x, {0}: 1 }}] }}] }}" },
                { "partitions/additionalProperties/oneOf/3/dates", "partitions: {{ day: {{ dates: {{ from: 2024-01-01, to: today, {0}: 1 }} }} }}" },
                { "reports/additionalProperties", "reports: {{ a: {{ model: x, path: y, {0}: 1 }} }}" },
                { "settings", "settings: {{ {0}: 1 }}" },
                { "freshness/additionalProperties", "freshness: {{ a: {{ {0}: 1 }} }}" },
                { "alerts/additionalProperties", "alerts: {{ a: {{ {0}: 1 }} }}" },
            };
            var place = 0;
            foreach (var kind in RuleKind.All.Keys.Order(StringComparer.Ordinal))
            {
                data.Add($"rules/additionalProperties/oneOf/{place++}", $"rules: {{{{ a: {{{{ kind: {kind}, {{0}}: 1 }}}} }}}}");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Mappings))]
    public void A_mapping_has_the_keys_that_are_read(string place, string template)
    {
        using var folder = TestProject.Of(("sluice.yml", string.Format(System.Globalization.CultureInfo.InvariantCulture, template, Unknown)));

        folder.TryLoad();

        var hint = Assert.Single(folder.Diagnostics.ToSorted(), found => found.Code == "SLUICE2006").Hint!;
        var read = Regex.Match(hint, "^known keys: (.*)$").Groups[1].Value.Split(", ");
        Assert.Equal(read, At(place)["properties"]!.AsObject().Select(property => property.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Partitions_have_the_keys_that_are_read_in_any_of_their_forms()
    {
        using var folder = TestProject.Of(("sluice.yml", $"partitions: {{ year: {{ {Unknown}: 1 }} }}"));

        folder.TryLoad();

        var hint = Assert.Single(folder.Diagnostics.ToSorted(), found => found.Code == "SLUICE2006").Hint!;
        var forms = At("partitions/additionalProperties")["oneOf"]!.AsArray().SelectMany(form => form!["properties"]!.AsObject().Select(property => property.Key));
        Assert.Equal(hint["known keys: ".Length..].Split(", "), forms.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_mapping_of_the_schema_is_among_those_that_are_compared()
    {
        // Those inside of a rule, and the forms of partitions, are read by the same code wherever they stand.
        var compared = Mappings.Select(row => row.Data.Item1).ToHashSet(StringComparer.Ordinal);
        var left = Objects(SettingsSchema.Create(), "").Where(place => !compared.Contains(place)).ToList();

        Assert.All(left, place => Assert.True(
            place.StartsWith("rules/", StringComparison.Ordinal) || place.StartsWith("partitions/additionalProperties/oneOf/", StringComparison.Ordinal)
            || place.StartsWith("workflow/stages/items/requires/anyOf/1/", StringComparison.Ordinal), place));
        Assert.True(left.Count < 80);
    }

    private static IEnumerable<string> Objects(JsonNode? node, string place)
    {
        switch (node)
        {
            case JsonObject found:
                if (found["properties"] is JsonObject)
                {
                    yield return place;
                }

                foreach (var (key, value) in found.Where(pair => pair.Key is not "enum" and not "required"))
                {
                    foreach (var inner in Objects(value, key == "properties" ? place : $"{place}/{key}".TrimStart('/')))
                    {
                        yield return inner;
                    }
                }

                break;
            case JsonArray list:
                foreach (var inner in list.SelectMany((item, index) => Objects(item, $"{place}/{index}")))
                {
                    yield return inner;
                }

                break;
        }
    }

    private static JsonObject At(string place)
    {
        JsonNode node = SettingsSchema.Create();
        foreach (var part in place.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            node = node switch
            {
                JsonArray list => list[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]!,
                JsonObject found => found[part] ?? found["properties"]![part]!,
                _ => throw new ArgumentException(place, nameof(place)),
            };
        }

        return node.AsObject();
    }
}
