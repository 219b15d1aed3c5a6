using System.Text.Json;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Artifacts;

/// <summary>Data tests.</summary>
internal static class TestEntry
{
    internal static void Write(Utf8JsonWriter writer, TestNode test)
    {
        if (test.Generic is not { } generic)
        {
            return;
        }

        writer.WriteString("column_name", test.ColumnName);
        writer.WriteString("file_key_name", test.FileKeyName);
        writer.WriteString("attached_node", test.AttachedNode);
        writer.WriteStartObject("test_metadata");
        writer.WriteString("name", generic.Name);
        writer.Value("kwargs", generic.Arguments);
        writer.WriteString("namespace", generic.Namespace);
        writer.WriteEndObject();
    }
}
