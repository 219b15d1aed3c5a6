using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>One flag with its place.</summary>
/// <param name="Value">Null, bool, long, double, string, or lists and dictionaries of them.</param>
/// <param name="Text">The value as written, for a scalar; empty otherwise.</param>
/// <param name="Source">The file.</param>
/// <param name="Span">The value's place in it.</param>
public sealed record ProjectFlag(object? Value, string Text, SourceText Source, SourceSpan Span);

/// <summary>What <c>flags:</c> of a dbt_project.yml sets: defaults of options of the command line.</summary>
public static class ProjectFlags
{
    /// <summary>No flags.</summary>
    public static ImmutableDictionary<string, ProjectFlag> None { get; } = ImmutableDictionary.Create<string, ProjectFlag>(StringComparer.OrdinalIgnoreCase);

    // Flags that change nothing here: what they switch is either always so, or is not done at all.
    private static readonly string[] Behaviour =
    [
        "anonymous_usage_stats", "send_anonymous_usage_stats", "cache_selected_only", "log_cache_events", "use_colors_file", "printer_width",
        "populate_cache", "static_parser", "use_experimental_parser", "write_json", "single_threaded", "introspect", "macro_debugging", "profiles_dir",
        "require_explicit_package_overrides_for_builtin_materializations", "require_resource_names_without_spaces", "source_freshness_run_project_hooks",
        "skip_nodes_if_on_run_start_fails", "state_modified_compare_more_unrendered_values", "state_modified_compare_vars", "require_yaml_configuration_for_mf_time_spines",
        "require_nested_cumulative_type_params", "validate_macro_args", "require_all_warnings_handled_by_warn_error", "require_generic_test_arguments_property",
        "require_batched_execution_for_custom_microbatch_strategy", "require_unique_project_resource_names", "require_ref_searches_node_package_before_root",
        "enable_truthy_nulls_equals_macro", "use_info_schema_for_columns", "require_valid_schema_from_generate_schema_name", "require_sql_header_in_test_configs",
    ];

    /// <summary>The flags that an option of the command line reads.</summary>
    private static readonly string[] Options =
    [
        "debug", "fail_fast", "full_refresh", "indirect_selection", "log_format", "log_level", "log_path", "partial_parse", "print", "quiet", "store_failures", "target_path", "use_colors",
        "version_check", "warn_error", "warn_error_options", "favor_state", "defer", "log_file_max_bytes", "log_format_file", "log_level_file",
    ];

    /// <summary>The flags of the project in a folder that an option reads; none where there is no project or its file is broken, which loading it reports.</summary>
    public static ImmutableDictionary<string, ProjectFlag> Read(string folder)
    {
        var problems = new DiagnosticBag();
        var path = Path.Combine(folder, "dbt_project.yml");
        if (!File.Exists(path)
            || ProjectFiles.TryRead(path, "dbt_project.yml", problems) is not { } source
            || !(source.Text.Contains("flags:", StringComparison.Ordinal) || source.Text.Contains("log-path:", StringComparison.Ordinal))
            || YamlFile.Parse(source, problems) is not YamlMapping root)
        {
            return None;
        }

        // dbt's older place of the folder of logs is the project itself.
        var flags = root.Get("log-path") is YamlScalar { Value: string } older
            ? None.Add("log_path", new ProjectFlag(older.Value, older.Text, older.Source, older.Span)) : None;
        return flags.SetItems(((root.Get("flags") as YamlMapping)?.Entries ?? [])
            .Where(entry => Options.Contains(entry.Key.Text, StringComparer.OrdinalIgnoreCase) && entry.Value is not YamlScalar { Value: null })
            .DistinctBy(entry => entry.Key.Text, StringComparer.OrdinalIgnoreCase)
            .Select(entry => KeyValuePair.Create(
                entry.Key.Text, new ProjectFlag(YamlValues.ToValue(entry.Value), (entry.Value as YamlScalar)?.Text ?? "", entry.Value.Source, entry.Value.Span))));
    }

    /// <summary>The value of an option that is YAML or JSON, such as <c>--warn-error-options</c>.</summary>
    /// <exception cref="DiagnosticException">It is neither.</exception>
    public static object? Parse(SourceText source)
    {
        var problems = new DiagnosticBag();
        var node = YamlFile.Parse(source, problems);
        problems.ThrowIfErrors();
        return YamlValues.ToValue(node);
    }

    /// <summary>The texts of a value that is a list or one text; null where it is anything else.</summary>
    public static ImmutableArray<string>? Texts(object? value) => value switch
    {
        string text => [text],
        JinjaList list when list.All(item => item is string) => [.. list.Cast<string>()],
        _ => null,
    };

    /// <summary>The members of a dictionary; null where the value is none.</summary>
    public static ImmutableDictionary<string, object?>? Members(object? value) => value is JinjaDict dict
        ? ImmutableDictionary.CreateRange(dict.Where(pair => pair.Key is string).Select(pair => KeyValuePair.Create((string)pair.Key!, pair.Value)))
        : null;

    /// <summary>One warning for all flags that nobody knows.</summary>
    internal static void ReportUnknown(YamlNode? flags, DiagnosticBag diagnostics)
    {
        var unknown = (flags as YamlMapping)?.Entries
            .Where(entry => !Behaviour.Concat(Options).Contains(entry.Key.Text, StringComparer.OrdinalIgnoreCase)).Select(entry => entry.Key).ToList() ?? [];
        if (unknown.Count > 0)
        {
            diagnostics.Add(ProjectErrors.UnknownFlags(unknown, Nearest.Hint(unknown[0].Text, Options)));
        }
    }
}
