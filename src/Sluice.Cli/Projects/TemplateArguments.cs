using System.Collections.Immutable;
using Sluice.Cli.Options;

namespace Sluice.Cli.Projects;

/// <summary>What the user typed, as templates see it in <c>invocation_args_dict</c>: dbt's names.</summary>
internal static class TemplateArguments
{
    internal static ImmutableDictionary<string, object?> Of(ProjectSettings project, string command, RunSettings settings, string folder) =>
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["which"] = command,
            ["project_dir"] = folder,
            ["profiles_dir"] = project.ProfilesFolder,
            ["profile"] = project.Profile,
            ["target"] = project.Target,
            ["full_refresh"] = settings.FullRefresh,
            ["fail_fast"] = settings.FailFast,
            ["store_failures"] = settings.StoreFailures ?? false,
        }.ToImmutableDictionary(StringComparer.Ordinal);
}
