using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Sluice.Cli.Crashing;

/// <summary>How much of a project a copy takes.</summary>
internal enum ScratchParts
{
    /// <summary>What the user wrote, and no database.</summary>
    Sources,

    /// <summary>What the user wrote, and the database as it is.</summary>
    SourcesAndDatabase,

    /// <summary>All files, the record of runs among them.</summary>
    Everything,
}

/// <summary>A copy of a project in a temporary folder, whose runs may be killed; deleted when disposed.</summary>
internal sealed class ScratchProject : IDisposable
{
    private static readonly string[] LeftByRuns = [".sluice", ".git", "target", "logs", "reports"];
    private static readonly string[] LeftByBuilds = ["bin", "obj"];

    /// <summary>Copies a project.</summary>
    /// <param name="project">The folder that holds dbt_project.yml.</param>
    /// <param name="parts">What is taken.</param>
    internal ScratchProject(string project, ScratchParts parts)
    {
        Root = Directory.CreateTempSubdirectory("sluice-crash-").FullName;
        // What the compiler has made of an application runs from where it lies.
        var isApplication = Directory.EnumerateFiles(project, "*.csproj").Any();
        foreach (var relative in FilesIn(project).Where(file => (parts == ScratchParts.Everything || !IsLeftByRun(file)) && !(isApplication && Begins(file, LeftByBuilds))))
        {
            if (parts == ScratchParts.Sources && IsDatabase(relative))
            {
                continue;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Root, relative))!);
            File.Copy(Path.Combine(project, relative), Path.Combine(Root, relative));
        }
    }

    internal string Root { get; }

    /// <summary>The assembly of the application whose folder this is; null for a project that <c>sluice</c> itself runs.</summary>
    internal string? Program { get; init; }

    /// <summary>The database in the folder itself, once a run has made it; null until then.</summary>
    internal string? Database => Directory.EnumerateFiles(Root, "*.duckdb").SingleOrDefault();

    /// <summary>The record of runs.</summary>
    internal string State => Projects.StatePath.In(Root);

    /// <summary>Calls the command line in it.</summary>
    internal Task<OwnResult> CallAsync(
        IEnumerable<string> arguments, TimeSpan? killAfter = null, string? crashAt = null, CancellationToken cancellationToken = default) =>
        OwnProcess.RunAsync(Root, Program, arguments, killAfter, crashAt, TimeProvider.System, cancellationToken);

    /// <summary>A hash of each file that runs may have written beside the database: reports, and files of external models and hooks.</summary>
    internal ImmutableSortedDictionary<string, string> WrittenFiles() => FilesIn(Root)
        .Where(file => !IsDatabase(file) && (!IsLeftByRun(file) || file.StartsWith("reports", StringComparison.Ordinal)))
        .ToImmutableSortedDictionary(file => file, file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(Root, file)))), StringComparer.Ordinal);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Root, recursive: true);
        }
        catch (IOException)
        {
            // A process that was killed may still hold a file for a moment; the system cleans its temporary folder.
        }
    }

    private static IEnumerable<string> FilesIn(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file));

    private static bool IsLeftByRun(string file) => Begins(file, LeftByRuns);

    private static bool Begins(string file, string[] folders) => folders.Contains(file.Split(Path.DirectorySeparatorChar)[0]);

    private static bool IsDatabase(string file) => Path.GetExtension(file) is ".duckdb" or ".db" or ".wal";
}
