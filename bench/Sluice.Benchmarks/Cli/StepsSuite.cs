using System.Runtime.CompilerServices;
using System.Text.Json;
using Sluice.DuckDb;

namespace Sluice.Benchmarks.Cli;

/// <summary>What a step costs beyond its own work: a view of one row, its marker, and its events, each durable.</summary>
internal sealed class StepsSuite : ISuite
{
    private const int Models = 1000;

    public string Name => "steps";

    public async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sluice = await Installed.PublishAsync(cancellationToken);
        var folder = TinySteps.Write(Models);
        var built = await sluice.CallAsync(folder, cancellationToken, "run", "--threads", "1", "--output", "json", "--quiet");
        using var document = JsonDocument.Parse(built.Output);
        var steps = document.RootElement.GetProperty("steps").EnumerateArray().Select(step => TimeSpan.FromSeconds(step.GetProperty("seconds").GetDouble())).ToList();
        yield return new Figure(
            "1,000 steps that do next to nothing, with durable events and markers", built.Time.TotalSeconds, "s", Limit: 3, Note: $"the whole process, one thread; the run alone {document.RootElement.GetProperty("seconds").GetDouble():0.00} s");
        yield return new Figure("the same, one step", Stopwatches.Median(steps).TotalMilliseconds, "ms", Limit: 2, Note: $"median of {steps.Count} steps");

        var commits = BareCommits(Path.Combine(folder, "bare.duckdb"));
        yield return new Figure("the same 1,000 steps / 1,000 bare commits of a row", built.Time / commits, "x", Note: $"the commits {commits.TotalSeconds:0.00} s: the disk's part of it");

        var times = new List<TimeSpan>();
        for (var round = 0; round < 5; round++)
        {
            times.Add((await sluice.CallAsync(folder, cancellationToken, "run", "--quiet")).Time);
        }

        yield return new Figure("1,000 unchanged models: a run that finds nothing to do", Stopwatches.Median(times).TotalSeconds, "s", Limit: 1, Note: "median of 5 processes");
        Directory.Delete(folder, recursive: true);
    }

    // What the disk asks for whoever writes durably, in the same minute.
    private static TimeSpan BareCommits(string path)
    {
        using var connection = new DuckDbConnection($"Data Source={path}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "create table t (id integer)";
        command.ExecuteNonQuery();
        command.CommandText = "insert into t values (1)";
        return Stopwatches.Time(() =>
        {
            for (var i = 0; i < Models; i++)
            {
                command.ExecuteNonQuery();
            }
        });
    }
}
