using Sluice.Cli.Invocation;
using Sluice.DuckDb;

namespace Sluice.Conformance.Dbt;

/// <summary>A case's project in a temporary folder, and the commands run in it.</summary>
internal sealed class CaseProject : IDisposable
{
    private static readonly string[] StateFiles = ["manifest.json", "run_results.json", "sources.json"];

    internal CaseProject(DbtCase of) => Copy(of.ProjectFolder, Folder);

    internal string Folder { get; } = Path.Combine(Path.GetTempPath(), $"sluice-case-{Guid.CreateVersion7():N}");

    internal string DatabasePath => Path.Combine(Folder, "case.duckdb");

    /// <summary>Does what comes before the command, and runs it.</summary>
    internal async Task<CaseCall> RunAsync(DbtStep step)
    {
        foreach (var file in step.Before)
        {
            var path = Path.Combine(Folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, file.Content);
        }

        foreach (var path in step.Delete)
        {
            File.Delete(Path.Combine(Folder, path));
        }

        await ExecuteAsync(step.BeforeSql);
        using var output = new StringWriter();
        using var error = new StringWriter();
        var host = new CommandHost
        {
            Output = output,
            Error = error,
            StartFolder = Folder,
            Environment = name => step.Env.GetValueOrDefault(name),
        };
        AgeArtifacts();
        var exit = await SluiceCommandLine.RunAsync(step.Args, host, CancellationToken.None);
        return new CaseCall(exit, Masked(output), Masked(error));
    }

    /// <summary>Keeps the artifacts for a later step that compares with them.</summary>
    internal void SaveState(string? folder)
    {
        if (folder is null)
        {
            return;
        }

        Directory.CreateDirectory(Path.Combine(Folder, folder));
        foreach (var file in StateFiles.Where(file => File.Exists(Path.Combine(Folder, "target", file))))
        {
            File.Copy(Path.Combine(Folder, "target", file), Path.Combine(Folder, folder, file), overwrite: true);
        }
    }

    /// <summary>An artifact that the last command wrote; null where it did not.</summary>
    internal string? ReadTarget(string name)
    {
        var path = Path.Combine(Folder, "target", name);
        return File.Exists(path) && File.GetLastWriteTimeUtc(path) > DateTime.UnixEpoch ? File.ReadAllText(path).Replace(Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal) : null;
    }

    // What an earlier command wrote is told from what this one writes by its time, whatever the clock's step.
    private void AgeArtifacts()
    {
        foreach (var path in StateFiles.Select(file => Path.Combine(Folder, "target", file)).Where(File.Exists))
        {
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        }
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = Path.GetTempPath();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task ExecuteAsync(IReadOnlyList<string> statements)
    {
        if (statements.Count == 0)
        {
            return;
        }

        await using var connection = new DuckDbConnection($"Data Source={DatabasePath}");
        await connection.OpenAsync();
        foreach (var statement in statements)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync();
        }
    }

    private string Masked(StringWriter text) => text.ToString().ReplaceLineEndings("\n").Replace(Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}

/// <summary>How a command ended and what it said.</summary>
internal sealed record CaseCall(int Exit, string Output, string Error);
