using Sluice.Jinja;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;

namespace Sluice.Sql.Context;

/// <summary>What <c>graph</c> is at run time: the manifest's nodes, made when a template first asks for them.</summary>
internal static class GraphValue
{
    private static readonly string[] Kinds = ["exposures", "groups", "metrics", "nodes", "sources", "semantic_models", "saved_queries", "functions"];

    internal static Lazy<JinjaDict> Create(SqlProject project) => new(() => Of(
        project.Nodes.Where(node => node is not (OperationNode or UnitTestNode)).GroupBy(KindOf),
        node => NodeDictionary.Create(node, project.Context)));

    /// <summary>The graph while a project is parsed: no node is known.</summary>
    internal static JinjaDict Empty() => Of([], _ => null);

    private static JinjaDict Of(IEnumerable<IGrouping<string, SqlNode>> groups, Func<SqlNode, object?> make)
    {
        var byKind = groups.ToDictionary(group => group.Key, StringComparer.Ordinal);
        return new JinjaDict(Kinds.Select(kind => KeyValuePair.Create<string, object?>(kind, new JinjaDict(
            (byKind.TryGetValue(kind, out var nodes) ? nodes.AsEnumerable() : []).Select(node => KeyValuePair.Create(node.UniqueId, make(node)))))));
    }

    private static string KindOf(SqlNode node) => node switch
    {
        SourceNode => "sources",
        ExposureNode => "exposures",
        _ => "nodes",
    };
}
