using System.Diagnostics;
using System.Runtime.CompilerServices;
using Sluice.DuckDb;

namespace Sluice.Benchmarks.Cli;

/// <summary>The five-year workforce simulation beside its own statements sent through the bare driver, in the same order, on one thread.</summary>
internal sealed class WorkforceSuite : ISuite
{
    private const int Large = 100_000;

    public string Name => "workforce";

    public async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sluice = await Installed.PublishAsync(cancellationToken);
        foreach (var (employees, limit) in new[] { (10_000, 1.10), (Large, 1.03) })
        {
            var project = await WorkforceProject.CreateAsync(sluice, employees, cancellationToken);
            var rounds = new List<(TimeSpan Whole, TimeSpan Bare, TimeSpan Tuned)>();
            for (var round = 0; round < Rounds(employees); round++)
            {
                project.Reset();
                var run = await project.RunAsync(sluice, cancellationToken, "--threads", "1");
                var statements = project.Statements(run);
                var bare = await BareAsync(project, statements, cancellationToken);
                project.ResetBare();
                rounds.Add((run.Time, bare, await BareAsync(project, ["set checkpoint_threshold = '512MiB'", .. statements], cancellationToken)));
            }

            var whole = Stopwatches.Median([.. rounds.Select(round => round.Whole)]);
            var driver = Stopwatches.Median([.. rounds.Select(round => round.Bare)]);
            var tuned = Stopwatches.Median([.. rounds.Select(round => round.Tuned)]);
            yield return new Figure(
                $"five years, {employees:N0} employees: sluice run / bare statements", whole / driver, "x", limit,
                Note: $"the whole process {whole.TotalSeconds:0.00} s, the statements {driver.TotalSeconds:0.00} s; medians of {Rounds(employees)}, one thread each");
            yield return new Figure(
                $"the same, {employees:N0} employees, beside statements with the engine's checkpoint threshold", whole / tuned, "x",
                Note: $"the statements {tuned.TotalSeconds:0.00} s");
        }

        var (small, _) = await GrowthAsync(sluice, 25_000, cancellationToken);
        var (large, peak) = await GrowthAsync(sluice, Large, cancellationToken);
        yield return new Figure("five years: time from 25,000 to 100,000 employees, beside linear", large / small / 4, "x", 1.1, Note: $"{small.TotalSeconds:0.00} s and {large.TotalSeconds:0.00} s, the project's threads");
        yield return new Figure("five years, 100,000 employees: peak memory", peak / 1e6, "MB", 2000, Note: "resident memory of the process");
    }

    // The large ones take half a minute each.
    private static int Rounds(int employees) => employees < Large ? 3 : 2;

    private static async Task<(TimeSpan Time, long Peak)> GrowthAsync(Installed sluice, int employees, CancellationToken cancellationToken)
    {
        var project = await WorkforceProject.CreateAsync(sluice, employees, cancellationToken);
        var calls = new List<Call>();
        for (var round = 0; round < Rounds(employees); round++)
        {
            project.Reset();
            calls.Add(await project.RunAsync(sluice, cancellationToken));
        }

        return (Stopwatches.Median([.. calls.Select(call => call.Time)]), calls.Max(call => call.PeakBytes));
    }

    private static async Task<TimeSpan> BareAsync(WorkforceProject project, IReadOnlyList<string> statements, CancellationToken cancellationToken)
    {
        // The statements read files relative to the project, as the run did.
        Environment.CurrentDirectory = project.Folder;
        var start = Stopwatch.GetTimestamp();
        await using (var connection = new DuckDbConnection($"Data Source={project.Bare}"))
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            foreach (var statement in statements)
            {
                command.CommandText = statement;
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }

        return Stopwatch.GetElapsedTime(start);
    }
}
