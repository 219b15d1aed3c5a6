using System.Text.Json;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Artifacts;

/// <summary>The columns and constraints that properties files describe.</summary>
internal static class ColumnMembers
{
    internal static void Write(Utf8JsonWriter writer, SqlNode node)
    {
        writer.WriteStartObject("columns");
        foreach (var column in node.Columns)
        {
            writer.WriteStartObject(column.Name);
            writer.WriteString("name", column.Name);
            writer.WriteString("description", column.Description);
            writer.Value("meta", column.Meta);
            writer.WriteString("data_type", column.DataType);
            WriteConstraints(writer, column.Constraints, isModel: false);
            writer.Boolean("quote", column.Quote ? true : null);
            writer.WriteStartObject("config");
            writer.Value("meta", column.Meta);
            writer.Strings("tags", column.Tags);
            writer.WriteEndObject();
            writer.Strings("tags", column.Tags);
            writer.WriteNull("granularity");
            writer.Strings("doc_blocks", column.DocsBlocks);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    internal static void WriteConstraints(Utf8JsonWriter writer, IEnumerable<ConstraintInfo> constraints, bool isModel)
    {
        writer.WriteStartArray("constraints");
        foreach (var constraint in constraints)
        {
            writer.WriteStartObject();
            writer.WriteString("type", constraint.Type);
            writer.WriteString("name", constraint.Name);
            writer.WriteString("expression", constraint.Expression);
            writer.WriteBoolean("warn_unenforced", true);
            writer.WriteBoolean("warn_unsupported", true);
            writer.WriteString("to", constraint.To);
            writer.Strings("to_columns", constraint.ToColumns);
            if (isModel)
            {
                writer.Strings("columns", constraint.Columns);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
