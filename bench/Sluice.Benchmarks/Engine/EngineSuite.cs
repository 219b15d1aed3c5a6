using System.Diagnostics;
using System.Runtime.CompilerServices;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Engine.Runs;
using Sluice.Engine.State;
using Sluice.Graph;
using Sluice.Partitions;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Benchmarks.Engine;

/// <summary>What a step costs beyond its own work: planning, scheduling, and a durable record of it.</summary>
internal sealed class EngineSuite : ISuite
{
    private const int Steps = 1000;

    public string Name => "engine";

    public async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await RunStepsAsync(chained: true, cancellationToken);
        foreach (var chained in new[] { true, false })
        {
            var (total, each, events) = await RunStepsAsync(chained, cancellationToken);
            var kind = chained ? "each reading the last" : "independent, 2 threads";
            yield return new Figure(
                $"1,000 no-op steps, {kind}", total.TotalSeconds, "s", 3, Note: $"{events} durable events; {total.TotalMilliseconds:0} ms in all");
            yield return new Figure($"p50 of a step, {kind}", Percentile(each, 0.5), "ms", 2, Note: $"p99 {Percentile(each, 0.99):0.00} ms");
        }

        var skipped = await SkipStepsAsync(cancellationToken);
        yield return new Figure("1,000 unchanged steps, planned and recorded", skipped.TotalSeconds, "s", 1, Note: "SQLite log on disk");

        var (small, large) = Stopwatches.Compare(() => PlanLoop(250, 100), () => PlanLoop(1000, 100), rounds: 3);
        yield return new Figure(
            "graph and plan: 1,000 x 100 steps / 250 x 100 steps", large / small, "x", 5, Note: $"{large.TotalMilliseconds:0} ms / {small.TotalMilliseconds:0} ms");
    }

    private static async Task<(TimeSpan Total, List<double> Each, int Events)> RunStepsAsync(bool chained, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("sluice-bench-");
        try
        {
            var commits = new MemoryCommits();
            var graph = Create(commits, chained);
            var clock = new Clock();
            await using var store = await StateStore.OpenAsync(Path.Combine(folder.FullName, "state.db"), TimeProvider.System, cancellationToken: cancellationToken);
            var start = Stopwatch.GetTimestamp();
            var plan = await Planner.PlanAsync(graph, new PlanRequest(), commits, cancellationToken);
            var engine = new RunEngine(store, commits, TimeProvider.System);
            var result = await engine.RunAsync(graph, plan, new RunOptions { Threads = chained ? 1 : 2, Observer = clock }, cancellationToken);
            var total = Stopwatch.GetElapsedTime(start);
            if (result.Status != RunStatus.Succeeded)
            {
                throw new InvalidOperationException($"the run ended {result.Status}");
            }

            return (total, clock.Each, (await store.ReadAsync(result.Run, cancellationToken)).Length);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<TimeSpan> SkipStepsAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("sluice-bench-");
        try
        {
            var commits = new MemoryCommits();
            var graph = Create(commits, chained: true);
            await using var store = await StateStore.OpenAsync(Path.Combine(folder.FullName, "state.db"), TimeProvider.System, cancellationToken: cancellationToken);
            var engine = new RunEngine(store, commits, TimeProvider.System);
            await engine.RunAsync(graph, await Planner.PlanAsync(graph, new PlanRequest(), commits, cancellationToken), null, cancellationToken);
            return await Stopwatches.TimeAsync(async () =>
                await engine.RunAsync(graph, await Planner.PlanAsync(graph, new PlanRequest(), commits, cancellationToken), null, cancellationToken));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static AssetGraph Create(MemoryCommits commits, bool chained)
    {
        var assets = Enumerable.Range(0, Steps).Select(number => Asset(number, null, commits) with
        {
            Dependencies = chained && number > 0 ? [new AssetDependency(Key(number - 1), new PartitionMapping.Same())] : [],
        });
        return AssetGraph.Create(assets, new DiagnosticBag());
    }

    // Each asset reads three others in its partition and itself in the one before, as a simulation does.
    private static void PlanLoop(int assets, int partitions)
    {
        var years = PartitionSet.Range("year", 1, partitions);
        var diagnostics = new DiagnosticBag();
        var graph = AssetGraph.Create(
            Enumerable.Range(0, assets).Select(number => Asset(number, years, new MemoryCommits()) with
            {
                Dependencies =
                [
                    new AssetDependency(Key(number), new PartitionMapping.Lag()),
                    .. Enumerable.Range(1, 3).Where(back => back <= number)
                        .Select(back => new AssetDependency(Key(number - back), new PartitionMapping.Same())),
                ],
            }),
            diagnostics);
        diagnostics.ThrowIfErrors();
        var plan = Planner.Plan(graph, new PlanRequest(), new Dictionary<StepKey, CommitMarker>());
        if (plan.Steps.Length != assets * partitions)
        {
            throw new InvalidOperationException($"{plan.Steps.Length} steps were planned");
        }
    }

    private static AssetDefinition Asset(int number, PartitionSet? partitions, MemoryCommits commits) => new()
    {
        Key = Key(number),
        Name = Key(number).Name,
        Partitions = partitions,
        CodeVersion = _ => "1",
        Body = (context, _) => Task.FromResult(commits.Commit(context)),
    };

    private static AssetKey Key(int number) => new($"model.bench.m{number}");

    private static double Percentile(List<double> values, double part) => values.Order().ElementAt((int)(part * (values.Count - 1)));

    private sealed class MemoryCommits : ICommitStore
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<StepKey, CommitMarker> _markers = [];

        public Task<IReadOnlyDictionary<StepKey, CommitMarker>> ReadAsync(CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                return Task.FromResult<IReadOnlyDictionary<StepKey, CommitMarker>>(new Dictionary<StepKey, CommitMarker>(_markers));
            }
        }

        internal StepResult Commit(StepContext context)
        {
            var marker = new CommitMarker(
                context.Step, context.Run, context.Attempt, context.CodeVersion, context.InputVersion, "same", 0, TimeProvider.System.GetUtcNow());
            lock (_gate)
            {
                _markers[context.Step] = marker;
            }

            return new StepResult(StepStatus.Succeeded, 0, Marker: marker);
        }
    }

    // The time from one step's end to the next one's: all that a step costs.
    private sealed class Clock : IRunObserver
    {
        private long _last;

        internal List<double> Each { get; } = new(Steps);

        public void RunStarted(RunId run, RunPlan plan) => _last = Stopwatch.GetTimestamp();

        public void StepStarted(StepKey step, int attempt)
        {
        }

        public void StepProgressed(StepKey step, StepProgress progress)
        {
        }

        public void StepRetrying(StepKey step, int attempt, TimeSpan delay, string? message)
        {
        }

        public void StepFinished(StepOutcome outcome)
        {
            var now = Stopwatch.GetTimestamp();
            Each.Add(Stopwatch.GetElapsedTime(_last, now).TotalMilliseconds);
            _last = now;
        }

        public void RunFinished(RunResult result)
        {
        }
    }
}
