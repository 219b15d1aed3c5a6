using System.Text.Json;
using Sluice.Tests.Shared;

namespace Sluice.Benchmarks.Cli;

/// <summary>A copy of the workforce sample with a generated census of a given size, without gates; its seeds are loaded, its years are not.</summary>
internal sealed class WorkforceProject
{
    private static readonly string[] NotCopied = ["target", ".sluice"];

    // What a model's build consists of; checks, questions to the catalog and the transaction's own statements do not count.
    private static readonly string[] Writes = ["create ", "insert ", "delete ", "drop ", "alter "];

    private WorkforceProject(string folder) => Folder = folder;

    internal string Folder { get; }

    internal string Database => Path.Combine(Folder, "workforce.duckdb");

    internal string Bare => Path.Combine(Folder, "bare.duckdb");

    private string Seeded => Path.Combine(Folder, "seeded.duckdb");

    internal static async Task<WorkforceProject> CreateAsync(Installed sluice, int employees, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Path.GetTempPath(), "sluice-benchmarks", $"workforce-{employees}");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Copy(Path.Combine(Clone.Root, "samples", "workforce"), folder);
        var project = new WorkforceProject(folder);
        // What gates ask and checkpoints hash is work that the bare statements do not do; the stages and their order stay.
        project.LeaveOut("rules", "registries", "gate", "requires", "on_failure", "checkpoint");
        await sluice.CallAsync(folder, cancellationToken, "run-operation", "generate_census", "--args", $"{{employees: {employees}, seed: 1, path: census/generated.csv}}", "--quiet");
        await sluice.CallAsync(folder, cancellationToken, "seed", "--quiet");
        File.Move(project.Database, project.Seeded);
        return project;
    }

    /// <summary>Writes the sample's sluice.yml without some of its keys: whole sections, and keys of stages.</summary>
    internal void LeaveOut(params string[] keys)
    {
        var isLeftOut = false;
        var kept = new List<string>();
        foreach (var line in File.ReadLines(Path.Combine(Clone.Root, "samples", "workforce", "sluice.yml")))
        {
            var key = line.TrimStart().Split(':')[0];
            if (line.Length > 0 && !char.IsWhiteSpace(line[0]) && line[0] != '#')
            {
                isLeftOut = keys.Contains(key);
            }

            if (!isLeftOut && !keys.Contains(key))
            {
                kept.Add(line);
            }
        }

        File.WriteAllLines(Path.Combine(Folder, "sluice.yml"), kept);
    }

    /// <summary>Puts back the database that holds the seeds alone, for both sides.</summary>
    internal void Reset()
    {
        PutBack(Database);
        PutBack(Bare);
        foreach (var folder in NotCopied.Select(name => Path.Combine(Folder, name)).Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Runs the five years.</summary>
    internal Task<Call> RunAsync(Installed sluice, CancellationToken cancellationToken, params string[] more) => sluice.CallAsync(
        Folder, cancellationToken, ["run", "--quiet", "--output", "json", "--vars", "{census_path: census/generated.csv}", .. more]);

    /// <summary>The statements of the models' steps of a run, in the order in which the steps ended; markers and reads of the catalog are not among them.</summary>
    internal IReadOnlyList<string> Statements(Call run)
    {
        using var document = JsonDocument.Parse(run.Output);
        var statements = new List<string>();
        foreach (var step in document.RootElement.GetProperty("steps").EnumerateArray().Where(step => step.GetProperty("status").GetString() == "succeeded"))
        {
            var file = SqlFile(step.GetProperty("asset").GetString()!, step.GetProperty("partition").GetString());
            if (file is not null)
            {
                statements.AddRange(File.ReadAllText(file).Split(";\n\n", StringSplitOptions.RemoveEmptyEntries).Where(IsOfModel).Select(InBareDatabase));
            }
        }

        return statements;
    }

    private string? SqlFile(string asset, string? partition)
    {
        var name = asset.Split('.')[^1] + (partition is null ? ".sql" : $".{partition}.sql");
        return Directory.EnumerateFiles(Path.Combine(Folder, "target", "run"), name, SearchOption.AllDirectories).SingleOrDefault();
    }

    private void PutBack(string path)
    {
        File.Delete(path + ".wal");
        File.Copy(Seeded, path, overwrite: true);
    }

    private static bool IsOfModel(string statement) =>
        Writes.Any(word => statement.StartsWith(word, StringComparison.Ordinal))
        && !statement.Contains("sluice\".\"commits", StringComparison.Ordinal) && !statement.Contains("sluice.commits", StringComparison.Ordinal);

    private static string InBareDatabase(string statement) => statement.Replace("\"workforce\".", "\"bare\".", StringComparison.Ordinal);

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(from, file);
            if (NotCopied.Contains(relative.Split(Path.DirectorySeparatorChar)[0], StringComparer.Ordinal) || relative.EndsWith(".duckdb", StringComparison.Ordinal))
            {
                continue;
            }

            var target = Path.Combine(to, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
