using Sluice.Cli.Invocation;
using Sluice.Diagnostics;

namespace Sluice.Cli.Projects;

/// <summary>Deletes what can be made again.</summary>
internal static class Cleaning
{
    internal static int Clean(CommandCall call, ProjectSession session)
    {
        var root = Path.TrimEndingDirectorySeparator(session.Folder) + Path.DirectorySeparatorChar;
        var folders = session.CleanTargets.Select(target => Path.GetFullPath(target, session.Folder)).Distinct(StringComparer.Ordinal).ToList();
        // dbt: what lies outside of the project, or is a source folder, is never deleted.
        var refused = folders.Where(folder => !folder.StartsWith(root, StringComparison.Ordinal) || session.IsSourceFolder(folder)).ToList();
        if (refused.Count > 0)
        {
            throw new DiagnosticException([.. refused.Select(folder => UsageErrors.NotCleaned(call.Line, folder))]);
        }

        foreach (var folder in folders.Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
            call.Talk.Info($"deleted {folder}");
        }

        return ExitCode.Ok;
    }
}
