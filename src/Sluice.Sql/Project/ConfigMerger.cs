using Sluice.Jinja;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Project;

/// <summary>Merges the layers of a node's configuration: tags and hooks add up, dictionaries such as <c>meta</c> are united, all else is replaced.</summary>
internal sealed class ConfigMerger
{
    private readonly OrderedDictionary<string, object?> _values = new(StringComparer.Ordinal);

    internal static bool IsHook(string key) => key is "pre-hook" or "post-hook" or "pre_hook" or "post_hook";

    internal static bool IsDictionaryKey(string key) =>
        key is "meta" or "persist_docs" or "column_types" or "quoting" or "grants" or "docs" or "contract" or "snapshot_meta_column_names" or "options";

    internal void Add(IEnumerable<KeyValuePair<string, object?>> layer)
    {
        foreach (var (key, value) in layer)
        {
            Add(key, value);
        }
    }

    internal void Add(string key, object? value)
    {
        key = key switch { "pre_hook" => "pre-hook", "post_hook" => "post-hook", _ => key };
        switch (key)
        {
            case "tags" or "pre-hook" or "post-hook" or "packages":
                Append(key, value);
                break;
            case "meta" or "quoting" or "column_types" or "docs" or "contract" or "snapshot_meta_column_names":
                Unite(key, value);
                break;
            case "grants":
                AddGrants(value);
                break;
            default:
                _values[key] = value;
                break;
        }
    }

    internal NodeConfig ToConfig() => _values.Count == 0 ? NodeConfig.Empty : new NodeConfig(_values);

    private static IEnumerable<object?> Items(object? value) => value switch
    {
        null => [],
        JinjaList list => list,
        JinjaTuple tuple => tuple,
        _ => [value],
    };

    private void Append(string key, object? value) =>
        _values[key] = new JinjaList(Items(_values.GetValueOrDefault(key)).Concat(Items(value)));

    private void Unite(string key, object? value)
    {
        if (value is not JinjaDict added)
        {
            _values[key] = value ?? _values.GetValueOrDefault(key);
            return;
        }

        var all = new JinjaDict();
        foreach (var (name, item) in _values.GetValueOrDefault(key) as JinjaDict ?? [])
        {
            all[name] = item;
        }

        foreach (var (name, item) in added)
        {
            all[name] = item;
        }

        _values[key] = all;
    }

    // A grant with a `+` adds to what is granted, any other replaces it.
    private void AddGrants(object? value)
    {
        var all = new JinjaDict();
        foreach (var (name, item) in _values.GetValueOrDefault("grants") as JinjaDict ?? [])
        {
            all[name] = item;
        }

        foreach (var (key, item) in value as JinjaDict ?? [])
        {
            var name = key as string ?? "";
            var adds = name.StartsWith('+');
            name = adds ? name[1..] : name;
            all[name] = adds && all.TryGetValue(name, out var before) ? new JinjaList(Items(before).Concat(Items(item))) : item;
        }

        _values["grants"] = all;
    }
}
