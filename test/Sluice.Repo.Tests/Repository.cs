namespace Sluice.Repo.Tests;

/// <summary>Where this repository lies on disk, and what is in it.</summary>
internal static class Repository
{
    internal static string Root => Clone.Root;

    internal static IEnumerable<string> SourceProjects() =>
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    /// <summary>Every hand-written C# file of the product.</summary>
    internal static IEnumerable<string> SourceFiles() =>
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories).Where(path => !IsBuilt(path)).Order(StringComparer.Ordinal);

    internal static bool IsBuilt(string path) =>
        path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj");

    internal static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');
}
