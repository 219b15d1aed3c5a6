using System.Text.Json;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;

namespace Sluice.Sql.Artifacts;

/// <summary>Who reads whom, in both directions, and who belongs to which group.</summary>
internal static class ManifestMaps
{
    internal static void Write(Utf8JsonWriter writer, SqlProject project, IReadOnlyList<SqlNode> nodes)
    {
        var children = new Dictionary<string, List<string>>(nodes.Count, StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            children.Add(node.UniqueId, []);
        }

        writer.WriteStartObject("parent_map");
        foreach (var node in nodes)
        {
            var parents = Parents(node).FindAll(children.ContainsKey);
            writer.Strings(node.UniqueId, parents);
            parents.ForEach(parent => children[parent].Add(node.UniqueId));
            writer.FlushIfFull();
        }

        writer.WriteEndObject();
        writer.WriteStartObject("child_map");
        foreach (var (id, readers) in children)
        {
            // In the order of the nodes, which is that of their ids.
            writer.Strings(id, readers);
            writer.FlushIfFull();
        }

        writer.WriteEndObject();
        writer.WriteStartObject("group_map");
        var members = nodes.ToLookup(node => node.Config.GetString("group") ?? "", node => node.UniqueId, StringComparer.Ordinal);
        foreach (var group in project.Texts.Groups)
        {
            writer.Strings(group.Name, members[group.Name]);
        }

        writer.WriteEndObject();
    }

    private static List<string> Parents(SqlNode node)
    {
        List<string> found = [.. node is UnitTestNode test ? UnitTestEntry.Parents(test) : node.Dependencies.Select(dependency => dependency.UniqueId)];
        return found.Count < 2 ? found : [.. found.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
