using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Sluice.Cli.Talking;
using Sluice.Sql.Artifacts;
using Sluice.Sql.Nodes;

namespace Sluice.Cli.Listing;

/// <summary>Nodes as lines of <c>ls</c>, in dbt's forms.</summary>
internal static class NodeLines
{
    private static readonly ImmutableArray<string> DefaultKeys =
        ["alias", "name", "package_name", "depends_on", "tags", "config", "resource_type", "source_name", "original_file_path", "unique_id"];

    /// <summary>One line for a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="form"><c>selector</c>, <c>name</c> or <c>path</c>.</param>
    internal static string Text(SqlNode node, string form) => form switch
    {
        "name" => SearchName(node),
        "path" => node.OriginalFilePath,
        _ => Selector(node),
    };

    /// <summary>One line for a node: the members of its manifest entry that are asked for, <c>config.materialized</c> too; those that it has not are left out.</summary>
    /// <param name="node">The node.</param>
    /// <param name="entry">What the manifest tells of it.</param>
    /// <param name="keys">The members; dbt's default ones where empty.</param>
    internal static string Json(SqlNode node, JsonElement entry, ImmutableArray<string> keys)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Relaxed.Writer))
        {
            writer.WriteStartObject();
            foreach (var key in keys.IsEmpty ? DefaultKeys : keys)
            {
                if (key == "partitions" && node.Partitions is { } partitions)
                {
                    writer.WritePropertyName(key);
                    JsonValues.Write(writer, partitions.Keys.Select(partition => partition.Text));
                }
                else if (Member(entry, key) is { } member)
                {
                    writer.WritePropertyName(key);
                    member.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The text that <c>--select</c> takes for exactly this node.</summary>
    internal static string Selector(SqlNode node) => node switch
    {
        SourceNode source => $"source:{source.PackageName}.{source.SourceName}.{source.Name}",
        UnitTestNode => $"unit_test:{node.PackageName}.{node.Name}",
        { ResourceType: "exposure" } => $"exposure:{node.PackageName}.{node.Name}",
        _ => string.Join('.', node.Fqn),
    };

    private static string SearchName(SqlNode node) => node is SourceNode source ? $"{source.SourceName}.{source.Name}" : (node as ModelNode)?.SearchName ?? node.Name;

    private static JsonElement? Member(JsonElement entry, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty(name, out entry))
            {
                return null;
            }
        }

        return entry;
    }
}
