using System.Text.Json;
using Sluice.Jinja;
using Sluice.Sql.Freshness;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Artifacts;

/// <summary>Tables that the project reads.</summary>
internal static class SourceEntry
{
    private static readonly string[] ExternalKeys = ["location", "file_format", "row_format", "tbl_properties", "partitions"];

    internal static void Write(Utf8JsonWriter writer, SourceNode source, ArtifactRun run)
    {
        writer.WriteString("database", source.Database);
        writer.WriteString("schema", source.Schema);
        NodeMembers.WriteIdentity(writer, source);
        writer.WriteString("source_name", source.SourceName);
        writer.WriteString("source_description", source.SourceDescription);
        writer.WriteString("loader", source.Loader);
        writer.WriteString("identifier", source.Identifier);
        WriteQuoting(writer, source);
        writer.WriteString("loaded_at_field", source.LoadedAtField);
        writer.WriteString("loaded_at_query", source.LoadedAtQuery);
        WriteFreshness(writer, source);
        WriteExternal(writer, source);
        writer.WriteString("description", source.Description);
        ColumnMembers.Write(writer, source);
        writer.Value("meta", source.Config["meta"] ?? new JinjaDict());
        writer.Value("source_meta", source.SourceMeta ?? new JinjaDict());
        writer.Strings("tags", source.Tags);
        ConfigMembers.Write(writer, source);
        writer.WriteNull("patch_path");
        writer.Value("unrendered_config", source.Config.Items);
        writer.WriteString("relation_name", source.Relation?.RenderName());
        writer.WriteNumber("created_at", ArtifactJson.Seconds(run.StartedAt));
        writer.WriteString("unrendered_database", source.WrittenDatabase);
        writer.WriteString("unrendered_schema", source.WrittenSchema);
        writer.Strings("doc_blocks", source.DocsBlocks);
    }

    private static void WriteExternal(Utf8JsonWriter writer, SourceNode source)
    {
        if (source.External is not { } external)
        {
            writer.WriteNull("external");
            return;
        }

        writer.WriteStartObject("external");
        foreach (var key in ExternalKeys)
        {
            writer.Value(key, external.GetValueOrDefault(key));
        }

        foreach (var (key, value) in external.Where(pair => !ExternalKeys.Contains(pair.Key, StringComparer.Ordinal)))
        {
            writer.Value(key, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteQuoting(Utf8JsonWriter writer, SourceNode source)
    {
        var quoted = source.Relation?.Quoted;
        writer.WriteStartObject("quoting");
        writer.Boolean("database", quoted is { Database: false } ? false : null);
        writer.Boolean("schema", quoted is { Schema: false } ? false : null);
        writer.Boolean("identifier", quoted is { Identifier: false } ? false : null);
        writer.WriteNull("column");
        writer.WriteEndObject();
    }

    // Thresholds that are not given are there with nothing in them, as dbt has them.
    private static void WriteFreshness(Utf8JsonWriter writer, SourceNode source)
    {
        writer.WriteStartObject("freshness");
        WriteLimit(writer, "warn_after", source.Freshness?.WarnAfter);
        WriteLimit(writer, "error_after", source.Freshness?.ErrorAfter);
        writer.WriteString("filter", source.Freshness?.Filter);
        writer.WriteEndObject();
    }

    private static void WriteLimit(Utf8JsonWriter writer, string name, AgeLimit? limit)
    {
        writer.WriteStartObject(name);
        writer.Value("count", limit?.Count);
        writer.Value("period", limit?.Period);
        writer.WriteEndObject();
    }
}
