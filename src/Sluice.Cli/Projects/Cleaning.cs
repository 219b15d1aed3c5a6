using Sluice.Cli.Invocation;
using Sluice.Diagnostics;
using Sluice.Sql.Project;

namespace Sluice.Cli.Projects;

/// <summary>Deletes what can be made again.</summary>
internal static class Cleaning
{
    /// <summary>Deletes the folders that dbt_project.yml names; a project whose models, profile or packages are broken or missing can be cleaned too.</summary>
    /// <exception cref="DiagnosticException">dbt_project.yml is wrong, or names a folder that is not to be deleted.</exception>
    internal static int Clean(CommandCall call, string folder)
    {
        var found = new DiagnosticBag();
        var (targets, sources) = CleanTargets.Of(folder, found);
        call.Report(found);
        var root = Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar;
        var folders = targets.Select(target => Path.GetFullPath(target, folder)).Distinct(StringComparer.Ordinal).ToList();
        // dbt: what lies outside of the project, or is a source folder, is never deleted.
        var refused = folders.Where(target => !target.StartsWith(root, StringComparison.Ordinal) || IsSource(target)).ToList();
        if (refused.Count > 0)
        {
            throw new DiagnosticException([.. refused.Select(target => UsageErrors.NotCleaned(call.Line, target))]);
        }

        foreach (var target in folders.Where(Directory.Exists))
        {
            Directory.Delete(target, recursive: true);
            call.Talk.Info($"deleted {target}");
        }

        return ExitCode.Ok;

        bool IsSource(string target) => sources.Select(source => Path.GetFullPath(source, folder))
            .Any(source => source == target || source.StartsWith(target + Path.DirectorySeparatorChar, StringComparison.Ordinal));
    }
}
