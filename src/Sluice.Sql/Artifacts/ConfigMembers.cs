using System.Text.Json;
using Sluice.Jinja;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Artifacts;

/// <summary>A node's <c>config</c>: each key that dbt knows for its kind, with dbt's default where the user sets none, and then the user's own keys.</summary>
internal static class ConfigMembers
{
    private static readonly (string Key, object? Default)[] Shared =
    [
        ("enabled", true), ("alias", null), ("schema", null), ("database", null), ("tags", Array.Empty<object>()), ("meta", new JinjaDict()), ("group", null),
    ];

    private static readonly (string Key, object? Default)[] Built =
    [
        .. Shared,
        ("materialized", "view"), ("incremental_strategy", null), ("batch_size", null), ("lookback", 1L), ("begin", null), ("persist_docs", new JinjaDict()),
        ("post-hook", Array.Empty<object>()), ("pre-hook", Array.Empty<object>()), ("quoting", new JinjaDict()), ("column_types", new JinjaDict()),
        ("full_refresh", null), ("unique_key", null), ("on_schema_change", "ignore"), ("on_configuration_change", "apply"), ("grants", new JinjaDict()),
        ("packages", Array.Empty<object>()), ("docs", Dict(("show", true), ("node_color", null))),
        ("contract", Dict(("enforced", false), ("alias_types", true))), ("event_time", null), ("concurrent_batches", null),
    ];

    private static readonly Dictionary<string, (string Key, object? Default)[]> ByType = new(StringComparer.Ordinal)
    {
        ["model"] = [.. Built, ("access", "protected"), ("freshness", null)],
        ["analysis"] = Built,
        ["operation"] = Built,
        ["sql_operation"] = Built,
        ["seed"] = [.. Built, ("delimiter", ","), ("quote_columns", null)],
        ["snapshot"] =
        [
            .. Built, ("strategy", null), ("target_schema", null), ("target_database", null), ("updated_at", null), ("check_cols", null),
            ("snapshot_meta_column_names", Dict(
                ("dbt_valid_to", null), ("dbt_valid_from", null), ("dbt_scd_id", null), ("dbt_updated_at", null), ("dbt_is_deleted", null))),
            ("dbt_valid_to_current", null),
        ],
        ["test"] =
        [
            .. Shared, ("materialized", "test"), ("severity", "ERROR"), ("store_failures", null), ("store_failures_as", null), ("where", null),
            ("limit", null), ("fail_calc", "count(*)"), ("warn_if", "!= 0"), ("error_if", "!= 0"),
        ],
        ["source"] =
        [
            ("enabled", true), ("event_time", null), ("freshness", null), ("loaded_at_field", null), ("loaded_at_query", null), ("meta", new JinjaDict()),
            ("tags", Array.Empty<object>()),
        ],
        ["exposure"] = [("enabled", true), ("tags", Array.Empty<object>()), ("meta", new JinjaDict())],
        ["unit_test"] = [("tags", Array.Empty<object>()), ("meta", new JinjaDict()), ("enabled", true)],
    };

    private static readonly Dictionary<string, HashSet<string>> Known =
        ByType.ToDictionary(pair => pair.Key, pair => pair.Value.Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);

    internal static void Write(Utf8JsonWriter writer, SqlNode node)
    {
        writer.WriteStartObject("config");
        foreach (var (key, standard) in ByType[node.ResourceType])
        {
            writer.WritePropertyName(key);
            Write(writer, node, key, node.Config[key], standard);
        }

        foreach (var (key, value) in node.Config.Items)
        {
            if (!Known[node.ResourceType].Contains(key))
            {
                writer.Value(key, value);
            }
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, SqlNode node, string key, object? value, object? standard)
    {
        switch (key)
        {
            case "tags":
                writer.Value(node.Config.Tags);
                break;
            case "pre-hook":
                Hooks(writer, node.Config.PreHooks);
                break;
            case "post-hook":
                Hooks(writer, node.Config.PostHooks);
                break;
            case "packages":
                writer.Value(node.Config.GetStrings(key));
                break;
            case "enabled":
                writer.WriteBooleanValue(node.Config.Enabled);
                break;
            case "schema" when node is TestNode && !node.Config.Contains(key):
                writer.WriteStringValue("dbt_test__audit");
                break;
            case "store_failures":
                writer.Value(StoreFailures(node.Config));
                break;
            case "store_failures_as":
                writer.Value(value ?? StoreFailures(node.Config) switch { true => "table", false => "ephemeral", null => null });
                break;
            case "docs" or "contract" or "snapshot_meta_column_names":
                writer.Value(United((JinjaDict)standard!, value as JinjaDict));
                break;
            default:
                writer.Value(value ?? (node.Config.Contains(key) && standard is string ? null : standard));
                break;
        }
    }

    // dbt: `store_failures_as` decides; `store_failures` counts where it is not given.
    private static bool? StoreFailures(NodeConfig config) => config.GetString("store_failures_as") switch
    {
        "ephemeral" => false,
        null => config.GetBoolean("store_failures"),
        _ => true,
    };

    private static void Hooks(Utf8JsonWriter writer, IEnumerable<HookConfig> hooks)
    {
        writer.WriteStartArray();
        foreach (var hook in hooks)
        {
            writer.WriteStartObject();
            writer.WriteString("sql", hook.Sql);
            writer.WriteBoolean("transaction", hook.InTransaction);
            writer.WriteNull("index");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static JinjaDict United(JinjaDict standard, JinjaDict? given)
    {
        if (given is null)
        {
            return standard;
        }

        var all = new JinjaDict();
        foreach (var (key, value) in standard.Concat(given))
        {
            all[key] = value;
        }

        return all;
    }

    private static JinjaDict Dict(params ReadOnlySpan<(string Key, object? Value)> members)
    {
        var dict = new JinjaDict();
        foreach (var (key, value) in members)
        {
            dict[key] = value;
        }

        return dict;
    }
}
