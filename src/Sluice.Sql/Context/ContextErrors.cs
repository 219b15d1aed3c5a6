using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Context;

/// <summary>What can be wrong with a call of a template to one of dbt's names.</summary>
internal static class ContextErrors
{
    internal static JinjaException EnvironmentMissing(JinjaCall call, string name) => call.Fail(
        "SLUICE2013", $"the environment variable `{name}` is not set", $"set it, or give a default: `env_var('{name}', '…')`");

    internal static JinjaException SecretOutside(JinjaCall call, string name) => call.Fail(
        "SLUICE2013", $"the secret `{name}` may only be read in profiles.yml and packages.yml", "a model would write it into its SQL");

    internal static JinjaException VariableMissing(JinjaCall call, string name, IEnumerable<string> known) => call.Fail(
        "SLUICE2023", $"the variable `{name}` has no value",
        Nearest.Hint(name, known) ?? $"declare it under `vars` in dbt_project.yml, pass `--vars '{{{name}: …}}'`, or give a default: `var('{name}', …)`");

    internal static JinjaException HiddenRef(JinjaCall call, SqlNode node, string callText) => call.Fail(
        "SLUICE2020", $"`{node.Name}` reads `{callText}` behind a condition that parsing does not enter, so that its dependencies are not known",
        $"add this at the top of {node.OriginalFilePath}: `-- depends_on: {{{{ {callText} }}}}`");

    internal static JinjaException PrevInFirst(JinjaCall call, string name, string key) => call.Fail(
        "SLUICE2018", $"`prev('{name}')` has nothing to read in the first partition `{key}`",
        "guard it with `{% if partition.first %} … {% else %} … {% endif %}`, or give a start: `prev('" + name + "', initial='…')`");

    internal static JinjaException PrevBeforeFirst(JinjaCall call, string name, long count, string key) => call.Fail(
        "SLUICE2018", $"`prev('{name}', {count})` reads {count} partitions before `{key}`, and there are not that many",
        "guard it with a condition over `partition.index`, or give a start: `initial='…'`");

    internal static JinjaException PrevWithoutPartition(JinjaCall call, SqlNode? node) => call.Fail(
        "SLUICE2018", $"`prev` is used in `{node?.Name ?? "a macro"}`, which is not partitioned",
        "add `partition_by='…'` to its config");

    internal static JinjaException PrevOfUnpartitioned(JinjaCall call, string name) => call.Fail(
        "SLUICE2018", $"`prev('{name}')` reads a model that is not partitioned", $"read it with `ref('{name}')`, or partition it too");

    internal static JinjaException ChangesOfUntracked(JinjaCall call, string name) => call.Fail(
        "SLUICE2018", $"`changes('{name}')` reads a model whose changes are not tracked", "add `track_changes=['…']` with the columns of its key to its config");

    internal static JinjaException PrevCount(JinjaCall call) => call.Fail(
        "SLUICE2018", "`prev` goes back by a whole number of at least 1", "`prev('x')` is one partition back, `prev('x', 2)` two");

    internal static JinjaException UnknownRef(JinjaCall call, string name, string? nearest) => call.Fail(
        "SLUICE2003", $"no model or seed is named `{name}`", nearest is null ? null : $"did you mean `{nearest}`?");

    internal static JinjaException UnknownSource(JinjaCall call, string name) => call.Fail(
        "SLUICE2014", $"the source `{name}` is not found");

    internal static JinjaException NoSuchMacro(JinjaCall call, string name, ImmutableArray<string> tried) => call.Fail(
        "SLUICE2017", $"`adapter.dispatch` finds no macro named `{name}`",
        $"searched for: {string.Join(", ", tried.Distinct(StringComparer.Ordinal))}");

    internal static JinjaException MissingConfig(JinjaCall call, SqlNode? node, string name) => call.Fail(
        "SLUICE2026", $"`{node?.Name}` needs the config `{name}`", $"add `{name}=…` to its config");

    internal static JinjaException BadConfigCall(JinjaCall call) => call.Fail(
        "SLUICE2026", "`config` takes one dictionary, or keywords, and not both", "write `config(materialized='table')`");
}
