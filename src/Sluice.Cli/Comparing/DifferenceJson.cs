using System.Text;
using System.Text.Json;
using Sluice.Cli.Talking;
using Sluice.Sql.Artifacts;

namespace Sluice.Cli.Comparing;

/// <summary>A difference as one JSON object, what is equal included.</summary>
internal static class DifferenceJson
{
    internal static string Of(Difference difference)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Relaxed.Indented))
        {
            writer.WriteStartObject();
            writer.WriteString("a", difference.A);
            writer.WriteString("b", difference.B);
            writer.WriteStartArray("models");
            foreach (var model in difference.Models)
            {
                Write(writer, model);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("metrics");
            foreach (var metric in difference.Metrics)
            {
                writer.WriteStartObject();
                writer.WriteString("model", metric.Model);
                writer.WriteString("name", metric.Name);
                writer.WriteString("partition", metric.Partition);
                JsonValues.Write(writer, "a", metric.A);
                JsonValues.Write(writer, "b", metric.B);
                JsonValues.Write(writer, "change", metric.Change);
                JsonValues.Write(writer, "percent", metric.Percent);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, ModelDifference model)
    {
        writer.WriteStartObject();
        writer.WriteString("model", model.Name);
        writer.WriteBoolean("equal", model.IsEqual);
        JsonValues.Write(writer, "rows_a", model.RowsA);
        JsonValues.Write(writer, "rows_b", model.RowsB);
        writer.WriteNumber("changed", model.Changed);
        writer.WriteNumber("only_a", model.OnlyA);
        writer.WriteNumber("only_b", model.OnlyB);
        writer.WriteStartArray("key");
        foreach (var column in model.Key)
        {
            writer.WriteStringValue(column);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("columns");
        foreach (var (column, rows) in model.Columns)
        {
            writer.WriteNumber(column, rows);
        }

        writer.WriteEndObject();
        writer.WriteStartArray("partitions");
        foreach (var partition in model.Partitions)
        {
            writer.WriteStartObject();
            writer.WriteString("partition", partition.Key);
            writer.WriteNumber("changed", partition.Changed);
            writer.WriteNumber("only_a", partition.OnlyA);
            writer.WriteNumber("only_b", partition.OnlyB);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("note", model.Note);
        writer.WriteEndObject();
    }
}
