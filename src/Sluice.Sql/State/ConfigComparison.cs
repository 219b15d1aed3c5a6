using System.Text.Json;
using Sluice.Sql.Artifacts;
using Sluice.Sql.Freshness;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.State;

/// <summary>Compares what users wrote as configuration. What depends on the target does not count: names, tags and groups.</summary>
internal static class ConfigComparison
{
    private static readonly string[] Names = ["alias", "schema", "database", "tags", "group"];

    // dbt: of a test only what changes its result counts.
    private static readonly string[] OfTests = ["severity", "where", "limit", "fail_calc", "warn_if", "error_if", "store_failures", "store_failures_as"];

    internal static bool IsSame(SqlNode node, EarlierNode earlier)
    {
        var (now, before) = (Written(node), Members(earlier.WrittenConfig));
        var keys = node is TestNode { IsSingular: false } ? OfTests : now.Keys.Union(before.Keys).Except(Names, StringComparer.Ordinal);
        return keys.All(key => IsImplied(node, key) || IsSame(key, now.GetValueOrDefault(key), before.GetValueOrDefault(key), earlier));
    }

    /// <summary>True where the names in the database are configured as they were.</summary>
    internal static bool IsSameRelation(SqlNode node, EarlierNode earlier)
    {
        var (now, before) = (Written(node), Members(earlier.WrittenConfig));
        return Names.Take(3).All(key => IsSame(key, now.GetValueOrDefault(key), before.GetValueOrDefault(key), earlier));
    }

    /// <summary>True where a source may be as old as it might be.</summary>
    internal static bool IsSameFreshness(SourceFreshness? freshness, EarlierNode earlier)
    {
        var before = earlier.Member("freshness") is { ValueKind: JsonValueKind.Object } given ? given : default;
        return Limit("warn_after") == freshness?.WarnAfter && Limit("error_after") == freshness?.ErrorAfter
            && (before.ValueKind == JsonValueKind.Object ? JsonText.Of(before, "filter") : null) == freshness?.Filter;

        AgeLimit? Limit(string name) => before.ValueKind == JsonValueKind.Object && before.TryGetProperty(name, out var limit) && limit.ValueKind == JsonValueKind.Object
            && limit.TryGetProperty("count", out var count) && count.ValueKind == JsonValueKind.Number && JsonText.Of(limit, "period") is { } period
            ? new AgeLimit(count.GetInt64(), period)
            : null;
    }

    // A seed is kept as a seed: dbt writes it nowhere.
    private static bool IsImplied(SqlNode node, string key) => key == "materialized" && node is (SeedNode or TestNode or ModelNode { IsSnapshot: true });

    private static bool IsSame(string key, JsonElement now, JsonElement before, EarlierNode earlier)
    {
        if (key is "pre-hook" or "post-hook")
        {
            return Hooks(now).SequenceEqual(Hooks(before));
        }

        // A value that was Jinja when it was written: what came of it counts.
        if (before.ValueKind == JsonValueKind.String && before.GetString()!.Contains("{{", StringComparison.Ordinal)
            && !JsonElement.DeepEquals(now, before) && earlier.Config is { } config && config.TryGetProperty(key, out var rendered))
        {
            before = rendered;
        }

        return (IsNothing(now) && IsNothing(before)) || (now.ValueKind == before.ValueKind && JsonElement.DeepEquals(now, before));
    }

    private static bool IsNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => true,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };

    private static IEnumerable<(string Sql, bool InTransaction)> Hooks(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [Parsed(value.GetString()!)],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Hooks),
        JsonValueKind.Object => [(JsonText.Of(value, "sql") ?? "", !value.TryGetProperty("transaction", out var transaction) || transaction.ValueKind != JsonValueKind.False)],
        _ => [],
    };

    private static (string Sql, bool InTransaction) Parsed(string text) => HookConfig.Parse(text) is var hook ? (hook.Sql, hook.InTransaction) : default;

    private static Dictionary<string, JsonElement> Written(SqlNode node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var (key, value) in node.Config.Items)
            {
                writer.Value(key, value);
            }

            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(stream.ToArray());
        return Members(document.RootElement.Clone());
    }

    private static Dictionary<string, JsonElement> Members(JsonElement? config)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in config is { ValueKind: JsonValueKind.Object } given ? given.EnumerateObject() : default)
        {
            members[member.Name is "pre_hook" or "post_hook" ? member.Name.Replace('_', '-') : member.Name] = member.Value;
        }

        return members;
    }
}
