using System.Text.Json;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;

namespace Sluice.Sql.Artifacts;

/// <summary>What every node has, and what every node with a template has.</summary>
/// <param name="project">The project.</param>
/// <param name="run">The command.</param>
internal sealed class NodeMembers(SqlProject project, ArtifactRun run)
{
    /// <summary>The members that tell what the node is and where it is defined.</summary>
    internal static void WriteIdentity(Utf8JsonWriter writer, SqlNode node)
    {
        writer.WriteString("name", node.Name);
        writer.WriteString("resource_type", node.ResourceType);
        writer.WriteString("package_name", node.PackageName);
        writer.WriteString("path", node.Path);
        writer.WriteString("original_file_path", node.OriginalFilePath);
        writer.WriteString("unique_id", node.UniqueId);
        writer.Strings("fqn", node.Fqn);
    }

    /// <summary>Begins a node of <c>nodes</c> with the members that all of them have.</summary>
    internal void WriteStart(Utf8JsonWriter writer, SqlNode node)
    {
        writer.WriteString("database", node.Database.Length > 0 ? node.Database : project.Target.Database);
        writer.WriteString("schema", node.Schema.Length > 0 ? node.Schema : project.Target.Schema);
        WriteIdentity(writer, node);
        writer.WriteString("alias", node.Alias.Length > 0 ? node.Alias : node.Name);
        Checksums.Write(writer, node);
        ConfigMembers.Write(writer, node);
        writer.Strings("tags", node.Tags);
        writer.WriteString("description", node.Description);
        ColumnMembers.Write(writer, node);
        writer.Value("meta", node.Config["meta"] ?? new Dictionary<string, object?>());
        writer.WriteString("group", node.Config.GetString("group"));
        writer.WriteStartObject("docs");
        var docs = node.Config.GetMap("docs");
        writer.WriteBoolean("show", docs?.GetValueOrDefault("show") is not false);
        writer.WriteString("node_color", docs?.GetValueOrDefault("node_color") as string);
        writer.WriteEndObject();
        writer.WriteString("patch_path", node.PatchPath);
        writer.WriteString("build_path", FilePath(node, "run"));
        writer.WriteStartObject("unrendered_config");
        foreach (var (key, value) in node.Config.Items)
        {
            writer.Value(key, value);
        }

        writer.WriteEndObject();
        writer.WriteNumber("created_at", ArtifactJson.Seconds(run.StartedAt));
        writer.WriteString("relation_name", RelationName(node));
        writer.WriteString("raw_code", node.RawCode);
        writer.Strings("doc_blocks", node.DocsBlocks);
    }

    /// <summary>The members of a node whose template is rendered to SQL.</summary>
    internal void WriteCompiled(Utf8JsonWriter writer, SqlNode node)
    {
        writer.WriteString("language", node is ModelNode { Code: not null } or TestNode { Code: not null } ? "csharp" : "sql");
        WriteReads(writer, node);
        writer.WriteString("compiled_path", FilePath(node, "compiled"));
        if (run.Compiled(node.UniqueId) is { } sql)
        {
            writer.WriteBoolean("compiled", true);
            writer.WriteString("compiled_code", sql);
            writer.WriteBoolean("extra_ctes_injected", true);
            writer.WriteStartArray("extra_ctes");
            foreach (var expression in run.Expressions(node.UniqueId))
            {
                writer.WriteStartObject();
                writer.WriteString("id", expression.UniqueId);
                writer.WriteString("sql", expression.Sql);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteStartObject("contract");
        var enforced = node.Config.ContractEnforced;
        writer.WriteBoolean("enforced", enforced);
        writer.WriteBoolean("alias_types", node.Config.GetMap("contract")?.GetValueOrDefault("alias_types") is not false);
        writer.WriteString("checksum", enforced ? Checksums.OfContract(node) : null);
        writer.WriteEndObject();
    }

    /// <summary><c>refs</c>, <c>sources</c>, <c>metrics</c> and <c>depends_on</c>.</summary>
    internal void WriteReads(Utf8JsonWriter writer, SqlNode node)
    {
        var read = node.Dependencies.Select(dependency => dependency.UniqueId).Distinct(StringComparer.Ordinal).ToList();
        writer.WriteStartArray("refs");
        foreach (var id in read)
        {
            if (project.Graph.Find(id) is { } found and not SourceNode)
            {
                writer.WriteStartObject();
                writer.WriteString("name", found.Name);
                writer.WriteString("package", found.PackageName == node.PackageName ? null : found.PackageName);
                writer.Value("version", (found as ModelNode)?.Version?.Value);
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
        writer.WriteStartArray("sources");
        foreach (var id in read)
        {
            if (project.Graph.Find(id) is SourceNode source)
            {
                writer.WriteStartArray();
                writer.WriteStringValue(source.SourceName);
                writer.WriteStringValue(source.Name);
                writer.WriteEndArray();
            }
        }

        writer.WriteEndArray();
        writer.EmptyArray("metrics");
        writer.EmptyArray("functions");
        writer.WriteStartObject("depends_on");
        writer.Strings("macros", node.MacroDependencies);
        writer.Strings("nodes", read);
        writer.WriteEndObject();
    }

    /// <summary>The name in the database, as SQL; null for what is nothing there.</summary>
    internal static string? RelationName(SqlNode node) => node switch
    {
        ModelNode { IsEphemeral: true } or OperationNode or AnalysisNode => null,
        TestNode test when !KeepsRows(test) => null,
        _ => node.Relation?.RenderName(),
    };

    private static bool KeepsRows(TestNode test) =>
        test.Config.GetString("store_failures_as") is { } kind ? kind != "ephemeral" : test.Config.GetBoolean("store_failures") ?? false;

    private string? FilePath(SqlNode node, string kind) => run.SqlFile(node.UniqueId, kind) is { } file
        ? Path.GetRelativePath(project.Folder, Path.Combine(run.TargetFolder, kind, file)).Replace('\\', '/')
        : null;
}
