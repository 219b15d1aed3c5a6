using System.Diagnostics;
using System.Runtime.CompilerServices;
using Sluice.DuckDb;

namespace Sluice.Benchmarks.Cli;

/// <summary>The five-year workforce simulation beside its own statements sent through the bare driver, in the same order, on one thread.</summary>
internal sealed class WorkforceSuite : ISuite
{
    private const int Large = 100_000;
    private const int Rounds = 5;

    public string Name => "workforce";

    public async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sluice = await Installed.PublishAsync(cancellationToken);
        foreach (var (employees, limit) in new[] { (10_000, 1.10), (Large, 1.03) })
        {
            var project = await WorkforceProject.CreateAsync(sluice, employees, cancellationToken);
            var rounds = new List<(TimeSpan Whole, TimeSpan Bare)>();
            for (var round = 0; round < Rounds; round++)
            {
                project.Reset();
                var run = await project.RunAsync(sluice, cancellationToken, "--threads", "1");
                rounds.Add((run.Time, await BareAsync(project, project.Statements(run), cancellationToken)));
            }

            // A shared machine only ever adds time.
            var (whole, bare) = (rounds.Min(round => round.Whole), rounds.Min(round => round.Bare));
            yield return new Figure(
                $"five years, {employees:N0} employees: sluice run / bare statements", whole / bare, "x", limit,
                Note: $"the whole process {whole.TotalSeconds:0.00} s, the statements {bare.TotalSeconds:0.00} s; the best of {Rounds} that alternate, one thread each");
        }

        var (small, _) = await GrowthAsync(sluice, 25_000, cancellationToken);
        var (large, peak) = await GrowthAsync(sluice, Large, cancellationToken);
        yield return new Figure("five years: time from 25,000 to 100,000 employees, beside linear", large / small / 4, "x", 1.1, Note: $"{small.TotalSeconds:0.00} s and {large.TotalSeconds:0.00} s, the project's threads");
        yield return new Figure("five years, 100,000 employees: peak memory", peak / 1e6, "MB", 2000, Note: "resident memory of the process");
    }

    private static async Task<(TimeSpan Time, long Peak)> GrowthAsync(Installed sluice, int employees, CancellationToken cancellationToken)
    {
        var project = await WorkforceProject.CreateAsync(sluice, employees, cancellationToken);
        var calls = new List<Call>();
        for (var round = 0; round < 2; round++)
        {
            project.Reset();
            calls.Add(await project.RunAsync(sluice, cancellationToken));
        }

        return (calls.Min(call => call.Time), calls.Max(call => call.PeakBytes));
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
