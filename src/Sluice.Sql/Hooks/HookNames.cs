using Sluice.Jinja;
using Sluice.Runs;
using Sluice.Sql.Nodes;
using Sluice.Sql.Operations;

namespace Sluice.Sql.Hooks;

/// <summary>What a statement at the end of a run sees: <c>results</c>, <c>schemas</c>, <c>database_schemas</c>.</summary>
internal static class HookNames
{
    internal static IReadOnlyDictionary<string, object?> AtEnd(NodeWork work)
    {
        var results = new JinjaList();
        var schemas = new SortedSet<string>(StringComparer.Ordinal);
        var databaseSchemas = new SortedSet<(string Database, string Schema)>();
        foreach (var outcome in work.Step.Outcomes)
        {
            if (work.Templates.Find(outcome.Step.Asset.Name) is not { } node || node is OperationNode)
            {
                continue;
            }

            results.Add(new NodeResult(node, outcome, work.Templates));
            if (node is ModelNode or SeedNode && outcome.Result.Status is StepStatus.Succeeded or StepStatus.Unchanged)
            {
                schemas.Add(node.Schema);
                databaseSchemas.Add((node.Database, node.Schema));
            }
        }

        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["results"] = results,
            ["schemas"] = new JinjaList(schemas),
            ["database_schemas"] = new JinjaList(databaseSchemas.Select(pair => new JinjaTuple([pair.Database, pair.Schema]))),
        };
    }
}
