using System.Collections.Immutable;
using Sluice.Jinja;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Hooks;

/// <summary>Hooks as templates see them: <c>pre_hooks</c> and <c>post_hooks</c>, lists of dictionaries.</summary>
internal static class HookObjects
{
    internal static JinjaList Of(IEnumerable<HookConfig> hooks) => new(hooks.Select(hook => new JinjaDict
    {
        ["sql"] = hook.Sql,
        ["transaction"] = hook.InTransaction,
        ["index"] = null,
    }));

    internal static ImmutableArray<HookConfig> Parse(object? hooks) =>
    [
        .. (JinjaValue.TryIterate(hooks) ?? []).Select(hook => hook is JinjaDict map
            ? new HookConfig(map.TryGetValue("sql", out var sql) ? JinjaValue.ToText(sql) : "", !map.TryGetValue("transaction", out var inside) || JinjaValue.IsTrue(inside))
            : new HookConfig(JinjaValue.ToText(hook))),
    ];
}
