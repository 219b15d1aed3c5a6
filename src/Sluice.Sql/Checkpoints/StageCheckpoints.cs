using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Project;

namespace Sluice.Sql.Checkpoints;

/// <summary>Puts on record what a partition holds when a stage has ended well in it. Safe to use from several threads.</summary>
/// <remarks>
/// A fingerprint names content, so rows are hashed once for each commit: a later checkpoint of the same partition, or of the next run, takes
/// over what an earlier one has found for the same fingerprint.
/// </remarks>
/// <param name="adapter">The database.</param>
/// <param name="project">The project; it has a sluice.yml.</param>
/// <param name="log">Takes the events.</param>
/// <param name="history">The checkpoints until now.</param>
/// <param name="registryFolder">The folder that keeps the rows of registries.</param>
/// <param name="time">The clock.</param>
public sealed class StageCheckpoints(
    ISqlAdapter adapter, SqlProject project, IEventLog log, ICheckpointHistory history, string registryFolder, TimeProvider time)
{
    private readonly Lazy<StageMembers> _members = new(() => new StageMembers(project));
    private readonly Lock _gate = new();
    private Task<Recorded>? _recorded;

    /// <summary>The scenario that is at work; null for none.</summary>
    public string? Scenario { get; init; }

    /// <summary>Called when a stage has ended well: hashes what the partition has committed up to it, and keeps the registries.</summary>
    /// <param name="scope">The stage in its partition.</param>
    /// <param name="cancel">Interrupts the queries.</param>
    /// <returns>What is on record. Where nothing has changed since the last checkpoint of that place, no new one is made.</returns>
    /// <exception cref="DiagnosticException">A registry's query is wrong.</exception>
    /// <exception cref="DatabaseException">The database refuses.</exception>
    public async Task<Checkpoint> TakeAsync(StageScope scope, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var recorded = await RecordedAsync(cancel);
        var markers = (await adapter.Commits.ReadAsync(cancel)).Values.Where(marker => Belongs(marker.Step, scope))
            .OrderBy(marker => marker.Step.ToString(), StringComparer.Ordinal).ToList();
        await using var session = await adapter.OpenSessionAsync(cancel);
        var checkpoint = await session.RunAsync(() => Read(session, scope, markers, recorded, cancel), cancel);
        if (recorded.Add(checkpoint))
        {
            CrashPoint.Reach(CrashPoint.BeforeCheckpoint);
            await log.AppendAsync(new CheckpointTaken(scope.Run, time.GetUtcNow(), checkpoint), CancellationToken.None);
            CrashPoint.Reach(CrashPoint.AfterCheckpoint);
        }

        return checkpoint;
    }

    // What has no partition is read by all of them.
    private bool Belongs(StepKey step, StageScope scope) =>
        (step.Partition == scope.Partition || step.Partition.IsNone) && _members.Value.IsUpTo(step.Asset, scope.Stage.Name);

    private Checkpoint Read(ISqlSession session, StageScope scope, List<CommitMarker> markers, Recorded recorded, CancellationToken cancel)
    {
        var engine = EngineName.Of(session, adapter, cancel);
        var open = markers.Where(marker => recorded.Find(marker, engine) is null)
            .Select(marker => (Node: project.Graph.Find(marker.Step.Asset.Name), Marker: marker)).Where(step => step.Node is not null);
        foreach (var table in new TableReader(session, adapter, cancel).Read([.. open.Select(step => (step.Node!, step.Marker))]).Values)
        {
            recorded.Add(table, engine);
        }

        var checkpoint = new Checkpoint(scope.Stage.Name, scope.Partition, "")
        {
            Target = project.Target.Name,
            Scenario = Scenario,
            Database = project.Target.Path,
            Engine = engine,
            Tables = [.. markers.Select(marker => recorded.Find(marker, engine)).OfType<CheckpointTable>()],
            Registries = new Registries(project, adapter, registryFolder, time).Read(session, scope, cancel),
        };
        return checkpoint with { Hash = StateHash.Of(checkpoint) };
    }

    private Task<Recorded> RecordedAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            return _recorded is { IsFaulted: false, IsCanceled: false } ? _recorded : _recorded = Recorded.ReadAsync(history, cancel);
        }
    }
}
