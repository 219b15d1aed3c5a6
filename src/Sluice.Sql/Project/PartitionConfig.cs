using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Partitions;
using Sluice.Sql.Context;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>Which partitions a node's config means.</summary>
/// <param name="context">Holds the declared partitions.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
internal sealed class PartitionConfig(ProjectContext context, DiagnosticBag diagnostics)
{
    /// <summary>What a template's text and the config around it say before it is rendered for the first time.</summary>
    internal PartitionSet? Guess(NodeConfig config, IReadOnlyList<StaticCall> calls)
    {
        if (context.Partitions.IsEmpty)
        {
            return null;
        }

        foreach (var call in calls)
        {
            if (call.Name != "config")
            {
                continue;
            }

            foreach (var argument in call.Arguments)
            {
                if (argument is { Name: "partition_by", IsConstant: true, Value: string name })
                {
                    return context.Partitions.GetValueOrDefault(name);
                }
            }
        }

        return Of(config);
    }

    /// <summary>The partitions of a config; null for none.</summary>
    internal PartitionSet? Of(NodeConfig config) =>
        context.Partitions.IsEmpty || config.PartitionBy is not { } name ? null : context.Partitions.GetValueOrDefault(name);

    /// <summary>Says where the partitions do not exist, or are of no use to how the node is kept.</summary>
    // In a plain dbt project `partition_by` belongs to another database or to a file's layout: it is kept and means nothing here.
    internal void Check(SqlNode node, NodeConfig config, IReadOnlyList<StaticCall> calls, NodeProperties? text)
    {
        if (context.Partitions.IsEmpty || config.PartitionBy is not { } name || config.Materialized == "external")
        {
            return;
        }

        var (source, span) = PlaceOfConfig(node, calls, "partition_by", text);
        if (node.Partitions is null)
        {
            diagnostics.Add(SluiceErrors.UnknownPartitions(source, span, name, context.Partitions.Keys.Order(StringComparer.Ordinal)));
        }
        else if (config.Materialized is not ("table" or "incremental" or "ephemeral" or "test"))
        {
            diagnostics.Add(NodeErrors.MissingPartitionColumn(node, node.Partitions.Column));
        }
    }

    private static (SourceText Source, SourceSpan Span) PlaceOfConfig(
        SqlNode node, IReadOnlyList<StaticCall> calls, string key, NodeProperties? text)
    {
        foreach (var argument in calls.Where(call => call.Name == "config").SelectMany(call => call.Arguments))
        {
            if (argument.Name == key)
            {
                return (node.Source, argument.Span);
            }
        }

        var place = (text?.Mapping.Get("config") as YamlMapping)?.Get(key);
        return place is null ? (node.Source, node.Span) : (place.Source, place.Span);
    }
}
