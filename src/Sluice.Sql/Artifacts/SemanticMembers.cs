using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Jinja;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;

namespace Sluice.Sql.Artifacts;

/// <summary>Semantic models, metrics and saved queries: kept as they are written, never asked.</summary>
internal sealed partial class SemanticMembers(SqlProject project, ArtifactRun run)
{
    private static readonly string[] ElementLists = ["entities", "measures", "dimensions"];

    internal IEnumerable<DeclaredEntry> Models => Entries("semantic_models");

    internal IEnumerable<DeclaredEntry> Metrics => Entries("metrics");

    internal IEnumerable<DeclaredEntry> SavedQueries => Entries("saved_queries");

    internal static string IdOf(DeclaredEntry entry) => $"{Kind(entry)}.{entry.File.Package.Name}.{entry.Name}";

    internal void WriteModel(Utf8JsonWriter writer, DeclaredEntry entry)
    {
        WriteStart(writer, entry);
        var model = entry["model"] as string ?? "";
        writer.WriteString("model", model);
        var found = ModelName().Match(model) is { Success: true } call ? project.FindByName(call.Groups["name"].Value) : null;
        if (found?.Relation is { } relation)
        {
            writer.WriteStartObject("node_relation");
            writer.WriteString("alias", found.Alias);
            writer.WriteString("schema_name", found.Schema);
            writer.WriteString("database", found.Database);
            writer.WriteString("relation_name", relation.RenderName());
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("node_relation");
        }

        writer.Value("defaults", entry["defaults"]);
        writer.Value("primary_entity", entry["primary_entity"]);
        foreach (var key in ElementLists)
        {
            writer.Value(key, SemanticForms.Elements(entry[key]));
        }

        WriteEnd(writer, entry, found is null ? [] : [found.UniqueId], found is null ? [] : [found.Name]);
    }

    internal void WriteMetric(Utf8JsonWriter writer, DeclaredEntry entry)
    {
        WriteStart(writer, entry);
        writer.Value("type", entry["type"]);
        writer.Value("type_params", SemanticForms.TypeParams(entry["type_params"]));
        writer.Value("filter", SemanticForms.Filter(entry["filter"]));
        writer.Value("time_granularity", entry["time_granularity"]);
        writer.Value("meta", entry["meta"] ?? SemanticForms.Get(entry["config"], "meta") ?? new JinjaDict());
        writer.Strings("tags", NodeConfig.ToStrings(entry["tags"]));
        writer.EmptyArray("sources");
        writer.EmptyArray("metrics");
        WriteEnd(writer, entry, [.. MeasuredBy(entry)], []);
    }

    internal void WriteSavedQuery(Utf8JsonWriter writer, DeclaredEntry entry)
    {
        WriteStart(writer, entry);
        writer.Value("query_params", SemanticForms.QueryParams(entry["query_params"]));
        writer.Value("exports", (entry["exports"] as JinjaList ?? []).Select(SemanticForms.Export));
        writer.Strings("tags", NodeConfig.ToStrings(entry["tags"]));
        var asked = (entry["query_params"] as JinjaDict)?.FirstOrDefault(pair => pair.Key is "metrics").Value as JinjaList ?? [];
        WriteEnd(writer, entry, [.. Metrics.Where(metric => asked.Contains(metric.Name)).Select(IdOf)], []);
    }

    private static string Kind(DeclaredEntry entry) => entry.List switch
    {
        "metrics" => "metric",
        "semantic_models" => "semantic_model",
        _ => "saved_query",
    };

    private IEnumerable<DeclaredEntry> Entries(string list) => project.Texts.Declared(list).DistinctBy(entry => IdOf(entry)).OrderBy(IdOf, StringComparer.Ordinal);

    // A measure is named as a text, or as an entry with more about it.
    private IEnumerable<string> MeasuredBy(DeclaredEntry metric)
    {
        var measure = SemanticForms.Get(metric["type_params"], "measure");
        var name = measure as string ?? SemanticForms.Get(measure, "name") as string;
        return name is null ? [] : Models.Where(model => (model["measures"] as JinjaList ?? []).Any(item => SemanticForms.Get(item, "name") as string == name)).Select(IdOf);
    }

    private static void WriteStart(Utf8JsonWriter writer, DeclaredEntry entry)
    {
        writer.WriteString("name", entry.Name);
        writer.WriteString("resource_type", Kind(entry));
        writer.WriteString("package_name", entry.File.Package.Name);
        writer.WriteString("path", entry.File.Path);
        writer.WriteString("original_file_path", entry.File.OriginalPath);
        writer.WriteString("unique_id", IdOf(entry));
        writer.Strings("fqn", entry.File.Fqn(entry.Name));
        writer.WriteString("description", entry["description"] as string ?? "");
        writer.WriteString("label", entry["label"] as string);
    }

    private void WriteEnd(Utf8JsonWriter writer, DeclaredEntry entry, IReadOnlyList<string> reads, IReadOnlyList<string> refs)
    {
        writer.WriteNull("metadata");
        writer.WriteStartObject("depends_on");
        writer.EmptyArray("macros");
        writer.Strings("nodes", reads);
        writer.WriteEndObject();
        writer.WriteStartArray("refs");
        foreach (var name in refs)
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteNull("package");
            writer.WriteNull("version");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("created_at", ArtifactJson.Seconds(run.StartedAt));
        writer.WriteStartObject("config");
        writer.WriteBoolean("enabled", true);
        writer.Value("group", SemanticForms.Get(entry["config"], "group"));
        writer.Value("meta", SemanticForms.Get(entry["config"], "meta") ?? new JinjaDict());
        writer.WriteEndObject();
        writer.Value("unrendered_config", entry["config"] ?? new JinjaDict());
        writer.Value("group", SemanticForms.Get(entry["config"], "group"));
    }

    [GeneratedRegex(@"ref\(\s*['""](?<name>[^'""]+)['""]\s*\)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ModelName();
}
