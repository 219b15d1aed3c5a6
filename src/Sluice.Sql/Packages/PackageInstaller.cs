using System.Collections.Immutable;
using Sluice.Diagnostics;

namespace Sluice.Sql.Packages;

/// <summary>Installs the packages that a project asks for into its package folder, and writes package-lock.yml.</summary>
public static class PackageInstaller
{
    private const string Hub = "https://hub.getdbt.com/";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    /// <summary>Installs; returns what is there now, in the order of the files. Packages that nobody asks for stay as they are.</summary>
    /// <param name="request">Whose packages, and how.</param>
    /// <param name="diagnostics">Takes warnings.</param>
    /// <param name="cancellationToken">Stops; packages installed until then stay.</param>
    /// <exception cref="DiagnosticException">A file is wrong, wishes contradict each other, or a package cannot be fetched; nothing is changed then.</exception>
    public static async Task<ImmutableArray<InstalledPackage>> InstallAsync(
        PackageRequest request, DiagnosticBag diagnostics, CancellationToken cancellationToken = default)
    {
        var secrets = new SecretValues(request.Invocation.Environment);
        var work = Directory.CreateTempSubdirectory("sluice-deps-").FullName;
        try
        {
            using var http = new HttpClient(request.Http ?? new SocketsHttpHandler(), disposeHandler: request.Http is null) { Timeout = Patience };
            http.DefaultRequestHeaders.UserAgent.ParseAdd("sluice");
            return await InstallAsync(request, secrets, http, work, diagnostics, cancellationToken);
        }
        catch (DiagnosticException error) when (secrets.Any)
        {
            throw new DiagnosticException([.. error.Diagnostics.Select(item => item with { Message = secrets.Hide(item.Message) })]);
        }
        finally
        {
            Folders.Delete(work);
        }
    }

    private static async Task<ImmutableArray<InstalledPackage>> InstallAsync(
        PackageRequest request, SecretValues secrets, HttpClient http, string work, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var folder = request.ProjectFolder;
        var invocation = request.Invocation with { Environment = secrets.Read };
        var (root, scope) = PackageRoot.Read(folder, request.Vars, invocation, diagnostics);
        var files = new PackageFile(scope, diagnostics);
        var wishes = files.Read(folder, "", folder);
        diagnostics.ThrowIfErrors();
        var address = invocation.Environment("DBT_PACKAGE_HUB_URL") is { Length: > 0 } other ? new Uri(other.TrimEnd('/') + "/") : new Uri(Hub);
        var resolver = new PackageResolver(folder, files, http, new HubClient(http, address), work, request.CheckVersion, diagnostics);
        var install = new PackageFolder(Path.GetFullPath(root.PackagesInstallPath, folder), http, work);
        var hash = PackageLock.HashOf(wishes);
        var locked = request.Upgrade ? null : PackageLock.Read(folder, files);
        diagnostics.ThrowIfErrors();
        if (locked is not null && locked.Hash == hash && !request.LockOnly)
        {
            return await InstallLockedAsync(locked, resolver, install, diagnostics, cancellationToken);
        }

        if (wishes.IsEmpty && locked is null)
        {
            return [];
        }

        var packages = await resolver.ResolveAsync(wishes, cancellationToken);
        diagnostics.ThrowIfErrors();
        if (!request.LockOnly)
        {
            await install.InstallAsync(packages, cancellationToken);
        }

        PackageLock.Write(folder, packages, hash);
        return [.. packages.Select(package => new InstalledPackage(package.Name, package.Described, IsKept: false))];
    }

    // Without a network, what a lock file names and the package folder holds is good enough.
    private static async Task<ImmutableArray<InstalledPackage>> InstallLockedAsync(
        PackageLock locked, PackageResolver resolver, PackageFolder install, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var installed = ImmutableArray.CreateBuilder<InstalledPackage>();
        var problems = new List<Diagnostic>();
        foreach (var spec in locked.Packages)
        {
            try
            {
                var packages = await resolver.FetchLockedAsync([spec], cancellationToken);
                await install.InstallAsync(packages, cancellationToken);
                installed.AddRange(packages.Select(package => new InstalledPackage(package.Name, package.Described, IsKept: false)));
            }
            catch (DiagnosticException error) when (install.Holds(spec.LockedName) && error.Diagnostics.All(item => item.Code == "SLUICE2042"))
            {
                diagnostics.AddRange(error.Diagnostics.Select(item => item with { Severity = Severity.Warning, Hint = "what is in the package folder stays in use" }));
                installed.Add(new InstalledPackage(spec.LockedName!, "kept as it is", IsKept: true));
            }
            catch (DiagnosticException error)
            {
                problems.AddRange(error.Diagnostics);
            }
        }

        return problems.Count == 0 ? installed.ToImmutable() : throw new DiagnosticException([.. problems]);
    }
}
