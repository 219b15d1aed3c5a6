using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Sluice.Conformance.Dbt;

/// <summary>The descriptions of dbt's artifacts, by file name.</summary>
internal static class ArtifactSchema
{
    private static readonly FrozenDictionary<string, JsonSchema> Schemas = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["manifest.json"] = "manifest.json",
        ["run_results.json"] = "run-results.json",
        ["catalog.json"] = "catalog.json",
        ["sources.json"] = "sources.json",
    }.ToFrozenDictionary(pair => pair.Key, pair => new JsonSchema(Read(pair.Value)), StringComparer.Ordinal);

    /// <summary>The names of the artifacts.</summary>
    internal static IEnumerable<string> Names => Schemas.Keys.Order(StringComparer.Ordinal);

    /// <summary>What does not fit in a text that is the named artifact.</summary>
    internal static IReadOnlyList<string> Check(string name, string text)
    {
        using var document = JsonDocument.Parse(text);
        return Schemas[name].Check(document.RootElement);
    }

    private static JsonElement Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Here(), "Schemas", file)));
        return document.RootElement.Clone();
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
