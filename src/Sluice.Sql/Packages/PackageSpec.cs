using System.Collections.Immutable;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Packages;

/// <summary>A package that a project asks for.</summary>
/// <param name="Place">Where it asks; errors point there.</param>
/// <param name="Key">What two wishes for one package have in common.</param>
internal abstract record PackageSpec(YamlNode Place, string Key)
{
    /// <summary>The name that a lock file gives the package; null elsewhere.</summary>
    internal string? LockedName { get; init; }
}

/// <summary>A folder: its path as written, and absolute.</summary>
internal sealed record LocalSpec(YamlNode Place, string Path, string Folder) : PackageSpec(Place, Folder);

/// <summary>A repository that the <c>git</c> program reads: at a branch, a tag or a commit, else its default branch; a folder inside, else its root.</summary>
internal sealed record GitSpec(YamlNode Place, string Url, string? Revision, string? Subdirectory, bool WarnsUnpinned)
    : PackageSpec(Place, $"{Url}#{Subdirectory}");

/// <summary>A package of the hub, such as <c>dbt-labs/dbt_utils</c>, and the conditions on its version, all of which hold.</summary>
internal sealed record HubSpec(YamlNode Place, string Name, ImmutableArray<string> Versions, bool AllowsPrerelease) : PackageSpec(Place, Name);

/// <summary>A compressed archive at an address, and the folder that it is installed in.</summary>
internal sealed record TarballSpec(YamlNode Place, string Url, string Name) : PackageSpec(Place, Url);
