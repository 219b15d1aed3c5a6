using System.Text.Json;
using Sluice.Sql.Artifacts;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;

namespace Sluice.Cli.Documenting;

/// <summary>What the page shows, as one JSON object: a node is told once, its readers are found by the page.</summary>
internal static class DocsData
{
    internal static void Write(Utf8JsonWriter writer, SqlProject project, ArtifactRun run, IReadOnlyList<(SqlNode Node, CatalogTable Table)> tables)
    {
        var found = tables.GroupBy(pair => pair.Node.UniqueId, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Table, StringComparer.Ordinal);
        writer.WriteStartObject();
        writer.WriteString("project", project.Name);
        writer.WriteString("generated", run.GeneratedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture));
        writer.WriteString("overview", Overview(project));
        writer.WriteStartArray("nodes");
        foreach (var node in project.Nodes.Where(node => node is not OperationNode))
        {
            Write(writer, node, found.GetValueOrDefault(node.UniqueId), run.Compiled(node.UniqueId));
            if (writer.BytesPending > 1 << 16)
            {
                writer.Flush();
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Overview(SqlProject project) =>
        project.Docs.GetValueOrDefault($"doc.{project.Name}.__{project.Name}__") ?? project.Docs.GetValueOrDefault($"doc.{project.Name}.__overview__") ?? "";

    private static void Write(Utf8JsonWriter writer, SqlNode node, CatalogTable? table, string? compiled)
    {
        writer.WriteStartObject();
        writer.WriteString("id", node.UniqueId);
        writer.WriteString("name", node is SourceNode source ? $"{source.SourceName}.{source.Name}" : node.Name);
        writer.WriteString("type", node.ResourceType);
        writer.WriteString("package", node.PackageName);
        writer.WriteString("path", node.OriginalFilePath);
        writer.WriteString("description", node.Description);
        Write(writer, "parents", node.Dependencies.Select(dependency => dependency.UniqueId).Distinct(StringComparer.Ordinal));
        Write(writer, "tags", node.Tags);
        switch (node)
        {
            case TestNode test:
                writer.WriteString("test", test.Generic?.Name ?? "singular");
                writer.WriteString("column", test.ColumnName);
                writer.WriteString("of", test.AttachedNode ?? test.Dependencies.FirstOrDefault()?.UniqueId);
                writer.WriteString("severity", test.Config.GetString("severity"));
                break;
            case UnitTestNode unit:
                writer.WriteString("of", unit.Model?.UniqueId);
                break;
            case ExposureNode exposure:
                writer.WriteString("kind", exposure.Type);
                writer.WriteString("owner", exposure.Owner);
                writer.WriteString("url", exposure.Url);
                break;
            case ModelNode or SeedNode or SourceNode:
                WriteRelation(writer, node, table);
                break;
        }

        if (node.RawCode.Length > 0)
        {
            writer.WriteString("raw", node.RawCode);
        }

        if (compiled is not null)
        {
            writer.WriteString("compiled", compiled);
        }

        writer.WriteEndObject();
    }

    private static void WriteRelation(Utf8JsonWriter writer, SqlNode node, CatalogTable? table)
    {
        writer.WriteString("kept", node is SourceNode ? table?.Type.ToLowerInvariant() : node.Config.Materialized);
        writer.WriteString("relation", node is ModelNode { IsEphemeral: true } ? null : node.Relation?.RenderName());
        writer.WriteString("group", node.Config.GetString("group"));
        writer.WriteString("access", node is ModelNode ? node.Config.GetString("access") : null);
        if (node.Config.GetMap("meta") is { Count: > 0 } meta)
        {
            JsonValues.Write(writer, "meta", meta);
        }

        writer.WriteStartArray("columns");
        var described = node.Columns.DistinctBy(column => column.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(column => column.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var column in table?.Columns ?? [])
        {
            described.Remove(column.Name, out var text);
            Write(writer, column.Name, column.Type, text?.Description ?? column.Comment ?? "", text?.Tags ?? []);
        }

        foreach (var column in node.Columns.Where(column => described.ContainsKey(column.Name)))
        {
            Write(writer, column.Name, column.DataType ?? "", column.Description, column.Tags);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, string type, string description, IReadOnlyCollection<string> tags)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteString("type", type);
        writer.WriteString("description", description);
        Write(writer, "tags", tags);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, IEnumerable<string> items)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStringValue(item);
        }

        writer.WriteEndArray();
    }
}
