using Sluice.Jinja;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;

namespace Sluice.Sql.Context;

/// <summary>What <c>graph</c> is at run time: the manifest's nodes, made when a template asks for them.</summary>
internal static class GraphValue
{
    internal static object Create(SqlProject project)
    {
        var nodes = Lazily(project, node => node is not (SourceNode or ExposureNode or OperationNode or UnitTestNode));
        var sources = Lazily(project, node => node is SourceNode);
        var exposures = Lazily(project, node => node is ExposureNode);
        var empty = new JinjaDict();
        return new HostObject("graph", name => name switch
        {
            "nodes" => nodes.Value,
            "sources" => sources.Value,
            "exposures" => exposures.Value,
            "metrics" or "groups" or "semantic_models" or "saved_queries" => empty,
            "get" => new JinjaFunction(name, call => call.Bind("get", "key", "default?").Text(0) switch
            {
                "nodes" => nodes.Value,
                "sources" => sources.Value,
                "exposures" => exposures.Value,
                _ => call.Args.Count > 1 ? call.Args[1] : null,
            }),
            _ => HostObject.Missing,
        });
    }

    private static Lazy<JinjaDict> Lazily(SqlProject project, Func<SqlNode, bool> belongs) => new(() => new JinjaDict(
        project.Nodes.Where(belongs).Select(node => KeyValuePair.Create<string, object?>(node.UniqueId, NodeDictionary.Create(node, project.Context)))));
}
