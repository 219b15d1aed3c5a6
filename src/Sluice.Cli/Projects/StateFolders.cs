using Sluice.Cli.Invocation;
using Sluice.Diagnostics;

namespace Sluice.Cli.Projects;

/// <summary>Finds the folder of an earlier state.</summary>
internal static class StateFolders
{
    /// <summary>The folder, absolute; null where none is given. As in dbt it counts from the project's folder; where there is none, from the caller's.</summary>
    /// <exception cref="DiagnosticException">There is none.</exception>
    internal static string? Find(string? given, CommandCall call, string projectFolder)
    {
        if (given is null)
        {
            return null;
        }

        var folder = Path.GetFullPath(given, projectFolder);
        var near = Path.GetFullPath(given, call.Host.StartFolder);
        return Directory.Exists(folder) ? folder
            : Directory.Exists(near) ? near
            : throw new DiagnosticException(UsageErrors.NoStateFolder(call.Line, given, folder));
    }
}
