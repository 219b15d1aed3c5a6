using System.Text.Json;
using Sluice.Jinja;
using Sluice.Sql.Project;

namespace Sluice.Sql.Artifacts;

/// <summary>What properties files declare and no run touches: docs blocks, groups, metrics, semantic models, saved queries.</summary>
internal static class DeclaredMembers
{
    internal static void WriteDocs(Utf8JsonWriter writer, DocsBlock block)
    {
        writer.WriteString("name", block.Name);
        writer.WriteString("resource_type", "doc");
        writer.WriteString("package_name", block.File.Package.Name);
        writer.WriteString("path", block.File.Path);
        writer.WriteString("original_file_path", block.File.OriginalPath);
        writer.WriteString("unique_id", block.UniqueId);
        writer.WriteString("block_contents", block.Text);
    }

    internal static string GroupId(DeclaredEntry group) => $"group.{group.File.Package.Name}.{group.Name}";

    internal static void WriteGroup(Utf8JsonWriter writer, DeclaredEntry group)
    {
        writer.WriteString("name", group.Name);
        writer.WriteString("resource_type", "group");
        writer.WriteString("package_name", group.File.Package.Name);
        writer.WriteString("path", group.File.Path);
        writer.WriteString("original_file_path", group.File.OriginalPath);
        writer.WriteString("unique_id", GroupId(group));
        writer.WriteStartObject("owner");
        var owner = group["owner"] as JinjaDict ?? new JinjaDict();
        foreach (var key in (ReadOnlySpan<string>)["email", "name"])
        {
            writer.Value(key, owner.TryGetValue(key, out var value) ? value : null);
        }

        foreach (var (key, value) in owner.Where(pair => pair.Key is not ("email" or "name")))
        {
            writer.Value(JinjaValue.ToText(key), value);
        }

        writer.WriteEndObject();
        writer.WriteString("description", group["description"] as string);
        writer.WriteStartObject("config");
        writer.Value("meta", (group["config"] as JinjaDict)?.FirstOrDefault(pair => pair.Key is "meta").Value ?? new JinjaDict());
        writer.WriteEndObject();
    }
}
