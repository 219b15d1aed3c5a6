namespace Sluice.Sql.Nodes;

/// <summary>The value that a config key of dbt has where the user sets none.</summary>
internal static class ConfigDefaults
{
    /// <summary>The value of a key, the default included; null where neither is there.</summary>
    internal static object? Find(SqlNode node, string key) =>
        node.Config.Contains(key) ? node.Config[key] : TryGet(node.ResourceType, key, out var value) ? value : null;

    /// <summary>True where dbt knows the key for this kind of node, with its default.</summary>
    internal static bool TryGet(string resourceType, string key, out object? value)
    {
        value = (resourceType, key) switch
        {
            (_, "enabled") => true,
            ("test", "materialized") => "test",
            ("seed", "materialized") => "seed",
            ("snapshot", "materialized") => "snapshot",
            (_, "materialized") => "view",
            ("test", "severity") => "ERROR",
            ("test", "fail_calc") => "count(*)",
            ("test", "warn_if" or "error_if") => "!= 0",
            ("test", "schema") => "dbt_test__audit",
            (not "test", "on_schema_change") => "ignore",
            ("model", "access") => "protected",
            _ => null,
        };
        return value is not null || IsKnown(resourceType, key);
    }

    private static bool IsKnown(string resourceType, string key) => key switch
    {
        "alias" or "schema" or "database" or "group" or "full_refresh" or "unique_key" or "incremental_strategy" or "event_time"
            or "batch_size" or "lookback" or "begin" or "concurrent_batches" or "freshness" => true,
        "where" or "limit" or "store_failures" or "store_failures_as" or "severity" => resourceType == "test",
        "strategy" or "updated_at" or "check_cols" or "target_schema" or "target_database" => resourceType == "snapshot",
        "delimiter" or "quote_columns" => resourceType == "seed",
        _ => false,
    };
}
