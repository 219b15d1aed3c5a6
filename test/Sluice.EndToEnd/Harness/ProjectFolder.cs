namespace Sluice.EndToEnd.Harness;

/// <summary>A project in a temporary folder, deleted with the test.</summary>
internal sealed class ProjectFolder : IDisposable
{
    private const string Profiles = """
        toy:
          target: dev
          outputs:
            dev: { type: duckdb, path: toy.duckdb, threads: 2 }

        """;

    private const string Project = """
        name: toy
        version: "1.0"
        profile: toy

        """;

    private ProjectFolder(string path) => Root = path;

    internal string Root { get; }

    internal string Database => Path("toy.duckdb");

    /// <summary>An empty folder.</summary>
    internal static ProjectFolder Empty()
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"sluice-{Guid.CreateVersion7():N}");
        Directory.CreateDirectory(path);
        return new ProjectFolder(path);
    }

    /// <summary>The project <c>toy</c> with its profile and the files given, each a path and a text.</summary>
    internal static ProjectFolder Toy(params ReadOnlySpan<(string Path, string Text)> files)
    {
        var folder = Empty();
        folder.Write("profiles.yml", Profiles);
        folder.Write("dbt_project.yml", Project);
        foreach (var (path, text) in files)
        {
            folder.Write(path, text);
        }

        return folder;
    }

    internal string Path(string relative) => System.IO.Path.Combine(Root, relative);

    internal ProjectFolder Write(string relative, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(relative))!);
        File.WriteAllText(Path(relative), text);
        return this;
    }

    internal string Read(string relative) => File.ReadAllText(Path(relative));

    internal Task<CallResult> RunAsync(params IEnumerable<string> arguments) => SluiceProcess.RunAsync(Root, null, arguments);

    internal Task<CallResult> RunWithAsync(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments) =>
        SluiceProcess.RunAsync(Root, environment, arguments);

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
}
