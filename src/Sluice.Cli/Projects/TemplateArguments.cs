using System.Collections.Immutable;
using Sluice.Cli.Artifacts;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Talking;

namespace Sluice.Cli.Projects;

/// <summary>What the user typed, as templates see it: dbt's names.</summary>
internal static class TemplateArguments
{
    /// <summary>The members of <c>invocation_args_dict</c>.</summary>
    internal static ImmutableDictionary<string, object?> Of(CommandCall call, ProjectSettings project, string command, RunSettings settings, string folder)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["project_dir"] = folder,
            ["profiles_dir"] = project.ProfilesFolder,
            ["profile"] = project.Profile,
            ["target"] = project.Target,
            ["select"] = Array.Empty<string>(),
            ["exclude"] = Array.Empty<string>(),
            ["full_refresh"] = settings.FullRefresh,
            ["fail_fast"] = settings.FailFast,
            ["store_failures"] = settings.StoreFailures ?? false,
            ["empty"] = settings.Empty,
        };
        foreach (var (name, value) in CommandArguments.Of(call, command))
        {
            values[name] = value;
        }

        return values.ToImmutableDictionary(StringComparer.Ordinal);
    }

    /// <summary>The members of <c>flags</c> that the options of every command set.</summary>
    internal static ImmutableDictionary<string, object?> Flags(CommandCall call, RunSettings settings) => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["DEBUG"] = call.Global.Level == TalkLevel.Debug,
        ["QUIET"] = call.Global.Level == TalkLevel.Error,
        ["PRINT"] = call.Global.Prints,
        ["USE_COLORS"] = call.Global.UsesColors,
        ["LOG_FORMAT"] = call.Global.IsJson ? "json" : "default",
        ["LOG_LEVEL"] = call.Global.Level.ToString().ToLowerInvariant(),
        ["WARN_ERROR"] = call.Global.Warnings.IsError("JinjaLogWarning"),
        ["WRITE_JSON"] = call.Global.WritesJson,
        ["FAIL_FAST"] = settings.FailFast,
    }.ToImmutableDictionary(StringComparer.Ordinal);
}
