using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Jinja;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;

namespace Sluice.Sql.Artifacts;

/// <summary>Macros of the project, its packages and the built-in ones.</summary>
internal sealed partial class MacroMembers(SqlProject project, ArtifactRun run)
{
    internal void Write(Utf8JsonWriter writer, MacroEntry macro)
    {
        var about = project.Texts.Macros.GetValueOrDefault((macro.Package, macro.Name));
        var path = project.Texts.PathOf(macro.Source);
        var meta = about?.Meta ?? new JinjaDict();
        writer.WriteString("name", macro.Name);
        writer.WriteString("resource_type", "macro");
        writer.WriteString("package_name", macro.Package);
        writer.WriteString("path", path);
        writer.WriteString("original_file_path", path);
        writer.WriteString("unique_id", macro.UniqueId);
        writer.WriteString("macro_sql", macro.Text);
        writer.WriteStartObject("depends_on");
        writer.Strings("macros", CallsOf(project, macro));
        writer.WriteEndObject();
        writer.WriteString("description", about?.Description ?? "");
        writer.Value("meta", meta);
        WriteDocs(writer);
        writer.WriteStartObject("config");
        writer.Value("meta", meta);
        WriteDocs(writer);
        writer.WriteEndObject();
        writer.WriteString("patch_path", about?.PatchPath);
        writer.WriteStartArray("arguments");
        foreach (var (name, type, description) in about?.Arguments ?? [])
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteString("type", type);
            writer.WriteString("description", description);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("created_at", ArtifactJson.Seconds(run.StartedAt));
        writer.WriteNull("supported_languages");
    }

    private static void WriteDocs(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("docs");
        writer.WriteBoolean("show", true);
        writer.WriteNull("node_color");
        writer.WriteEndObject();
    }

    /// <summary>The unique ids of the macros that a macro calls. Read from the text: one that is called under a condition counts too.</summary>
    internal static IEnumerable<string> CallsOf(SqlProject project, MacroEntry macro) => Call().Matches(macro.Text)
        .Select(call => call.Groups["package"] is { Success: true, Value: var package }
            ? project.Macros.Find(package, call.Groups["name"].Value)
            : project.Macros.FindVisible(macro.Package, call.Groups["name"].Value) ?? project.Macros.Find(MacroLibrary.BuiltIn, call.Groups["name"].Value))
        .Select(found => found?.UniqueId)
        .OfType<string>()
        .Where(id => id != macro.UniqueId)
        .Distinct(StringComparer.Ordinal);

    [GeneratedRegex(@"(?<![\w.])(?:(?<package>[A-Za-z_]\w*)\.)?(?<name>[A-Za-z_]\w*)\s*\(", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Call();
}
