using System.Collections.Immutable;
using System.Diagnostics;
using Sluice.Diagnostics;
using Sluice.Sql.Context;
using Sluice.Sql.Packages;

namespace Sluice.Sql.Tests.Packages;

/// <summary>A project in a temporary folder whose packages are installed.</summary>
internal sealed class PackageProject : IDisposable
{
    internal PackageProject(string packages, params ReadOnlySpan<(string Path, string Text)> files)
    {
        Write("root/dbt_project.yml", "name: proj\n");
        Write("root/packages.yml", packages);
        foreach (var (path, text) in files)
        {
            Write(path, text);
        }
    }

    internal FakeHub Hub { get; } = new();

    internal Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    internal DiagnosticBag Found { get; } = new();

    internal string Top { get; } = Directory.CreateTempSubdirectory("sluice-packages-").FullName;

    internal string Folder => Path.Combine(Top, "root");

    internal string Lock => Read("package-lock.yml");

    internal void Write(string path, string text)
    {
        var full = Path.Combine(Top, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    internal string Read(string path) => File.ReadAllText(Path.Combine(Folder, path));

    internal Task<ImmutableArray<InstalledPackage>> InstallAsync(bool upgrade = false, bool lockOnly = false) => PackageInstaller.InstallAsync(
        new PackageRequest
        {
            ProjectFolder = Folder,
            Http = Hub,
            Upgrade = upgrade,
            LockOnly = lockOnly,
            Invocation = new Invocation { Environment = Environment.GetValueOrDefault },
        },
        Found,
        TestContext.Current.CancellationToken);

    internal async Task<string> FailAsync()
    {
        var error = await Assert.ThrowsAsync<DiagnosticException>(() => InstallAsync());
        return string.Join('\n', error.Diagnostics);
    }

    /// <summary>Calls git in a folder beside the project; returns what it prints.</summary>
    internal string Git(string folder, params string[] arguments)
    {
        var path = Path.Combine(Top, folder);
        Directory.CreateDirectory(path);
        string[] who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"];
        using var git = Process.Start(new ProcessStartInfo("git", [.. who, .. arguments]) { WorkingDirectory = path, UseShellExecute = false, RedirectStandardOutput = true })!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        return output.Trim();
    }

    public void Dispose() => Folders.Delete(Top);
}
