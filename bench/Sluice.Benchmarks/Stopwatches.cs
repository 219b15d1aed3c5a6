using System.Diagnostics;

namespace Sluice.Benchmarks;

/// <summary>Times two things in turn, so that both meet the same noise.</summary>
internal static class Stopwatches
{
    /// <summary>The median time of each of two actions over <paramref name="rounds"/> alternating rounds, after one unmeasured round of both.</summary>
    internal static (TimeSpan Baseline, TimeSpan Subject) Compare(Action baseline, Action subject, int rounds = 5)
    {
        baseline();
        subject();
        var baselines = new List<TimeSpan>(rounds);
        var subjects = new List<TimeSpan>(rounds);
        for (var round = 0; round < rounds; round++)
        {
            baselines.Add(Time(baseline));
            subjects.Add(Time(subject));
        }

        return (Median(baselines), Median(subjects));
    }

    /// <summary>The same for asynchronous actions.</summary>
    internal static async Task<(TimeSpan Baseline, TimeSpan Subject)> CompareAsync(Func<Task> baseline, Func<Task> subject, int rounds = 5)
    {
        await baseline();
        await subject();
        var baselines = new List<TimeSpan>(rounds);
        var subjects = new List<TimeSpan>(rounds);
        for (var round = 0; round < rounds; round++)
        {
            baselines.Add(await TimeAsync(baseline));
            subjects.Add(await TimeAsync(subject));
        }

        return (Median(baselines), Median(subjects));
    }

    internal static TimeSpan Time(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start);
    }

    internal static async Task<TimeSpan> TimeAsync(Func<Task> action)
    {
        var start = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(start);
    }

    internal static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);
}
