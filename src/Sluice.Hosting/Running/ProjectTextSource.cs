using System.Globalization;
using System.Text;

namespace Sluice.Hosting.Running;

/// <summary>The project of an application that has no files, or not all of them: its dbt_project.yml and profiles.yml as text.</summary>
internal sealed class ProjectTextSource
{
    private readonly string? _database;
    private readonly string? _threads;
    private readonly string? _memory;
    private readonly string _modelFolder = "models";

    internal ProjectTextSource(string name, string folder, string? sqlFolder, string? database, string? threads, string? memory)
    {
        Name = NameOf(name);
        (_database, _threads, _memory) = (database, threads, memory);
        ProjectFolder = folder;
        if (sqlFolder is null)
        {
            return;
        }

        HasFiles = true;
        var full = Path.GetFullPath(sqlFolder, folder);
        if (File.Exists(Path.Combine(full, "dbt_project.yml")))
        {
            ProjectFolder = full;
        }
        else
        {
            _modelFolder = Path.GetRelativePath(folder, full).Replace('\\', '/');
        }
    }

    internal string Name { get; }

    internal string ProjectFolder { get; }

    /// <summary>True where SQL models belong to it.</summary>
    internal bool HasFiles { get; }

    private string Database => _database ?? $".sluice/{Name}.duckdb";

    internal string Project => $"""
        name: {Name}
        version: "1"
        config-version: 2
        profile: {Name}
        model-paths: ["{_modelFolder}"]
        """;

    internal string Profile
    {
        get
        {
            var threads = int.TryParse(_threads, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : Math.Clamp(Environment.ProcessorCount, 1, 8);
            return $"""
                {Name}:
                  target: local
                  outputs:
                    local:
                      type: duckdb
                      path: "{Database}"
                      threads: {threads.ToString(CultureInfo.InvariantCulture)}
                {(_memory is null ? "" : $"      config_options: {{ memory_limit: \"{_memory}\" }}")}
                """;
        }
    }

    /// <summary>A name that a project may have: other characters become underscores.</summary>
    internal static string NameOf(string text)
    {
        var name = new StringBuilder();
        foreach (var letter in text)
        {
            name.Append(char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '_');
        }

        return name.Length == 0 || char.IsAsciiDigit(name[0]) ? $"_{name}" : name.ToString();
    }

    /// <summary>Makes the folder of the database.</summary>
    internal void CreateFolders()
    {
        if (!Database.StartsWith(":memory:", StringComparison.Ordinal) && Path.GetDirectoryName(Path.GetFullPath(Database, ProjectFolder)) is { } folder && Directory.Exists(ProjectFolder))
        {
            Directory.CreateDirectory(folder);
        }
    }
}
