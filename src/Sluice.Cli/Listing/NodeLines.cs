using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Sluice.Cli.Talking;
using Sluice.Sql.Nodes;

namespace Sluice.Cli.Listing;

/// <summary>Nodes as lines of <c>ls</c>, in dbt's forms.</summary>
internal static class NodeLines
{
    /// <summary>The members of a node's JSON form, in their order.</summary>
    internal static ImmutableArray<string> Keys { get; } =
    [
        "unique_id", "name", "resource_type", "package_name", "path", "original_file_path", "alias", "fqn", "tags", "config", "depends_on", "source_name",
        "database", "schema", "relation_name", "description", "partitions",
    ];

    private static readonly ImmutableArray<string> DefaultKeys =
        ["alias", "name", "package_name", "depends_on", "tags", "config", "resource_type", "source_name", "original_file_path", "unique_id"];

    /// <summary>One line for a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="form"><c>selector</c>, <c>name</c>, <c>path</c> or <c>json</c>.</param>
    /// <param name="keys">The members of the JSON form; dbt's default ones where empty.</param>
    internal static string Text(SqlNode node, string form, ImmutableArray<string> keys) => form switch
    {
        "name" => SearchName(node),
        "path" => node.OriginalFilePath,
        "json" => Json(node, keys.IsEmpty ? DefaultKeys : keys),
        _ => Selector(node),
    };

    /// <summary>The text that <c>--select</c> takes for exactly this node.</summary>
    internal static string Selector(SqlNode node) => node switch
    {
        SourceNode source => $"source:{source.PackageName}.{source.SourceName}.{source.Name}",
        UnitTestNode => $"unit_test:{node.PackageName}.{node.Name}",
        { ResourceType: "exposure" } => $"exposure:{node.PackageName}.{node.Name}",
        _ => string.Join('.', node.Fqn),
    };

    private static string SearchName(SqlNode node) => node is SourceNode source ? $"{source.SourceName}.{source.Name}" : node.Name;

    private static string Json(SqlNode node, ImmutableArray<string> keys)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Relaxed.Writer))
        {
            writer.WriteStartObject();
            foreach (var key in keys)
            {
                Write(writer, node, key);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, SqlNode node, string key)
    {
        if (key is "source_name" && node is not SourceNode || key is "partitions" && node.Partitions is null)
        {
            return;
        }

        writer.WritePropertyName(key);
        switch (key)
        {
            case "depends_on":
                writer.WriteStartObject();
                writer.WritePropertyName("macros");
                JsonValues.Write(writer, node.MacroDependencies);
                writer.WritePropertyName("nodes");
                JsonValues.Write(writer, node.Dependencies.Select(dependency => dependency.UniqueId).Distinct(StringComparer.Ordinal));
                writer.WriteEndObject();
                break;
            case "config":
                writer.WriteStartObject();
                foreach (var (name, value) in node.Config.Items)
                {
                    writer.WritePropertyName(name);
                    JsonValues.Write(writer, value);
                }

                writer.WriteEndObject();
                break;
            default:
                JsonValues.Write(writer, Plain(node, key));
                break;
        }
    }

    private static object? Plain(SqlNode node, string key) => key switch
    {
        "unique_id" => node.UniqueId,
        "name" => node.Name,
        "resource_type" => node.ResourceType,
        "package_name" => node.PackageName,
        "path" => node.Path,
        "original_file_path" => node.OriginalFilePath,
        "alias" => node.Alias,
        "fqn" => node.Fqn,
        "tags" => node.Tags,
        "source_name" => (node as SourceNode)?.SourceName,
        "database" => node.Database,
        "schema" => node.Schema,
        "relation_name" => node.Relation?.RenderName(),
        "description" => node.Description,
        "partitions" => node.Partitions?.Keys.Select(partition => partition.Text),
        _ => null,
    };
}
