using System.Runtime.CompilerServices;
using Sluice.Benchmarks.Project;
using Sluice.DuckDb;

namespace Sluice.Benchmarks.Cli;

/// <summary>What users of dbt meet first: a build of a small project beside its own statements, and the parse of a large one.</summary>
internal sealed class DbtSuite : ISuite
{
    private const int Models = 4000;
    private const int Rounds = 5;

    public string Name => "dbt";

    public async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sluice = await Installed.PublishAsync(cancellationToken);
        yield return await BuildAsync(sluice, cancellationToken);

        var folder = GeneratedProject.Write(Models);
        var (cold, warm, changed) = (new List<Call>(), new List<Call>(), new List<Call>());
        for (var round = 0; round < Rounds; round++)
        {
            Delete(Path.Combine(folder, "target"));
            cold.Add(await sluice.CallAsync(folder, cancellationToken, "parse", "--quiet"));
            warm.Add(await sluice.CallAsync(folder, cancellationToken, "parse", "--quiet"));
            await File.AppendAllTextAsync(Path.Combine(folder, "models", "part_000", "model_00007.sql"), $"\n-- edit {round}", cancellationToken);
            changed.Add(await sluice.CallAsync(folder, cancellationToken, "parse", "--quiet"));
        }

        Delete(folder);
        yield return new Figure("parse of 4,000 models, cold", Seconds(cold), "s", 6, Note: $"the whole process, without a target folder; best of {Rounds}");
        yield return new Figure("the same, nothing changed", Seconds(warm), "s", 0.7, Note: $"manifest.json is written too; best of {Rounds}");
        yield return new Figure("the same, one file changed", Seconds(changed), "s", 1, Note: $"best of {Rounds}");
        yield return new Figure(
            "the same, peak memory", cold.Concat(warm).Concat(changed).Max(call => call.PeakBytes) / 1e6, "MB", 500, Note: "resident memory of the process, the largest of all rounds");
    }

    private static async Task<Figure> BuildAsync(Installed sluice, CancellationToken cancellationToken)
    {
        // Each round has a folder of its own, and none is deleted meanwhile: some file systems are slow to create files soon after others were deleted.
        var (projects, whole, bare) = (new List<SmallProject>(), new List<TimeSpan>(), new List<TimeSpan>());
        IReadOnlyList<string>? statements = null;
        for (var round = 0; round < Rounds; round++)
        {
            var project = SmallProject.Write();
            projects.Add(project);
            whole.Add((await sluice.CallAsync(project.Folder, cancellationToken, "build", "--quiet", "--threads", "1")).Time);
            statements ??= project.Statements();
            bare.Add(Stopwatches.Time(() => Send(project.Bare, statements)));
        }

        projects.ForEach(project => Delete(project.Folder));
        // A shared machine only ever adds time.
        var (build, driver) = (whole.Min(), bare.Min());
        return new Figure(
            "build of 100 models, 200 tests, 10 seeds: (the whole process - 0.5 s) / bare statements", (build.TotalSeconds - 0.5) / driver.TotalSeconds, "x", 1.5,
            Note: $"the whole process {build.TotalSeconds:0.00} s, {statements!.Count} statements {driver.TotalSeconds:0.00} s; the best of {Rounds} that alternate, one thread each");
    }

    private static void Send(string database, IEnumerable<string> statements)
    {
        using var connection = new DuckDbConnection($"Data Source={database}");
        connection.Open();
        using var command = connection.CreateCommand();
        foreach (var statement in statements)
        {
            command.CommandText = statement;
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                // As a test's rows are read.
            }
        }
    }

    private static double Seconds(List<Call> calls) => calls.Min(call => call.Time).TotalSeconds;

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
