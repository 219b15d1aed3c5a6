using Sluice.Diagnostics;
using Sluice.Sql.Adapters;
using Sluice.Sql.Hooks;
using Sluice.Sql.Nodes;
using Sluice.Sql.Operations;

namespace Sluice.Sql.Materializations;

/// <summary>A materialization that the project wrote itself: a macro that runs its own statements, inside of the step's transaction.</summary>
internal static class CustomMaterialization
{
    /// <summary>The macro that keeps a node; null where the project defines none of that name.</summary>
    internal static string? MacroOf(INodeTemplates templates, string adapterType, SqlNode node)
    {
        var name = node.Config.Materialized;
        return new[] { $"materialization_{name}_{adapterType}", $"materialization_{name}_default" }.FirstOrDefault(templates.Defines);
    }

    internal static BuildResult Build(NodeWork work, string select)
    {
        var macro = MacroOf(work.Templates, work.Adapter.Type, work.Node)
            ?? throw new DiagnosticException(BuildErrors.UnknownMaterialization(work.Node, Materialize.ByName.Keys));
        work.Templates.Call(
            work.Node, macro, [], new Dictionary<string, object?>(StringComparer.Ordinal), work.Step, work.Names,
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["sql"] = select,
                ["compiled_code"] = select,
                ["pre_hooks"] = HookObjects.Of(work.Node.Config.PreHooks),
                ["post_hooks"] = HookObjects.Of(work.Node.Config.PostHooks),
            },
            work.Cancel);
        return new BuildResult(work.Session.GetRelation(work.Target)?.Kind ?? CatalogKind.Table, Rows: null);
    }
}
