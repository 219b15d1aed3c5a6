using System.Collections.Immutable;
using Sluice.Diagnostics;

namespace Sluice.Sql.Packages;

/// <summary>The folder that packages are installed in.</summary>
/// <param name="path">Absolute.</param>
/// <param name="http">Fetches archives.</param>
/// <param name="work">A folder for archives.</param>
internal sealed class PackageFolder(string path, HttpClient http, string work)
{
    /// <summary>True where a package of that name is there.</summary>
    internal bool Holds(string? name) => name is not null && File.Exists(Path.Combine(path, name, "dbt_project.yml"));

    /// <summary>Puts packages into their folders. All of them are fetched before the first one is replaced.</summary>
    /// <exception cref="DiagnosticException">One cannot be fetched.</exception>
    internal async Task InstallAsync(ImmutableArray<PinnedPackage> packages, CancellationToken cancellationToken)
    {
        var folders = new List<(PinnedPackage Package, string From)>();
        foreach (var package in packages)
        {
            folders.Add((package, package switch
            {
                PinnedLocal local => local.Local.Folder,
                PinnedGit git => git.Folder,
                PinnedTarball archive => archive.Folder,
                _ => await FetchAsync((PinnedHub)package, cancellationToken),
            }));
        }

        Directory.CreateDirectory(path);
        foreach (var (package, from) in folders)
        {
            Put(package, from, Path.Combine(path, package.Name));
        }
    }

    private async Task<string> FetchAsync(PinnedHub package, CancellationToken cancellationToken)
    {
        var place = package.Hub.Place;
        try
        {
            var url = package.Tarball ?? throw new IOException("the hub names no archive");
            var folder = await Tarball.UnpackAsync(http, url, Path.Combine(work, $"hub-{package.Name}"), cancellationToken);
            return File.Exists(Path.Combine(folder, "dbt_project.yml"))
                ? folder
                : throw new DiagnosticException(PackageErrors.NotADependency(place, package.Hub.Name, "dbt_project.yml"));
        }
        catch (Exception error) when (error is HttpRequestException or IOException or InvalidDataException
            || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new DiagnosticException(PackageErrors.Unreachable(place, package.Hub.Name, error.Message.TrimEnd('.')));
        }
    }

    private static void Put(PinnedPackage package, string from, string to)
    {
        Folders.Delete(to);
        if (package is not PinnedLocal)
        {
            Folders.Copy(from, to);
            return;
        }

        try
        {
            // A change in a local package counts at once; a relative link survives a move of the project.
            Directory.CreateSymbolicLink(to, Path.GetRelativePath(Path.GetDirectoryName(to)!, from));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Folders.Copy(from, to);
        }
    }
}
