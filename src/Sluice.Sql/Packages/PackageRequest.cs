using Sluice.Sql.Context;

namespace Sluice.Sql.Packages;

/// <summary>Which project's packages are installed, and how.</summary>
public sealed record PackageRequest
{
    /// <summary>The folder that holds dbt_project.yml, absolute.</summary>
    public required string ProjectFolder { get; init; }

    /// <summary>The text of <c>--vars</c>; null for none.</summary>
    public string? Vars { get; init; }

    /// <summary>True where package-lock.yml does not count and is written anew.</summary>
    public bool Upgrade { get; init; }

    /// <summary>True where package-lock.yml is written and nothing is installed.</summary>
    public bool LockOnly { get; init; }

    /// <summary>False where a hub version counts whatever version of dbt it requires.</summary>
    public bool CheckVersion { get; init; } = true;

    /// <summary>Carries requests; null for the network. Not disposed.</summary>
    public HttpMessageHandler? Http { get; init; }

    /// <summary>Where the environment is read.</summary>
    public Invocation Invocation { get; init; } = new();
}

/// <summary>A package that was installed or locked.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">Its version or commit, for people.</param>
/// <param name="IsKept">True where it could not be fetched and what was there stays.</param>
public sealed record InstalledPackage(string Name, string Description, bool IsKept);
