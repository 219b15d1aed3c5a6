using Sluice.Diagnostics;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>Finds the packages of a project: what lies in its package folder, and local folders that packages.yml names.</summary>
internal sealed class PackageFinder(DiagnosticBag diagnostics)
{
    private readonly Dictionary<string, DbtProjectFile> _found = new(StringComparer.Ordinal);
    private readonly List<YamlScalar> _remote = [];
    private readonly List<(YamlScalar Node, string Name)> _missing = [];

    /// <summary>The packages by name, without the root.</summary>
    internal IReadOnlyList<DbtProjectFile> Find(DbtProjectFile root)
    {
        _found.Add(root.Name, root);
        var installed = Path.Combine(root.Folder, root.PackagesInstallPath);
        if (Directory.Exists(installed))
        {
            foreach (var folder in Directory.EnumerateDirectories(installed).Order(StringComparer.Ordinal))
            {
                Add(folder, $"{root.PackagesInstallPath}/{Path.GetFileName(folder)}");
            }
        }

        var count = _found.Count - 1;
        FindDeclared(root, root, depth: 0);
        if (_remote.Count > count && _missing.Count == 0)
        {
            // Which of them is missing cannot be told: a package may be called otherwise than its repository.
            diagnostics.Add(ProjectErrors.PackagesMissing(_remote[^1], _remote.Count, count, root.PackagesInstallPath));
        }

        foreach (var (node, name) in _missing)
        {
            diagnostics.Add(ProjectErrors.PackageMissing(node, name, _remote.Count, Math.Min(count, _remote.Count - _missing.Count), root.PackagesInstallPath));
        }

        return [.. _found.Values.Where(package => package != root)];
    }

    private void FindDeclared(DbtProjectFile root, DbtProjectFile package, int depth)
    {
        if (depth > 20)
        {
            return;
        }

        foreach (var name in (string[])["packages.yml", "dependencies.yml"])
        {
            var path = Path.Combine(package.Folder, name);
            if (!File.Exists(path)
                || ProjectFiles.TryRead(path, Shown(root, path), diagnostics) is not { } source
                || YamlFile.Parse(source, diagnostics) is not YamlMapping mapping)
            {
                continue;
            }

            foreach (var entry in (mapping.Get("packages") as YamlSequence)?.Items.OfType<YamlMapping>() ?? [])
            {
                FindEntry(root, package, entry, depth);
            }
        }
    }

    private void FindEntry(DbtProjectFile root, DbtProjectFile package, YamlMapping entry, int depth)
    {
        if (entry.Get("local") is YamlScalar local)
        {
            var folder = Path.GetFullPath(Path.Combine(package.Folder, local.Text));
            if (!File.Exists(Path.Combine(folder, "dbt_project.yml")))
            {
                diagnostics.Add(ProjectErrors.PackageFolderMissing(local, local.Text));
            }
            else if (Add(folder, Shown(root, folder)) is { } found)
            {
                FindDeclared(root, found, depth + 1);
            }

            return;
        }

        if ((entry.Get("package") ?? entry.Get("git") ?? entry.Get("tarball")) is not YamlScalar remote)
        {
            return;
        }

        if (package != root)
        {
            return;
        }

        // A git package may be called otherwise than its repository; only a package of the hub has a sure name.
        _remote.Add(remote);
        var name = remote.Text.Split('/')[^1];
        if (entry.Get("package") is not null && !_found.ContainsKey(name) && !Directory.Exists(Path.Combine(root.Folder, root.PackagesInstallPath, name)))
        {
            _missing.Add((remote, remote.Text));
        }
    }

    private static string Shown(DbtProjectFile root, string path) => Path.GetRelativePath(root.Folder, path).Replace('\\', '/');

    private DbtProjectFile? Add(string folder, string shown)
    {
        var path = Path.Combine(folder, "dbt_project.yml");
        if (!File.Exists(path) || ProjectFiles.TryRead(path, $"{shown}/dbt_project.yml", diagnostics) is not { } source
            || DbtProjectFile.Parse(source, Path.GetFullPath(folder), diagnostics) is not { } package)
        {
            return null;
        }

        if (_found.TryGetValue(package.Name, out var same))
        {
            // A local package may also be linked into the package folder: the first one found counts.
            if (!IsLink(same.Folder, package.Folder))
            {
                diagnostics.Add(ProjectErrors.PackageTwice(package.Source, package.Name, same.Source.Path));
            }

            return null;
        }

        _found.Add(package.Name, package);
        return package;
    }

    private static bool IsLink(string installed, string local) =>
        string.Equals(installed, local, StringComparison.Ordinal)
        || string.Equals(new DirectoryInfo(installed).ResolveLinkTarget(returnFinalTarget: true)?.FullName.TrimEnd('/'), local.TrimEnd('/'), StringComparison.Ordinal)
        || File.ReadAllText(Path.Combine(installed, "dbt_project.yml")) == File.ReadAllText(Path.Combine(local, "dbt_project.yml"));
}
