using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Diagnostics;

namespace Sluice.Cli.Projects;

/// <summary>Finds the folder of a project.</summary>
internal static class ProjectFolders
{
    /// <summary>The folder of the project that a command is about; null where it is about none, or where there is none.</summary>
    internal static string? Guess(ParseResult parsed, CommandHost host)
    {
        if (!TryRead(parsed, "--project-dir", out var given))
        {
            return null;
        }

        given ??= host.EnvironmentFlags.Text("PROJECT_DIR");
        var folder = given is not null ? Path.GetFullPath(given, host.StartFolder) : host.Application?.Folder ?? Above(host.StartFolder);
        if (host.Application is not null)
        {
            return Directory.Exists(folder) ? folder : null;
        }

        return folder is not null && File.Exists(Path.Combine(folder, "dbt_project.yml")) ? folder : null;
    }

    /// <summary>Where the log of a project's commands lies, and whether the user has named the place.</summary>
    internal static (string Folder, bool IsNamed) Logs(string project, ParseResult parsed, CommandHost host)
    {
        TryRead(parsed, "--log-path", out var given);
        given ??= host.EnvironmentFlags.Text("LOG_PATH");
        return (Path.GetFullPath(given is null || given.Contains("{{", StringComparison.Ordinal) ? "logs" : given, project), given is not null);
    }

    private static bool TryRead(ParseResult parsed, string name, out string? value)
    {
        var option = parsed.CommandResult.Command.Options.OfType<Option<string?>>().FirstOrDefault(option => option.Name == name);
        value = option is null ? null : parsed.GetValue(option);
        return option is not null;
    }

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

        return call.Host.Application?.Folder ?? Above(call.Host.StartFolder) ?? throw new DiagnosticException(UsageErrors.NoProject(call.Line, call.Host.StartFolder));
    }

    private static string? Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "dbt_project.yml")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
