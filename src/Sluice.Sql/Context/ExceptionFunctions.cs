using Sluice.Diagnostics;
using Sluice.Jinja;

namespace Sluice.Sql.Context;

/// <summary>What <c>exceptions</c> holds.</summary>
internal static class ExceptionFunctions
{
    internal static HostObject Create(Invocation invocation) => new("exceptions", name => name switch
    {
        "raise_compiler_error" => new JinjaFunction(name, call => throw call.Fail("SLUICE2032", call.Bind(name, "msg", "node?").Text(0))),
        "warn" => new JinjaFunction(name, call => Warn(call, invocation)),
        "raise_not_implemented" => new JinjaFunction(name, call => throw call.Fail("SLUICE2032", $"not implemented: {call.Bind(name, "msg").Text(0)}")),
        "missing_config" => new JinjaFunction(name, call =>
        {
            var args = call.Bind(name, "model", "name");
            throw call.Fail("SLUICE2026", $"the config `{args.Text(1)}` is missing", $"add `{args.Text(1)}=…` to the model's config");
        }),
        "missing_materialization" or "missing_relation" or "relation_wrong_type" or "raise_database_error" or "raise_dependency_error"
            or "raise_duplicate_patch_name" or "raise_duplicate_resource_name" or "raise_invalid_property_yml_version" or "raise_parsing_error"
            or "raise_fail_fast_error" or "column_type_missing" or "raise_contract_error" or "invalid_type" or "macro_invalid_dispatch_arg"
            or "raise_ambiguous_alias" or "raise_ambiguous_catalog_match" or "raise_cache_inconsistent" or "ref_bad_context" or "ref_invalid_args" =>
            new JinjaFunction(name, call => throw call.Fail("SLUICE2032", $"{name.Replace('_', ' ')}: {string.Join(", ", call.Args.Select(JinjaValue.ToText))}")),
        _ => HostObject.Missing,
    });

    /// <summary>Shows a warning with the place of the call, or fails where warnings are errors.</summary>
    internal static string Warn(JinjaCall call, Invocation invocation)
    {
        var message = call.Bind("warn", "msg", "node?").Text(0);
        var warning = new Diagnostic("SLUICE2037", Severity.Warning, message, call.Source, call.Span);
        if (invocation.IsError?.Invoke(warning) is true)
        {
            throw call.Fail("SLUICE2037", message, "`--warn-error` makes this warning an error");
        }

        invocation.Messages.Warn(warning);
        return "";
    }
}
