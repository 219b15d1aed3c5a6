using System.Collections.Immutable;
using Sluice.Jinja;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Context;

/// <summary>Where a node is built: dbt's <c>generate_schema_name</c> and kin, which a project may override.</summary>
internal static class NamingFunctions
{
    internal static readonly ImmutableArray<string> Names =
    [
        "generate_schema_name", "generate_alias_name", "generate_database_name", "generate_schema_name_for_env",
        "is_incremental", "should_full_refresh", "should_store_failures", "get_where_subquery",
    ];

    /// <summary>The database, schema and alias of a node.</summary>
    internal static (string Database, string Schema, string Alias) Resolve(NodeScope scope, SqlNode node, NodeConfig config)
    {
        var target = scope.Project.Target;
        var schema = config.GetString("schema");
        if (node is TestNode && !config.Contains("schema"))
        {
            schema = "dbt_test__audit";
        }

        var isSnapshot = node is ModelNode { IsSnapshot: true };
        return (
            isSnapshot && config.GetString("target_database") is { } snapshotDatabase ? snapshotDatabase
                : Call(scope, node, "generate_database_name", config.GetString("database")) ?? Database(config.GetString("database"), target.Database),
            isSnapshot && config.GetString("target_schema") is { } snapshotSchema ? snapshotSchema
                : Call(scope, node, "generate_schema_name", schema) ?? Schema(schema, target.Schema),
            Call(scope, node, "generate_alias_name", config.GetString("alias")) ?? Alias(config.GetString("alias"), (node as ModelNode)?.StandardAlias ?? node.Name));
    }

    internal static string Schema(string? custom, string standard) => custom is null ? standard : $"{standard}_{custom.Trim()}";

    internal static string Database(string? custom, string standard) => custom is null ? standard : custom.Trim();

    internal static string Alias(string? custom, string name) => custom is null ? name : custom.Trim();

    // Null where the project does not override the macro, so that nothing needs to be rendered.
    private static string? Call(NodeScope scope, SqlNode node, string name, string? custom)
    {
        var project = scope.Project;
        var macro = project.Macros.FindVisible(node.PackageName, name) ?? project.Overrides.GetValueOrDefault(name);
        if (macro is null)
        {
            return null;
        }

        var call = JinjaCall.Of([custom, NodeDictionary.Create(node, project)]);
        return JinjaValue.ToText(macro.Bind(scope).Invoke(call)).Trim();
    }
}
