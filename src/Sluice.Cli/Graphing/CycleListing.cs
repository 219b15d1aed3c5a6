using Sluice.Assets;
using Sluice.Cli.Invocation;
using Sluice.Graph;

namespace Sluice.Cli.Graphing;

/// <summary>The cycles of the graph: those that time resolves, with the order of their steps, and those that stay, with what would open them.</summary>
internal static class CycleListing
{
    internal static async Task<int> WriteAsync(CommandCall call, AssetGraph graph, string form)
    {
        var cycles = CycleMap.Of(graph);
        if (form == "json")
        {
            await call.Host.Output.WriteLineAsync(Json(cycles));
        }
        else if (cycles.IsEmpty)
        {
            call.Talk.Info("no models read each other in a circle");
        }
        else
        {
            await call.Host.Output.WriteLineAsync(string.Join("\n\n", cycles.Select(cycle => Text(graph, cycle))));
        }

        return cycles.Any(cycle => !cycle.IsOpen) ? ExitCode.Failed : ExitCode.Ok;
    }

    private static string Text(AssetGraph graph, AssetCycle cycle)
    {
        var names = string.Join(", ", cycle.Assets.Select(Name));
        if (cycle.IsOpen)
        {
            var lags = string.Join("\n", cycle.Lags.Select(edge => $"  {Name(edge.Reader)} reads {GraphJson.Word(edge.Mapping)} of {Name(edge.Upstream)}"));
            return $"resolved by partitions: {names}\n{lags}\n  order: {Steps(cycle.Order)} -> …";
        }

        var openings = cycle.Openings.IsEmpty
            ? "  no single `prev` opens it"
            : string.Join("\n", cycle.Openings.Select(edge => $"  prev('{Name(edge.Upstream)}') in {Name(edge.Reader)} would open it"));
        return $"stays: {names}\n  shortest: {Steps(cycle.Path)} -> {Step(cycle.Path[0])}\n{openings}";

        string Name(AssetKey key) => graph[key].Name;
        string Step(StepKey step) => step.Partition.IsNone ? Name(step.Asset) : $"{Name(step.Asset)}[{step.Partition}]";
        string Steps(IEnumerable<StepKey> steps) => string.Join(" -> ", steps.Select(Step));
    }

    private static string Json(IEnumerable<AssetCycle> cycles) => GraphJson.Of(writer =>
    {
        writer.WriteStartArray();
        foreach (var cycle in cycles)
        {
            writer.WriteStartObject();
            writer.WriteBoolean("resolved", cycle.IsOpen);
            GraphJson.Strings(writer, "assets", cycle.Assets.Select(key => key.Name));
            Edges("lags", cycle.Lags);
            GraphJson.Strings(writer, "order", cycle.Order.Select(step => step.ToString()));
            GraphJson.Strings(writer, "path", cycle.Path.Select(step => step.ToString()));
            Edges("openings", cycle.Openings);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();

        void Edges(string name, IEnumerable<AssetEdge> edges)
        {
            writer.WriteStartArray(name);
            foreach (var edge in edges)
            {
                writer.WriteStartObject();
                writer.WriteString("reader", edge.Reader.Name);
                writer.WriteString("upstream", edge.Upstream.Name);
                writer.WriteString("partitions", GraphJson.Word(edge.Mapping));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }
    });
}
