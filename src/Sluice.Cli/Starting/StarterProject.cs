using System.Reflection;

namespace Sluice.Cli.Starting;

/// <summary>The project that <c>sluice init</c> writes: small, and it runs at once.</summary>
internal static class StarterProject
{
    private const string Prefix = "Starter/";

    /// <summary>The paths and texts of its files, with <paramref name="name"/> in place.</summary>
    internal static IEnumerable<(string Path, string Text)> Files(string name)
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Where(resource => resource.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var path = resource[Prefix.Length..].Replace('\\', '/');
            yield return (path is "gitignore" ? ".gitignore" : path, reader.ReadToEnd().Replace("__name__", name, StringComparison.Ordinal));
        }
    }

    /// <summary>Writes the files into a folder that holds none of them.</summary>
    /// <returns>The paths of files that exist already; where there is one, nothing was written.</returns>
    internal static IReadOnlyList<string> Write(string folder, string name)
    {
        var files = Files(name).ToList();
        var existing = files.Where(file => File.Exists(Path.Combine(folder, file.Path))).Select(file => file.Path).ToList();
        if (existing.Count > 0)
        {
            return existing;
        }

        foreach (var (path, text) in files)
        {
            var full = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, text);
        }

        return [];
    }
}
