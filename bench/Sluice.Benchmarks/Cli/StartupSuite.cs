using System.Runtime.CompilerServices;
using Sluice.Tests.Shared;

namespace Sluice.Benchmarks.Cli;

/// <summary>How long the commands take that people and scripts call often.</summary>
internal sealed class StartupSuite : ISuite
{
    private const int Rounds = 10;

    public string Name => "startup";

    public async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sluice = await Installed.PublishAsync(cancellationToken);
        var sample = Path.Combine(Clone.Root, "samples", "workforce");
        yield return new Figure(
            "sluice --version", await MedianAsync(() => sluice.CallAsync(sample, cancellationToken, "--version")), "ms", Limit: 100, Note: $"median of {Rounds} processes, warm");
        yield return new Figure(
            "sluice ls on samples/workforce", await MedianAsync(() => sluice.CallAsync(sample, cancellationToken, "ls")), "ms", Limit: 400, Note: $"median of {Rounds} processes, warm");
    }

    private static async Task<double> MedianAsync(Func<Task<Call>> call)
    {
        await call();
        var times = new List<TimeSpan>(Rounds);
        for (var round = 0; round < Rounds; round++)
        {
            times.Add((await call()).Time);
        }

        return Stopwatches.Median(times).TotalMilliseconds;
    }
}
