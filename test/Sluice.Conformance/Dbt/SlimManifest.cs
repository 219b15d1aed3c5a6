using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Conformance.Dbt;

/// <summary>The parts of a manifest that the recordings keep, in their shape.</summary>
internal static class SlimManifest
{
    private static readonly string[] Kinds = ["nodes", "sources", "exposures", "unit_tests"];

    private static readonly string[] NodeKeys =
    [
        "resource_type", "package_name", "path", "original_file_path", "fqn", "alias", "schema", "relation_name", "tags", "description", "access", "group",
        "version", "latest_version", "identifier", "source_name", "file_key_name", "column_name", "attached_node",
    ];

    private static readonly string[] ConfigKeys =
    [
        "enabled", "materialized", "tags", "meta", "schema", "alias", "unique_key", "incremental_strategy", "on_schema_change", "full_refresh", "severity", "where",
        "limit", "warn_if", "error_if", "fail_calc", "store_failures", "group", "access", "column_types", "strategy", "updated_at", "check_cols", "hard_deletes",
        "pre-hook", "post-hook", "quoting", "grants", "contract", "persist_docs", "static",
    ];

    private static readonly string[] ColumnKeys = ["description", "data_type", "tags", "meta"];

    internal static JsonElement Of(JsonElement manifest)
    {
        var source = JsonNode.Parse(manifest.GetRawText())!.AsObject();
        var nodes = new JsonObject();
        foreach (var (name, node) in Kinds.SelectMany(kind => source[kind]?.AsObject() ?? []))
        {
            nodes[name] = Node(node!.AsObject());
        }

        var slim = new JsonObject
        {
            ["nodes"] = nodes,
            ["disabled"] = SortedNames(source["disabled"]?.AsObject().Select(pair => pair.Key)),
            ["parent_map"] = new JsonObject((source["parent_map"]?.AsObject() ?? []).Select(pair =>
                KeyValuePair.Create(pair.Key, (JsonNode?)SortedNames(pair.Value!.AsArray().Select(item => item!.GetValue<string>()))))),
            ["macros"] = SortedNames(source["macros"]?.AsObject().Select(pair => pair.Key).Where(name => name.Split('.')[1] is not ("dbt" or "dbt_duckdb"))),
        };
        return JsonSerializer.SerializeToElement(slim);
    }

    private static JsonObject Node(JsonObject node)
    {
        var slim = Chosen(node, NodeKeys, keepsEmptyObjects: true);
        if (node["fqn"] is JsonArray fqn)
        {
            slim["fqn"] = fqn.DeepClone();
        }

        var given = node["config"]?.AsObject() ?? [];
        var config = Chosen(given, ConfigKeys, keepsEmptyObjects: false);
        foreach (var (key, value) in given.Where(pair => pair.Key.StartsWith("x_", StringComparison.Ordinal)))
        {
            config[key] = value?.DeepClone();
        }

        foreach (var hook in (ReadOnlySpan<string>)["pre-hook", "post-hook"])
        {
            if (config[hook] is JsonArray hooks)
            {
                config[hook] = new JsonArray([.. hooks.Select(item => (item as JsonObject)?["sql"]?.DeepClone() ?? item?.DeepClone())]);
            }
        }

        slim["config"] = config;
        var columns = new JsonObject((node["columns"]?.AsObject() ?? []).Select(pair =>
            KeyValuePair.Create(pair.Key, (JsonNode?)Chosen(pair.Value!.AsObject(), ColumnKeys, keepsEmptyObjects: false))));
        if (columns.Count > 0)
        {
            slim["columns"] = columns;
        }

        slim["depends_on"] = SortedNames(node["depends_on"]?["nodes"]?.AsArray().Select(item => item!.GetValue<string>()));
        return slim;
    }

    private static JsonObject Chosen(JsonObject from, IEnumerable<string> keys, bool keepsEmptyObjects)
    {
        var chosen = new JsonObject();
        foreach (var key in keys)
        {
            if (from[key] is { } value && !IsEmpty(value, keepsEmptyObjects))
            {
                chosen[key] = value.DeepClone();
            }
        }

        return chosen;
    }

    private static bool IsEmpty(JsonNode value, bool keepsEmptyObjects) => value switch
    {
        JsonArray array => array.Count == 0,
        JsonObject item => item.Count == 0 && !keepsEmptyObjects,
        _ => value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Length == 0,
    };

    private static JsonArray SortedNames(IEnumerable<string>? names) => new([.. (names ?? []).Order(StringComparer.Ordinal).Select(name => (JsonNode)name)]);
}
