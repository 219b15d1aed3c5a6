namespace Sluice.Sql.Packages;

/// <summary>A package of which it is settled what is installed.</summary>
/// <param name="Spec">The wish that it answers.</param>
/// <param name="Name">Its name in its own dbt_project.yml, and the name of its folder.</param>
internal abstract record PinnedPackage(PackageSpec Spec, string Name)
{
    /// <summary>The packages that it asks for itself.</summary>
    internal required System.Collections.Immutable.ImmutableArray<PackageSpec> Needs { get; init; }

    /// <summary>What it is, in the words of a line for people.</summary>
    internal abstract string Described { get; }
}

/// <summary>A folder, linked into the package folder.</summary>
internal sealed record PinnedLocal(LocalSpec Local, string Name) : PinnedPackage(Local, Name)
{
    internal override string Described => $"local folder {Local.Path}";
}

/// <summary>A commit, and the folder where it is checked out.</summary>
internal sealed record PinnedGit(GitSpec Git, string Name, string Commit, string Folder) : PinnedPackage(Git, Name)
{
    internal override string Described => $"git commit {Commit[..Math.Min(12, Commit.Length)]}{(Git.Revision is { } revision && revision != Commit ? $" ({revision})" : "")}";
}

/// <summary>A version of the hub, the address of its archive, and the highest release where it is not this one.</summary>
internal sealed record PinnedHub(HubSpec Hub, string Name, string Version, string? Tarball, string? Latest) : PinnedPackage(Hub, Name)
{
    internal override string Described => $"version {Version}{(Latest is null ? "" : $", {Latest} is out")}";
}

/// <summary>An archive, and the folder where it is unpacked.</summary>
internal sealed record PinnedTarball(TarballSpec Archive, string Name, string Folder) : PinnedPackage(Archive, Name)
{
    internal override string Described => "tarball";
}
