using System.Text.Json;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Artifacts;

/// <summary>Seeds: the one kind of node without a template.</summary>
internal static class SeedEntry
{
    internal static void Write(Utf8JsonWriter writer, SeedNode seed)
    {
        writer.WriteString("root_path", seed.RootPath);
        writer.WriteStartObject("depends_on");
        writer.Strings("macros", seed.MacroDependencies);
        writer.WriteEndObject();
    }
}
