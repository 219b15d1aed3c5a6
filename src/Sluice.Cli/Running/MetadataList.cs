using System.Collections.Immutable;
using System.Text.Json;
using Sluice.Assets;
using Sluice.Cli.Talking;
using Sluice.Runs;

namespace Sluice.Cli.Running;

/// <summary>What code has kept of materializations and checks, as lines for people and as JSON for programs.</summary>
internal static class MetadataList
{
    /// <summary>The metadata of a run's steps, as its events say: of two ends of a step the later counts.</summary>
    internal static Dictionary<StepKey, ImmutableArray<StepMetadata>> Of(IEnumerable<RunEvent> events) => events.OfType<StepEnded>()
        .Where(step => step.Metadata is { IsDefaultOrEmpty: false })
        .GroupBy(step => step.Step)
        .ToDictionary(ends => ends.Key, ends => ends.Last().Metadata!.Value);

    /// <summary>Writes them as an object <c>metadata</c>; nothing where there is none.</summary>
    internal static void Write(Utf8JsonWriter writer, ImmutableArray<StepMetadata> metadata)
    {
        if (metadata.IsDefaultOrEmpty)
        {
            return;
        }

        writer.WriteStartObject("metadata");
        foreach (var item in metadata)
        {
            writer.WriteStartObject(item.Name);
            writer.WriteString("kind", item.Kind.ToString().ToLowerInvariant());
            writer.WritePropertyName("value");
            if (item.Kind is MetadataKind.Number or MetadataKind.Table)
            {
                writer.WriteRawValue(IsJson(item.Value) ? item.Value : JsonSerializer.Serialize(item.Value));
            }
            else
            {
                writer.WriteStringValue(item.Value);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>A table with a line for each; what takes more than a line is cut.</summary>
    internal static TextTable Table(IEnumerable<(string Step, StepMetadata Item)> items)
    {
        var table = new TextTable(["step", "metadata", "value"], [false, false, false], cut: [0, 2]);
        foreach (var (step, item) in items)
        {
            table.Add(step, item.Name, item.Value.Split('\n')[0]);
        }

        return table;
    }

    // A number that is infinite or none is written as text.
    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
