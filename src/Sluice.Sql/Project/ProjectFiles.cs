using System.Collections.Immutable;
using System.Text;
using Sluice.Diagnostics;

namespace Sluice.Sql.Project;

/// <summary>What a file of a package is for.</summary>
internal enum FileKind
{
    /// <summary>A model.</summary>
    Model,

    /// <summary>A model in Python, which is not supported.</summary>
    Python,

    /// <summary>Macros and generic tests.</summary>
    Macro,

    /// <summary>A test in a file of its own.</summary>
    Test,

    /// <summary>A seed.</summary>
    Seed,

    /// <summary>Snapshot blocks.</summary>
    Snapshot,

    /// <summary>A query that is only compiled.</summary>
    Analysis,

    /// <summary>Properties.</summary>
    Properties,

    /// <summary>Docs blocks.</summary>
    Docs,

    /// <summary>Rows for unit tests.</summary>
    Fixture,
}

/// <summary>A file of a package.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Package">The package.</param>
/// <param name="FullPath">The absolute path.</param>
/// <param name="OriginalPath">The path below the package's folder.</param>
/// <param name="Path">The path below its resource folder.</param>
internal sealed record ProjectFile(FileKind Kind, DbtProjectFile Package, string FullPath, string OriginalPath, string Path)
{
    /// <summary>The package, the folders below the resource folder, and a name.</summary>
    internal ImmutableArray<string> Fqn(string name) => [Package.Name, .. Path.Split('/')[..^1], name];

    internal string Stem => System.IO.Path.GetFileNameWithoutExtension(FullPath);
}

/// <summary>Finds and reads the files of packages.</summary>
internal static class ProjectFiles
{
    private const long MaxBytes = 64L * 1024 * 1024;

    /// <summary>All files of a package, by path.</summary>
    internal static IEnumerable<ProjectFile> Find(DbtProjectFile package)
    {
        var found = new SortedDictionary<string, ProjectFile>(StringComparer.Ordinal);
        foreach (var (kind, folders) in new[]
        {
            (FileKind.Model, package.ModelPaths), (FileKind.Seed, package.SeedPaths), (FileKind.Macro, package.MacroPaths),
            (FileKind.Test, package.TestPaths), (FileKind.Snapshot, package.SnapshotPaths), (FileKind.Analysis, package.AnalysisPaths),
        })
        {
            foreach (var folder in folders)
            {
                foreach (var file in FindIn(package, kind, folder))
                {
                    found.TryAdd(file.OriginalPath, file);
                }
            }
        }

        return found.Values;
    }

    /// <summary>The text of a file; null where it cannot be read, with a diagnostic that names it.</summary>
    internal static SourceText? TryRead(string path, string shownPath, DiagnosticBag diagnostics)
    {
        try
        {
            var info = new FileInfo(path);
            if (info.Exists && info.Length > MaxBytes)
            {
                diagnostics.Add(ProjectErrors.Unreadable(shownPath, $"it has more than {MaxBytes >> 20} MiB"));
                return null;
            }

            return new SourceText(shownPath, Encoding.UTF8.GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF'));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            diagnostics.Add(ProjectErrors.Unreadable(shownPath, Reason(error, path)));
            return null;
        }
    }

    private static string Reason(Exception error, string path) => error switch
    {
        UnauthorizedAccessException when Directory.Exists(path) => "it is a directory",
        UnauthorizedAccessException => "no permission",
        FileNotFoundException or DirectoryNotFoundException => "it does not exist",
        _ => error.Message,
    };

    private static IEnumerable<ProjectFile> FindIn(DbtProjectFile package, FileKind kind, string folder)
    {
        var root = System.IO.Path.Combine(package.Folder, folder);
        if (!Directory.Exists(root))
        {
            yield break;
        }

        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true, MaxRecursionDepth = 64 };
        foreach (var path in Directory.EnumerateFiles(root, "*", options))
        {
            var relative = System.IO.Path.GetRelativePath(root, path).Replace('\\', '/');
            if (KindOf(kind, relative) is { } actual && !relative.Split('/').Any(part => part.StartsWith('.')))
            {
                yield return new ProjectFile(actual, package, path, $"{folder}/{relative}", relative);
            }
        }
    }

    private static FileKind? KindOf(FileKind kind, string path) => System.IO.Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".yml" or ".yaml" => FileKind.Properties,
        ".md" => FileKind.Docs,
        ".sql" when kind == FileKind.Test && path.StartsWith("generic/", StringComparison.Ordinal) => FileKind.Macro,
        ".sql" or ".csv" when kind == FileKind.Test && path.StartsWith("fixtures/", StringComparison.Ordinal) => FileKind.Fixture,
        ".sql" when kind != FileKind.Seed => kind,
        ".csv" when kind == FileKind.Seed => FileKind.Seed,
        ".py" when kind == FileKind.Model => FileKind.Python,
        _ => null,
    };
}
