using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Sql.Project;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Packages;

/// <summary>Reads what a project's packages.yml and dependencies.yml ask for.</summary>
/// <param name="scope">Renders the Jinja of values.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
internal sealed class PackageFile(YamlScope scope, DiagnosticBag diagnostics)
{
    internal static readonly string[] Names = ["packages.yml", "dependencies.yml"];

    /// <summary>The packages that a project in <paramref name="folder"/> asks for.</summary>
    /// <param name="folder">Absolute.</param>
    /// <param name="shown">How messages name the folder; empty for the root.</param>
    /// <param name="root">The folder that local paths count from where they do not count from <paramref name="folder"/>.</param>
    internal ImmutableArray<PackageSpec> Read(string folder, string shown, string root)
    {
        var specs = ImmutableArray.CreateBuilder<PackageSpec>();
        foreach (var name in Names)
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path)
                && ProjectFiles.TryRead(path, shown.Length == 0 ? name : $"{shown}/{name}", diagnostics) is { } source
                && YamlFile.Parse(source, diagnostics) is YamlMapping mapping
                && mapping.Get("packages") is YamlSequence packages)
            {
                specs.AddRange(packages.Items.Select(item => Entry(item, folder, root)).OfType<PackageSpec>());
            }
        }

        return specs.ToImmutable();
    }

    /// <summary>One package of a list; null where it is wrong, which is reported.</summary>
    internal PackageSpec? Entry(YamlNode item, string folder, string root) =>
        Wish(item, folder, root) is { } spec ? spec with { LockedName = Text((YamlMapping)item, "name") } : null;

    private PackageSpec? Wish(YamlNode item, string folder, string root)
    {
        if (item is not YamlMapping entry)
        {
            diagnostics.Add(PackageErrors.NoSource(item));
            return null;
        }

        if (Text(entry, "local") is { } local)
        {
            return new LocalSpec(entry.Get("local")!, local, Folder(local, folder, root));
        }

        if (Text(entry, "git") is { } git)
        {
            return new GitSpec(
                entry.Get("git")!, git, Text(entry, "revision"), Text(entry, "subdirectory"), !IsFalse(entry, "warn-unpinned") && !IsFalse(entry, "warn_unpinned"));
        }

        if (Text(entry, "tarball") is { } tarball)
        {
            return Text(entry, "name") is { } name ? new TarballSpec(entry.Get("tarball")!, tarball, name) : Missing(entry, "name", tarball);
        }

        if (Text(entry, "package") is { } package)
        {
            return Hub(entry, package);
        }

        diagnostics.Add(entry.Find("private") is { } hosted ? PackageErrors.NotSupported(hosted.Key, "a private package of the hosted service") : PackageErrors.NoSource(item));
        return null;
    }

    private PackageSpec? Hub(YamlMapping entry, string package)
    {
        ImmutableArray<string> versions = entry.Get("version") switch
        {
            YamlSequence list => [.. list.Items.OfType<YamlScalar>().SelectMany(Conditions)],
            YamlScalar { Value: not null } single => [.. Conditions(single)],
            _ => [],
        };
        foreach (var version in versions.Where(version => VersionCondition.Parse(version) is null))
        {
            diagnostics.Add(PackageErrors.BadVersion(entry.Get("version")!, version));
            return null;
        }

        return versions.IsEmpty
            ? Missing(entry, "version", package)
            : new HubSpec(entry.Get("package")!, package, versions, IsTrue(entry, "install_prerelease") || IsTrue(entry, "install-prerelease"));
    }

    private IEnumerable<string> Conditions(YamlScalar scalar) =>
        (Text(scalar) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private PackageSpec? Missing(YamlMapping entry, string key, string package)
    {
        diagnostics.Add(PackageErrors.MissingKey(entry, key, package));
        return null;
    }

    // dbt counts every local path from the root project; a path beside the package that names it is understood too.
    private static string Folder(string local, string folder, string root)
    {
        var beside = Path.TrimEndingDirectorySeparator(Path.GetFullPath(local, folder));
        return Directory.Exists(beside) ? beside : Path.TrimEndingDirectorySeparator(Path.GetFullPath(local, root));
    }

    private string? Text(YamlMapping entry, string key) => entry.Get(key) is YamlScalar scalar ? Text(scalar) : null;

    private string? Text(YamlScalar scalar) => scalar.Value is null ? null
        : YamlValues.HasJinja(scalar.Text) ? scope.Render(scalar)?.ToString() : scalar.Text;

    private static bool IsFalse(YamlMapping entry, string key) => entry.Get(key) is YamlScalar { Value: false };

    private static bool IsTrue(YamlMapping entry, string key) => entry.Get(key) is YamlScalar { Value: true };
}
