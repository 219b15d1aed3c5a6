using System.Collections;
using System.Collections.Immutable;
using System.Globalization;

namespace Sluice.Sql.Nodes;

/// <summary>The configuration of a node after all of its layers are merged. Unknown keys are kept. Immutable.</summary>
public sealed partial class NodeConfig
{
    /// <summary>No key set.</summary>
    public static readonly NodeConfig Empty = new(new OrderedDictionary<string, object?>(StringComparer.Ordinal));

    private readonly OrderedDictionary<string, object?> _values;

    internal NodeConfig(OrderedDictionary<string, object?> values) => _values = values;

    /// <summary>All keys and values in the order in which they were set.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Items => _values;

    /// <summary>The value of a key; null where it is absent.</summary>
    public object? this[string key] => _values.GetValueOrDefault(key);

    /// <summary>False where the user switched the node off.</summary>
    public bool Enabled => GetBoolean("enabled") ?? true;

    /// <summary>How the node is kept. Default: <c>view</c>.</summary>
    public string Materialized => GetString("materialized") ?? "view";

    /// <summary>The tags in the order of the layers; a tag may be in it twice.</summary>
    public ImmutableArray<string> Tags => GetStrings("tags");

    /// <summary>The partitions' name; null where the node has none, or where the value belongs to another meaning of the key.</summary>
    public string? PartitionBy => GetString("partition_by");

    /// <summary>The columns that tell rows apart; empty where none are given.</summary>
    public ImmutableArray<string> UniqueKey => GetStrings("unique_key");

    /// <summary>True where a contract's columns are enforced.</summary>
    public bool ContractEnforced => GetMap("contract") is { } contract && contract.GetValueOrDefault("enforced") is true;

    /// <summary>The statements before the node is built.</summary>
    public ImmutableArray<HookConfig> PreHooks => GetHooks("pre-hook", "pre_hook");

    /// <summary>The statements after the node is built.</summary>
    public ImmutableArray<HookConfig> PostHooks => GetHooks("post-hook", "post_hook");

    /// <summary>Says whether a key is set, to whatever value.</summary>
    public bool Contains(string key) => _values.ContainsKey(key);

    /// <summary>A text; numbers and booleans as text too; null where absent, none or of another kind.</summary>
    public string? GetString(string key) => this[key] switch
    {
        string text => text,
        bool truth => truth ? "True" : "False",
        IFormattable number and (long or int or double) => number.ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>A truth; the words <c>true</c> and <c>false</c> count; null where absent or of another kind.</summary>
    public bool? GetBoolean(string key) => this[key] switch
    {
        bool truth => truth,
        string text when bool.TryParse(text, out var truth) => truth,
        _ => null,
    };

    /// <summary>A whole number; null where absent or of another kind.</summary>
    public long? GetInteger(string key) => this[key] switch
    {
        long number => number,
        int number => number,
        string text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <summary>A list of texts; a single text is a list of one; empty where absent.</summary>
    public ImmutableArray<string> GetStrings(string key) => ToStrings(this[key]);

    /// <summary>A dictionary with text keys; null where absent or of another kind.</summary>
    public IReadOnlyDictionary<string, object?>? GetMap(string key) => ToMap(this[key]);

    internal NodeConfig With(string key, object? value) =>
        new(new OrderedDictionary<string, object?>(_values, StringComparer.Ordinal) { [key] = value });

    internal static ImmutableArray<string> ToStrings(object? value) => value switch
    {
        null => [],
        string text => [text],
        IEnumerable items => [.. items.Cast<object?>().Where(item => item is not null).Select(ToText)],
        _ => [ToText(value)],
    };

    private static string ToText(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private ImmutableArray<HookConfig> GetHooks(string key, string alias) =>
        [.. ToHooks(this[key]), .. ToHooks(this[alias])];

    private static IEnumerable<HookConfig> ToHooks(object? value)
    {
        switch (value)
        {
            case null:
                return [];
            case string sql:
                return [HookConfig.Parse(sql)];
            default:
                if (ToMap(value) is { } map)
                {
                    return
                    [
                        new HookConfig(
                            map.GetValueOrDefault("sql") as string ?? "",
                            map.GetValueOrDefault("transaction") is not false),
                    ];
                }

                return value is IEnumerable items ? items.Cast<object?>().SelectMany(ToHooks) : [];
        }
    }
}

/// <summary>A statement before or after a node is built.</summary>
/// <param name="Sql">The template; rendered when the hook runs.</param>
/// <param name="InTransaction">False where it runs outside of the node's transaction.</param>
public sealed record HookConfig(string Sql, bool InTransaction = true)
{
    // dbt: macros such as `before_begin(sql)` yield a hook as JSON text.
    internal static HookConfig Parse(string text)
    {
        if (text.TrimStart().StartsWith('{') && text.Contains("\"sql\"", StringComparison.Ordinal))
        {
            try
            {
                using var document = System.Text.Json.JsonDocument.Parse(text);
                var root = document.RootElement;
                return new HookConfig(
                    root.GetProperty("sql").GetString() ?? "",
                    !root.TryGetProperty("transaction", out var transaction) || transaction.GetBoolean());
            }
            catch (Exception error) when (error is System.Text.Json.JsonException or InvalidOperationException or KeyNotFoundException)
            {
                return new HookConfig(text);
            }
        }

        return new HookConfig(text);
    }
}
