using System.Diagnostics;
using Sluice.Diagnostics;
using Sluice.Jinja;

namespace Sluice.Benchmarks.Jinja;

/// <summary>Templates beside the real Jinja2 on the same template in the same run.</summary>
internal sealed class JinjaSuite : ISuite
{
    private const int Rounds = 7;

    public string Name => "jinja";

    public async IAsyncEnumerable<Figure> RunAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reference = new Reference();
        var environment = new JinjaEnvironment();
        var source = new SourceText("bench.sql", BenchTemplate.Text);
        var scope = new DictionaryScope(BenchTemplate.Context.ToDictionary(pair => pair.Key, pair => JinjaValue.From(pair.Value), StringComparer.Ordinal));
        var template = environment.Compile(source);
        var expected = reference.Ask(new { setup = new { template = BenchTemplate.Text, context = BenchTemplate.Context } }).GetString();
        var same = string.Equals(template.Render(scope), expected, StringComparison.Ordinal);
        yield return new Figure(
            "same text as Jinja2", same ? 1 : 0, "yes", 1, AtLeast: true, $"{BenchTemplate.Text.Count(c => c == '\n')} lines, {expected!.Length} characters rendered");

        await WarmAsync(() => template.Render(scope), cancellationToken);
        var render = Compare(() => reference.Time("render", 20), () => Per(200, () => template.Render(scope)));
        yield return ToFigure("render: speed over Jinja2", render, 10);
        await WarmAsync(() => environment.Compile(source).Prepare(), cancellationToken);
        var parse = Compare(() => reference.Time("parse", 5), () => Per(100, () => environment.Compile(source).Prepare()));
        yield return ToFigure("parse and compile: speed over Jinja2", parse, 5);
        yield return new Figure(
            "render: allocated", Allocated(() => template.Render(scope)) / 1024.0, "KiB", Note: "bytes on the heap for one render, mean of 20");
        yield return new Figure(
            "parse and compile: allocated", Allocated(() => environment.Compile(source).Prepare()) / 1024.0, "KiB",
            Note: "bytes on the heap for one template, mean of 20");
    }

    private static Figure ToFigure(string name, (TimeSpan Reference, TimeSpan Ours) times, double limit) => new(
        name, times.Reference / times.Ours, "x", limit, AtLeast: true,
        $"Jinja2 {times.Reference.TotalMilliseconds:0.00} ms, Sluice {times.Ours.TotalMilliseconds:0.000} ms, medians of {Rounds} alternating rounds, processor time");

    private static (TimeSpan Reference, TimeSpan Ours) Compare(Func<TimeSpan> reference, Func<TimeSpan> ours)
    {
        var theirs = new List<TimeSpan>();
        var own = new List<TimeSpan>();
        for (var round = 0; round < Rounds; round++)
        {
            theirs.Add(reference());
            own.Add(ours());
        }

        return (Stopwatches.Median(theirs), Stopwatches.Median(own));
    }

    // Processor time of the whole process, the collector's included: others on the machine do not count.
    private static TimeSpan Per(int times, Action action)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        for (var i = 0; i < times; i++)
        {
            action();
        }

        process.Refresh();
        return (process.TotalProcessorTime - before) / times;
    }

    // Until the second tier of the compiler has seen the code: it works in the background, a tenth of a second after
    // the last new method, and looks at each method twice.
    private static async Task WarmAsync(Action action, CancellationToken cancellationToken)
    {
        for (var round = 0; round < 6; round++)
        {
            Per(200, action);
            await Task.Delay(TimeSpan.FromMilliseconds(150), cancellationToken);
        }
    }

    // The mean of several: the first after a pause may have to make buffers that the others share.
    private static double Allocated(Action action)
    {
        const int times = 20;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < times; i++)
        {
            action();
        }

        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / times;
    }
}
