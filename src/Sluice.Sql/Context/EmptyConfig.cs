using Sluice.Jinja;

namespace Sluice.Sql.Context;

/// <summary>The config keys that are empty lists or dictionaries, not none, where nobody sets them.</summary>
internal static class EmptyConfig
{
    internal static object? Of(string name) => name switch
    {
        "tags" or "pre_hook" or "pre-hook" or "post_hook" or "post-hook" or "packages" => new JinjaList(),
        "meta" or "persist_docs" or "column_types" or "quoting" or "grants" => new JinjaDict(),
        _ => null,
    };
}
