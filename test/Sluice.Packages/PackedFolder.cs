using System.Reflection;
using Sluice.Packages;

[assembly: AssemblyFixture(typeof(PackedFolder))]

namespace Sluice.Packages;

/// <summary>
/// All packages, made once, and a place beside them for those who use them: what is Sluice's comes from there and nowhere else, everything else from the
/// packages that this repository was built with, so that nothing is asked of the network.
/// </summary>
public sealed class PackedFolder : IAsyncLifetime
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sluice-packages-");

    /// <summary>Where the packages are.</summary>
    internal string Packages => Path.Combine(_root.FullName, "packages");

    /// <summary>A folder to work in.</summary>
    internal string Work => Path.Combine(_root.FullName, "work");

    /// <summary>What the programs of a user who has nothing yet are told.</summary>
    internal Dictionary<string, string> Environment => new(StringComparer.Ordinal)
    {
        ["DOTNET_CLI_HOME"] = Path.Combine(_root.FullName, "home"),
        ["NUGET_PACKAGES"] = Path.Combine(_root.FullName, "cache"),
    };

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Work);
        var isRelease = typeof(PackedFolder).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration == "Release";
        await Call.RunAsync(Clone.Root, Nothing, "node", ["eng/pack.mjs", Packages, .. isRelease ? ["--no-build"] : Array.Empty<string>()]);
        var said = await Call.RunAsync(Work, Nothing, "dotnet", "nuget", "locals", "global-packages", "--list");
        await File.WriteAllTextAsync(Path.Combine(Work, "nuget.config"), Sources(said[(said.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()));
    }

    public ValueTask DisposeAsync()
    {
        _root.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static Dictionary<string, string> Nothing { get; } = [];

    private static string Sources(string built) => $"""
        <configuration>
          <packageSources>
            <clear />
            <add key="built" value="{built}" />
          </packageSources>
          <packageSourceMapping>
            <packageSource key="built"><package pattern="*" /></packageSource>
            <packageSource key="sluice"><package pattern="Sluice" /><package pattern="Sluice.*" /></packageSource>
          </packageSourceMapping>
        </configuration>
        """;
}
