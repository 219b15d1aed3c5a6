using System.Collections.Immutable;
using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Diagnostics;
using Sluice.Sql.Project;

namespace Sluice.Cli.Projects;

/// <summary>Finds the folder of a project.</summary>
internal static class ProjectFolders
{
    /// <summary>What the project that a command is about sets under <c>flags</c>; nothing where there is none.</summary>
    internal static ImmutableDictionary<string, ProjectFlag> Flags(ParseResult parsed, CommandHost host)
    {
        var option = parsed.CommandResult.Command.Options.OfType<Option<string?>>().FirstOrDefault(option => option.Name == "--project-dir");
        var given = option is null ? null : parsed.GetValue(option) ?? host.EnvironmentFlags.Text("PROJECT_DIR");
        return option is null ? ProjectFlags.None
            : given is not null ? ProjectFlags.Read(Path.GetFullPath(given, host.StartFolder))
            : Above(host.StartFolder) is { } folder ? ProjectFlags.Read(folder) : ProjectFlags.None;
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

        return Above(call.Host.StartFolder) ?? throw new DiagnosticException(UsageErrors.NoProject(call.Line, call.Host.StartFolder));
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
