using Sluice.Cli.Invocation;
using Sluice.Diagnostics;

namespace Sluice.Cli.Projects;

/// <summary>Finds the folder of a project.</summary>
internal static class ProjectFolders
{
    /// <summary>The folder that holds dbt_project.yml, absolute: the one given, else the start folder or the nearest above it that does.</summary>
    /// <exception cref="DiagnosticException">There is none.</exception>
    internal static string Find(string? given, CommandCall call)
    {
        if (given is not null)
        {
            var folder = Path.GetFullPath(given, call.Host.StartFolder);
            return Directory.Exists(folder)
                ? folder
                : throw new DiagnosticException(UsageErrors.NoFolder(call.Line, call.Line.FindLast(["--project-dir"]), folder, File.Exists(folder)));
        }

        for (var folder = new DirectoryInfo(call.Host.StartFolder); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "dbt_project.yml")))
            {
                return folder.FullName;
            }
        }

        throw new DiagnosticException(UsageErrors.NoProject(call.Line, call.Host.StartFolder));
    }
}
