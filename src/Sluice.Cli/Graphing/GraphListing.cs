using System.Text;
using Sluice.Assets;
using Sluice.Cli.Invocation;
using Sluice.Cli.Talking;
using Sluice.Graph;
using Sluice.Partitions;

namespace Sluice.Cli.Graphing;

/// <summary>The graph over assets: as a table, as JSON, or in the language of Graphviz.</summary>
internal static class GraphListing
{
    internal static async Task<int> WriteAsync(CommandCall call, AssetGraph graph, HashSet<string> selected, string form)
    {
        var assets = graph.Assets.Where(asset => selected.Contains(asset.Key.Name)).ToList();
        await call.Host.Output.WriteLineAsync(form switch
        {
            "json" => Json(graph, assets),
            "dot" => Dot(graph, assets),
            _ => Table(graph, assets).ToString(call.Host.OutputWidth),
        });
        return ExitCode.Ok;
    }

    private static TextTable Table(AssetGraph graph, List<AssetDefinition> assets)
    {
        var table = new TextTable(["asset", "what", "partitions", "stage", "reads"], cut: [0, 4]);
        foreach (var asset in assets)
        {
            var reads = asset.Dependencies.Select(read => Name(graph, read.Upstream) + (read.Mapping is PartitionMapping.Same ? "" : $" ({GraphJson.Word(read.Mapping)})"));
            table.Add(asset.Name, asset.Materialized, asset.Partitions?.Name ?? "", asset.Stage ?? "", string.Join(", ", reads));
        }

        return table;
    }

    private static string Json(AssetGraph graph, List<AssetDefinition> assets) => GraphJson.Of(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("assets");
        foreach (var asset in assets)
        {
            writer.WriteStartObject();
            writer.WriteString("key", asset.Key.Name);
            writer.WriteString("name", asset.Name);
            writer.WriteString("kind", asset.Kind.ToString().ToLowerInvariant());
            writer.WriteString("materialized", asset.Materialized);
            writer.WriteString("stage", asset.Stage);
            GraphJson.Strings(writer, "partitions", asset.Partitions?.Keys.Select(key => key.ToString()) ?? []);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("edges");
        foreach (var (reader, read) in assets.SelectMany(reader => reader.Dependencies.Select(read => (reader, read))).Where(edge => graph.TryGet(edge.read.Upstream) is not null))
        {
            writer.WriteStartObject();
            writer.WriteString("from", read.Upstream.Name);
            writer.WriteString("to", reader.Key.Name);
            writer.WriteString("partitions", GraphJson.Word(read.Mapping));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static string Dot(AssetGraph graph, List<AssetDefinition> assets)
    {
        var chosen = assets.Select(asset => asset.Key).ToHashSet();
        var text = new StringBuilder("digraph sluice {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n");
        foreach (var asset in assets)
        {
            text.Append("  ").Append(Quoted(asset.Key.Name)).Append(" [label=").Append(Quoted(asset.Name)).Append(asset.Kind == AssetKind.Data ? "" : ", style=dashed").Append("];\n");
        }

        foreach (var (reader, read) in assets.SelectMany(reader => reader.Dependencies.Select(read => (reader, read))).Where(edge => chosen.Contains(edge.read.Upstream)))
        {
            text.Append("  ").Append(Quoted(read.Upstream.Name)).Append(" -> ").Append(Quoted(reader.Key.Name))
                .Append(read.Mapping is PartitionMapping.Same ? "" : $" [style=dashed, label={Quoted(GraphJson.Word(read.Mapping))}]").Append(";\n");
        }

        return text.Append('}').ToString();
    }

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Name(AssetGraph graph, AssetKey key) => graph.TryGet(key)?.Name ?? key.Name;
}
