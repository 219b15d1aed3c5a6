using System.Buffers;
using System.Text.Json;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Artifacts;

/// <summary>Unit tests of models.</summary>
internal static class UnitTestEntry
{
    internal static void Write(Utf8JsonWriter writer, UnitTestNode test, string schema, ArtifactRun run)
    {
        NodeMembers.WriteIdentity(writer, test);
        WriteBody(writer, test);
        writer.WriteString("description", test.Description);
        writer.WriteStartObject("depends_on");
        writer.EmptyArray("macros");
        writer.Strings("nodes", Parents(test));
        writer.WriteEndObject();
        ConfigMembers.Write(writer, test);
        writer.WriteNull("checksum");
        writer.WriteString("schema", test.Model?.Schema ?? schema);
        writer.WriteNumber("created_at", ArtifactJson.Seconds(run.StartedAt));
        writer.WriteNull("versions");
        writer.Value("version", test.Version?.Value);
    }

    /// <summary>What dbt says that it reads: the model, and not what stands in for the model's tables.</summary>
    internal static IEnumerable<string> Parents(UnitTestNode test) => test.Model is { } model ? [model.UniqueId] : [];

    /// <summary>True where an entry of a manifest tests the same model with the same rows.</summary>
    internal static bool IsSame(UnitTestNode test, JsonElement entry)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            WriteBody(writer, test);
            writer.WriteEndObject();
        }

        using var body = JsonDocument.Parse(buffer.WrittenMemory);
        return body.RootElement.EnumerateObject().All(member => entry.TryGetProperty(member.Name, out var earlier) && JsonElement.DeepEquals(member.Value, earlier));
    }

    private static void WriteBody(Utf8JsonWriter writer, UnitTestNode test)
    {
        writer.WriteString("model", test.ModelName);
        writer.WriteStartArray("given");
        foreach (var input in test.Given)
        {
            writer.WriteStartObject();
            writer.WriteString("input", input.Text);
            WriteRows(writer, input.Rows);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("expect");
        WriteRows(writer, test.Expected);
        writer.WriteEndObject();
        WriteOverrides(writer, test);
    }

    private static void WriteRows(Utf8JsonWriter writer, UnitTestRows rows)
    {
        if (rows.Sql is { } sql)
        {
            writer.WriteString("rows", sql);
        }
        else
        {
            writer.WriteStartArray("rows");
            foreach (var row in rows.Items)
            {
                writer.Value(row);
            }

            writer.WriteEndArray();
        }

        // Rows of CSV are told as the rows that were read from it.
        writer.WriteString("format", rows.Sql is null ? "dict" : "sql");
        writer.WriteNull("fixture");
    }

    private static void WriteOverrides(Utf8JsonWriter writer, UnitTestNode test)
    {
        if (test.Macros.Count + test.Vars.Count + test.EnvironmentVars.Count == 0)
        {
            writer.WriteNull("overrides");
            return;
        }

        writer.WriteStartObject("overrides");
        writer.Value("macros", test.Macros);
        writer.Value("vars", test.Vars);
        writer.Value("env_vars", test.EnvironmentVars);
        writer.WriteEndObject();
    }
}
