using System.Text.Json;
using Sluice.Jinja;
using Sluice.Sql.Context;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;

namespace Sluice.Sql.Artifacts;

/// <summary><c>target/manifest.json</c> in dbt's form v12: everything that a project defines, for the tools that read it.</summary>
public sealed class ManifestFile
{
    private const string Schema = "https://schemas.getdbt.com/dbt/manifest/v12.json";

    private readonly SqlProject _project;
    private readonly ArtifactRun _run;
    private readonly NodeMembers _members;
    private readonly PrimaryKeys _keys;

    private ManifestFile(SqlProject project, ArtifactRun run)
    {
        _project = project;
        _run = run;
        _members = new NodeMembers(project, run);
        _keys = new PrimaryKeys(project.Nodes);
    }

    /// <summary>Writes the file; a reader sees the one before or this one, never a piece.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void Write(string path, SqlProject project, ArtifactRun run)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(run);
        ArtifactJson.WriteFile(path, new ManifestFile(project, run).Write);
    }

    /// <summary>What the file tells of nodes, one after the other in their order.</summary>
    public static IEnumerable<JsonElement> Entries(IEnumerable<SqlNode> nodes, SqlProject project, ArtifactRun run)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(run);
        var file = new ManifestFile(project, run);
        foreach (var node in nodes)
        {
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream))
            {
                writer.WriteStartObject();
                file.WriteAny(writer, node);
                writer.WriteEndObject();
            }

            yield return JsonElement.Parse(stream.ToArray());
        }
    }

    private void Write(Utf8JsonWriter writer, Stream stream)
    {
        // A test of what is missing is not run; dbt lists it all the same.
        var nodes = _project.Nodes.Concat(_project.Dropped).OrderBy(node => node.UniqueId, StringComparer.Ordinal).ToList();
        writer.WriteStartObject();
        WriteMetadata(writer);
        ManyMembers.Write(
            writer, stream, "nodes", nodes.FindAll(node => node is ModelNode or SeedNode or TestNode or AnalysisNode or OperationNode),
            (piece, node) =>
            {
                piece.WriteStartObject(node.UniqueId);
                WriteNode(piece, node);
                piece.WriteEndObject();
            });
        Write(writer, "sources", nodes.OfType<SourceNode>(), node => node.UniqueId, source => SourceEntry.Write(writer, source, _run));
        var macros = new MacroMembers(_project, _run);
        Write(writer, "macros", _project.Macros.All.DistinctBy(macro => macro.UniqueId), macro => macro.UniqueId, macro => macros.Write(writer, macro));
        Write(writer, "docs", _project.Texts.Docs.DistinctBy(block => block.UniqueId), block => block.UniqueId, block => DeclaredMembers.WriteDocs(writer, block));
        Write(writer, "exposures", nodes.OfType<ExposureNode>(), node => node.UniqueId, exposure => ExposureEntry.Write(writer, exposure, _members, _run));
        var semantic = new SemanticMembers(_project, _run);
        Write(writer, "metrics", semantic.Metrics, SemanticMembers.IdOf, entry => semantic.WriteMetric(writer, entry));
        Write(writer, "groups", _project.Texts.Groups, DeclaredMembers.GroupId, group => DeclaredMembers.WriteGroup(writer, group));
        Write(writer, "selectors", ProjectTexts.Selectors(_project.Folder), selector => JinjaValue.ToText(selector["name"]), selector => WriteMembers(writer, selector));
        WriteDisabled(writer);
        ManifestMaps.Write(writer, _project, nodes);
        Write(writer, "saved_queries", semantic.SavedQueries, SemanticMembers.IdOf, entry => semantic.WriteSavedQuery(writer, entry));
        Write(writer, "semantic_models", semantic.Models, SemanticMembers.IdOf, entry => semantic.WriteModel(writer, entry));
        Write(writer, "unit_tests", nodes.OfType<UnitTestNode>(), node => node.UniqueId, test => UnitTestEntry.Write(writer, test, _project.Target.Schema, _run));
        writer.EmptyObject("functions");
        writer.WriteEndObject();
    }

    private static void Write<T>(Utf8JsonWriter writer, string name, IEnumerable<T> items, Func<T, string> id, Action<T> write)
    {
        writer.WriteStartObject(name);
        foreach (var item in items)
        {
            writer.WriteStartObject(id(item));
            write(item);
            writer.WriteEndObject();
            writer.FlushIfFull();
        }

        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, JinjaDict values)
    {
        foreach (var (key, value) in values)
        {
            writer.Value(JinjaValue.ToText(key), value);
        }
    }

    private void WriteMetadata(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("metadata");
        ArtifactMetadata.Write(writer, Schema, _project, _run);
        writer.WriteString("project_name", _project.Name);
        writer.WriteString("project_id", BaseFunctions.Md5(_project.Name));
        writer.WriteNull("user_id");
        writer.WriteBoolean("send_anonymous_usage_stats", false);
        writer.WriteString("adapter_type", _project.Context.Builtins.AdapterType);
        writer.WriteStartObject("quoting");
        var quoting = _project.Context.Root.Quoting;
        writer.WriteBoolean("database", quoting.Database);
        writer.WriteBoolean("schema", quoting.Schema);
        writer.WriteBoolean("identifier", quoting.Identifier);
        writer.WriteNull("column");
        writer.WriteEndObject();
        writer.WriteString("run_started_at", ArtifactJson.Moment(_run.StartedAt));
        writer.WriteEndObject();
    }

    private void WriteNode(Utf8JsonWriter writer, SqlNode node)
    {
        _members.WriteStart(writer, node);
        if (node is SeedNode seed)
        {
            SeedEntry.Write(writer, seed);
            return;
        }

        _members.WriteCompiled(writer, node);
        switch (node)
        {
            case ModelNode model:
                ModelEntry.Write(writer, model, _keys);
                break;
            case TestNode test:
                TestEntry.Write(writer, test);
                break;
            case OperationNode operation:
                writer.WriteNumber("index", operation.Index);
                break;
        }
    }

    private void WriteAny(Utf8JsonWriter writer, SqlNode node)
    {
        switch (node)
        {
            case SourceNode source:
                SourceEntry.Write(writer, source, _run);
                break;
            case UnitTestNode test:
                UnitTestEntry.Write(writer, test, _project.Target.Schema, _run);
                break;
            case ExposureNode exposure:
                ExposureEntry.Write(writer, exposure, _members, _run);
                break;
            default:
                WriteNode(writer, node);
                break;
        }
    }

    private void WriteDisabled(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("disabled");
        foreach (var group in _project.Disabled.GroupBy(node => node.UniqueId, StringComparer.Ordinal))
        {
            writer.WriteStartArray(group.Key);
            foreach (var node in group)
            {
                writer.WriteStartObject();
                WriteAny(writer, node);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
