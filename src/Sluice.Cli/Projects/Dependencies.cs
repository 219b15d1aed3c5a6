using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Talking;
using Sluice.Diagnostics;
using Sluice.Sql.Packages;

namespace Sluice.Cli.Projects;

/// <summary>What <c>sluice deps</c> was asked for.</summary>
/// <param name="Add">A package to add first; null for none.</param>
/// <param name="Source">Where that package comes from.</param>
/// <param name="Upgrade">True where package-lock.yml does not count.</param>
/// <param name="LockOnly">True where nothing is installed.</param>
internal sealed record DependencyRequest(string? Add, string Source, bool Upgrade, bool LockOnly);

/// <summary>Installs the packages of a project.</summary>
internal static class Dependencies
{
    internal static async Task<int> InstallAsync(CommandCall call, ProjectSettings project, DependencyRequest request, CancellationToken cancellationToken)
    {
        var folder = ProjectFolders.Find(project.ProjectFolder, call);
        if (request.Add is { } added)
        {
            call.Talk.Info($"added `{added}` to {PackageAddition.Add(folder, added, request.Source)}");
        }

        var found = new DiagnosticBag();
        var packages = await PackageInstaller.InstallAsync(
            new PackageRequest
            {
                ProjectFolder = folder,
                Vars = project.Vars,
                Upgrade = request.Upgrade || request.Add is not null,
                LockOnly = request.LockOnly,
                CheckVersion = project.ChecksVersion,
                Http = call.Host.Http,
                Invocation = new Sql.Context.Invocation { Command = "deps", Environment = call.Host.Environment, Time = call.Host.Time },
            },
            found,
            cancellationToken);
        call.Report(found);
        foreach (var package in packages)
        {
            call.Talk.Info($"{(request.LockOnly ? "locked" : package.IsKept ? "kept" : "installed")} {package.Name}: {package.Description}");
        }

        call.Talk.Info(packages.IsEmpty ? "packages.yml names no packages" : Amounts.Count(packages.Length, "package"));
        return ExitCode.Ok;
    }
}
