using System.Text;
using System.Text.Json;
using Sluice.Cli.Talking;
using Sluice.Partitions;

namespace Sluice.Cli.Graphing;

/// <summary>What the listings of the graph share.</summary>
internal static class GraphJson
{
    internal static string Of(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Relaxed.Indented))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    internal static void Strings(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    /// <summary>Which partitions are read, in a word.</summary>
    internal static string Word(PartitionMapping mapping) => mapping switch
    {
        PartitionMapping.Same => "same",
        PartitionMapping.Lag { Count: 1 } => "prev",
        PartitionMapping.Lag lag => $"prev {lag.Count}",
        PartitionMapping.Window window => $"window {window.Count}",
        PartitionMapping.All => "all",
        PartitionMapping.Latest => "latest",
        PartitionMapping.FirstOnly => "first",
        _ => "listed",
    };
}
