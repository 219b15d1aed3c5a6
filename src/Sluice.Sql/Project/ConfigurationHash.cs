using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sluice.Jinja;

namespace Sluice.Sql.Project;

/// <summary>Names what a run was configured with: the files of the project, its packages' versions, the variables and the target.</summary>
public static class ConfigurationHash
{
    private const int Length = 16;
    private static readonly string[] Files = ["dbt_project.yml", "sluice.yml", "packages.yml", "dependencies.yml", "package-lock.yml", "selectors.yml"];

    /// <summary>16 hexadecimal digits; equal where all of that is.</summary>
    /// <param name="project">The project.</param>
    /// <param name="except">Variables that do not count.</param>
    public static string Of(SqlProject project, params IEnumerable<string> except)
    {
        ArgumentNullException.ThrowIfNull(project);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{bytes.Length}:")));
            hash.AppendData(bytes);
        }

        var files = Files.Select(name => Path.Combine(project.Folder, name))
            .Concat(ProjectFiles.Find(project.Context.Root).Select(file => file.FullPath).Order(StringComparer.Ordinal));
        foreach (var file in files.Where(File.Exists))
        {
            Add(Path.GetRelativePath(project.Folder, file));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }

        var left = except.ToHashSet(StringComparer.Ordinal);
        foreach (var name in project.Context.Variables.NamesFor(project.Name).Where(name => !left.Contains(name)).Order(StringComparer.Ordinal))
        {
            Add(name);
            Add(project.Context.Variables.TryGet(project.Name, name, out var value) ? JinjaValue.ToText(value) : "");
        }

        Add(project.Target.Name);
        Add(project.Target.Type);
        Add(project.Target.Schema);
        Add(project.Target.Database);
        foreach (var (name, value) in project.Target.Settings)
        {
            Add(name);
            Add(JinjaValue.ToText(value));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..Length];
    }
}
