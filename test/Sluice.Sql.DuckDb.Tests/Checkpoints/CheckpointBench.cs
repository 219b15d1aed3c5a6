using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Runs;
using Sluice.Sql.Checkpoints;

namespace Sluice.Sql.DuckDb.Tests.Checkpoints;

/// <summary>A project of two stages whose partitions are built, put on record, and looked at again.</summary>
internal sealed class CheckpointBench : IAsyncDisposable
{
    private readonly Log _log = new();
    private readonly Dictionary<StepKey, CommitMarker> _markers = [];

    private CheckpointBench(ProjectBench bench) => Bench = bench;

    internal ProjectBench Bench { get; }

    internal List<CheckpointTaken> Taken => _log.Taken;

    internal string Registries => Path.Combine(Bench.Folder, "registries");

    internal static async Task<CheckpointBench> OpenAsync(string model = "select {{ partition }} as year, i as id, 'n' || i as name from range(4) r(i)") => new(await ProjectBench.OpenAsync(
        ("sluice.yml", """
            partitions:
              year: { range: [2025, 2027], column: year }
            workflow:
              for_each: year
              stages:
                - { name: first, select: a, checkpoint: true }
                - { name: second, select: b, checkpoint: true }
            registries:
              people: select id, name from a where year = {{ partition }}
              later: select count(*) as n from b where year = {{ partition }}
            """),
        ("models/a.sql", $"{{{{ config(materialized='table', partition_by='year') }}}}\n{model}"),
        ("models/b.sql", "{{ config(materialized='table', partition_by='year') }}\nselect {{ partition }} as year, sum(id) as total from {{ ref('a') }}")));

    internal async Task BuildAsync(string model, string year)
    {
        var node = Bench.Node(model);
        var key = new StepKey(new AssetKey(node.UniqueId), new PartitionKey(year));
        var step = new StepContext { Run = RunId.New(TimeProvider.System), Step = key, CodeVersion = "code", InputVersion = "input", Previous = _markers.GetValueOrDefault(key) };
        var result = await Bench.Runner.RunAsync(node, step, CancellationToken.None);
        Assert.True(result.Status == StepStatus.Succeeded, string.Join('\n', result.Diagnostics));
        _markers[key] = result.Marker!;
    }

    internal Task<Checkpoint> TakeAsync(string stage, string year) => new StageCheckpoints(Bench.Adapter, Bench.Project, _log, _log, Registries, TimeProvider.System)
        .TakeAsync(new StageScope(RunId.New(TimeProvider.System), new Stage(stage), new PartitionKey(year), []), CancellationToken.None);

    internal async Task<ImmutableArray<Diagnostic>> FindAsync(Func<StepKey, bool>? again = null)
    {
        var found = await new CheckpointCheck(Bench.Adapter, Bench.Project, _log).FindAsync(again ?? (_ => false), CancellationToken.None);
        return [.. found.Select(difference => difference.ToDiagnostic(Bench.Project, "hint"))];
    }

    public ValueTask DisposeAsync() => Bench.DisposeAsync();

    private sealed class Log : IEventLog, ICheckpointHistory
    {
        internal List<CheckpointTaken> Taken { get; } = [];

        public Task AppendAsync(RunEvent happened, CancellationToken cancellationToken = default)
        {
            Taken.Add((CheckpointTaken)happened);
            return Task.CompletedTask;
        }

        public Task AppendAsync(IReadOnlyList<RunEvent> happened, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<ActiveRun?> TryAppendAsync(RunEvent begins, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<ImmutableArray<RunEvent>> ReadAsync(RunId run, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<ImmutableArray<RunId>> FindUnrepairedAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<CancelRequested?> FindCancelAsync(RunId run, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<ImmutableArray<CheckpointTaken>> FindCheckpointsAsync(CheckpointQuery query, CancellationToken cancellationToken = default) =>
            Task.FromResult(Enumerable.Reverse(Taken).DistinctBy(taken => (taken.Checkpoint.Partition, taken.Checkpoint.Stage)).ToImmutableArray());
    }
}
