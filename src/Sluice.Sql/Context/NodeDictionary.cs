using Sluice.Jinja;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Context;

/// <summary>A node as templates see it in <c>model</c>, <c>node</c> and <c>graph</c>: dbt's manifest fields.</summary>
internal static class NodeDictionary
{
    internal static JinjaDict Create(SqlNode node, ProjectContext project)
    {
        var dict = new JinjaDict
        {
            ["name"] = node.Name,
            ["resource_type"] = node.ResourceType,
            ["package_name"] = node.PackageName,
            ["path"] = node.Path,
            ["original_file_path"] = node.OriginalFilePath,
            ["unique_id"] = node.UniqueId,
            ["fqn"] = new JinjaList(node.Fqn),
            ["alias"] = node.Alias.Length > 0 ? node.Alias : node.Name,
            ["database"] = node.Database.Length > 0 ? node.Database : project.Target.Database,
            ["schema"] = node.Schema.Length > 0 ? node.Schema : project.Target.Schema,
            ["config"] = Config(node),
            ["tags"] = new JinjaList(node.Tags),
            ["meta"] = node.Config["meta"] as JinjaDict ?? new JinjaDict(),
            ["description"] = node.Description,
            ["columns"] = Columns(node),
            ["raw_code"] = node.RawCode,
            ["raw_sql"] = node.RawCode,
            ["language"] = "sql",
            ["depends_on"] = new JinjaDict(
            [
                new("nodes", new JinjaList(node.Dependencies.Select(dependency => dependency.UniqueId).Distinct(StringComparer.Ordinal))),
                new("macros", new JinjaList(node.MacroDependencies)),
            ]),
            ["relation_name"] = node.Relation is null or { Type: Relations.RelationType.Cte } || node is TestNode or OperationNode ? null : node.Relation.Render(),
            ["build_path"] = null,
            ["deferred"] = false,
            ["refs"] = new JinjaList(Read(node, project, found => found is SourceNode ? null
                : new JinjaDict([new("name", found.Name), new("package", found.PackageName == node.PackageName ? null : found.PackageName), new("version", null)]))),
            ["sources"] = new JinjaList(Read(node, project, found => found is SourceNode source ? new JinjaList([source.SourceName, source.Name]) : null)),
            ["metrics"] = new JinjaList(),
            ["docs"] = new JinjaDict([new("show", true), new("node_color", null)]),
            ["group"] = node.Config["group"],
            ["access"] = node.Config.GetString("access") ?? "protected",
            ["version"] = (node as ModelNode)?.Version?.Value,
            ["latest_version"] = (node as ModelNode)?.Version?.Latest,
        };
        AddOwn(dict, node);
        return dict;
    }

    private static IEnumerable<object> Read(SqlNode node, ProjectContext project, Func<SqlNode, object?> form) =>
        node.Dependencies.Select(dependency => dependency.UniqueId).Distinct(StringComparer.Ordinal)
            .Select(id => project.Index?.ById(id)).OfType<SqlNode>().Select(form).OfType<object>();

    private static void AddOwn(JinjaDict dict, SqlNode node)
    {
        switch (node)
        {
            case SourceNode source:
                dict["source_name"] = source.SourceName;
                dict["identifier"] = source.Identifier;
                dict["loader"] = source.Loader;
                dict["source_description"] = source.SourceDescription;
                dict["external"] = null;
                break;
            case TestNode test:
                dict["column_name"] = test.ColumnName;
                dict["attached_node"] = test.AttachedNode;
                dict["file_key_name"] = test.FileKeyName;
                dict["test_metadata"] = test.Generic is { } generic
                    ? new JinjaDict([new("name", generic.Name), new("namespace", generic.Namespace), new("kwargs", new JinjaDict(generic.Arguments))])
                    : null;
                break;
            case ModelNode model:
                dict["contract"] = new JinjaDict([new("enforced", model.HasContract)]);
                dict["constraints"] = new JinjaList(model.Constraints.Select(Constraint));
                break;
            case SeedNode seed:
                dict["root_path"] = seed.RootPath;
                break;
            case OperationNode operation:
                dict["index"] = operation.Index;
                break;
        }
    }

    // Known keys are there with their defaults, as in dbt; unknown ones follow.
    private static JinjaDict Config(SqlNode node)
    {
        var dict = new JinjaDict();
        foreach (var key in (string[])["enabled", "alias", "schema", "database", "tags", "meta", "group", "materialized"])
        {
            dict[key] = ConfigDefaults.TryGet(node.ResourceType, key, out var value) ? value : null;
        }

        dict["tags"] = new JinjaList();
        dict["meta"] = new JinjaDict();
        if (node is ModelNode or SeedNode)
        {
            foreach (var key in (string[])["incremental_strategy", "full_refresh", "unique_key", "on_schema_change"])
            {
                dict[key] = ConfigDefaults.TryGet(node.ResourceType, key, out var value) ? value : null;
            }

            dict["persist_docs"] = new JinjaDict();
            dict["pre-hook"] = new JinjaList();
            dict["post-hook"] = new JinjaList();
            dict["quoting"] = new JinjaDict();
            dict["column_types"] = new JinjaDict();
            dict["grants"] = new JinjaDict();
            dict["contract"] = new JinjaDict([new("enforced", false), new("alias_types", true)]);
        }

        if (node is TestNode)
        {
            foreach (var key in (string[])["severity", "store_failures", "where", "limit", "fail_calc", "warn_if", "error_if"])
            {
                dict[key] = ConfigDefaults.TryGet("test", key, out var value) ? value : null;
            }
        }

        foreach (var (key, value) in node.Config.Items)
        {
            dict[key] = value;
        }

        return dict;
    }

    private static JinjaDict Columns(SqlNode node)
    {
        var columns = new JinjaDict();
        foreach (var column in node.Columns)
        {
            columns[column.Name] = new JinjaDict(
            [
                new("name", column.Name), new("description", column.Description), new("meta", column.Meta is { Count: > 0 } meta ? new JinjaDict(meta) : new JinjaDict()),
                new("data_type", column.DataType), new("quote", column.Quote ? true : null), new("tags", new JinjaList(column.Tags)),
                new("constraints", new JinjaList(column.Constraints.Select(Constraint))),
            ]);
        }

        return columns;
    }

    private static object? Constraint(ConstraintInfo constraint) => new JinjaDict(
    [
        new("type", constraint.Type), new("expression", constraint.Expression), new("name", constraint.Name),
        new("columns", new JinjaList(constraint.Columns)), new("to", constraint.To), new("to_columns", new JinjaList(constraint.ToColumns)),
    ]);
}
