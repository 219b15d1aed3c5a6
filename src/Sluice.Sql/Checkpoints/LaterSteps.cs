using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Partitions;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Materializations;
using Sluice.Sql.Materializations.Microbatch;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;

namespace Sluice.Sql.Checkpoints;

/// <summary>
/// Takes a database back to a checkpoint: what was committed behind it goes, rows and markers, in one transaction. What has no partition
/// stays; whatever looked at rows that are gone is built anew by the next run, because its inputs have changed.
/// </summary>
/// <param name="adapter">The database.</param>
/// <param name="project">The project; it has a workflow over partitions.</param>
/// <param name="history">The checkpoints.</param>
/// <param name="scenario">The scenario that the database belongs to, for messages.</param>
public sealed class LaterSteps(ISqlAdapter adapter, SqlProject project, ICheckpointHistory history, string scenario)
{
    private readonly StageMembers _stages = new(project);
    private readonly PartitionSet _set = project.Partitions[project.Settings!.Workflow!.ForEach!];

    /// <summary>Finds what lies behind a checkpoint, once all before it is found to be as the checkpoints left it. Writes nothing.</summary>
    /// <param name="last">The last partition that stays.</param>
    /// <param name="stage">The last stage of that partition that stays; null for its last checkpoint.</param>
    /// <param name="isWhole">True where everything up to that partition must be built.</param>
    /// <param name="cancel">Interrupts the queries.</param>
    /// <returns>The stage that stays, and the steps behind it.</returns>
    /// <exception cref="DiagnosticException">There is no such checkpoint, the data is not what it found, or something before it was never built.</exception>
    public async Task<(string Stage, ImmutableArray<StepKey> Steps)> FindAsync(PartitionKey last, string? stage, bool isWhole, CancellationToken cancel)
    {
        var checkpoint = await CheckpointAsync(last, stage, cancel);
        var kept = checkpoint.Stage;
        var markers = await adapter.Commits.ReadAsync(cancel);
        RequireStanding(checkpoint, markers);
        if (isWhole)
        {
            RequireWhole(last, markers);
        }

        var index = _set.IndexOf(last);
        bool IsLater(StepKey step) => project.Graph.Find(step.Asset.Name) is not { } node || node.Partitions == _set
            ? _set.IndexOf(step.Partition) is var place && (place > index || (!isWhole && place == index && IsBehind(step.Asset, kept)))
            : false;
        var found = await new CheckpointCheck(adapter, project, history).FindAsync(IsLater, cancel);
        return found.IsEmpty
            ? (kept, [.. markers.Keys.Where(IsLater)])
            : throw new DiagnosticException([.. found.Select(difference => difference.ToDiagnostic(project, "`sluice run --force` builds everything again"))]);
    }

    /// <summary>Removes the rows and markers of steps; those that stay are marked as another scenario's, where there is one.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="forkedFrom">The scenario that built the partitions that stay; null where it is this one.</param>
    /// <param name="cancel">Interrupts the statements; nothing is removed then.</param>
    /// <exception cref="DatabaseException">The database refuses; nothing is removed.</exception>
    public async Task RemoveAsync(ImmutableArray<StepKey> steps, string? forkedFrom, CancellationToken cancel)
    {
        await using var session = await adapter.OpenSessionAsync(cancel);
        await session.RunAsync(
            () =>
            {
                var byDatabase = steps.ToLookup(step => DatabaseOf(step.Asset), StringComparer.OrdinalIgnoreCase);
                foreach (var database in byDatabase.Select(group => group.Key).Append(adapter.Database).Distinct(StringComparer.OrdinalIgnoreCase))
                {
                    Remove(session, database, byDatabase[database], forkedFrom, cancel);
                }

                return true;
            },
            cancel);
    }

    private void Remove(ISqlSession session, string database, IEnumerable<StepKey> steps, string? forkedFrom, CancellationToken cancel)
    {
        session.Begin();
        foreach (var step in steps)
        {
            if (ConditionOf(step) is { } rows && session.GetRelation(rows.Relation) is { Kind: CatalogKind.Table })
            {
                session.Execute($"delete from {rows.Relation} where {rows.Condition}", cancel);
            }

            StepMarkers.Remove(session, database, step, cancel);
        }

        if (forkedFrom is not null)
        {
            StepMarkers.Fork(session, database, forkedFrom, cancel);
        }

        CrashPoint.Reach(CrashPoint.BeforeRollback);
        session.Commit();
        CrashPoint.Reach(CrashPoint.AfterRollback);
    }

    private async Task<Checkpoint> CheckpointAsync(PartitionKey partition, string? stage, CancellationToken cancel)
    {
        var taken = await history.FindCheckpointsAsync(new CheckpointQuery { LatestOnly = true }, cancel);
        var here = taken.Select(one => one.Checkpoint).Where(checkpoint => checkpoint.Partition == partition).OrderBy(checkpoint => _stages.NumberOf(checkpoint.Stage)).ToList();
        return (stage is null ? here.LastOrDefault() : here.Find(checkpoint => checkpoint.Stage == stage))
            ?? throw new DiagnosticException(CheckpointErrors.NoCheckpoint(
                project, partition, stage, scenario, taken.Select(one => $"{one.Checkpoint.Stage}[{one.Checkpoint.Partition}]").Order(StringComparer.Ordinal)));
    }

    // A checkpoint outlives its data: an earlier rollback may have removed it, or a later run built it anew without getting as far.
    private void RequireStanding(Checkpoint checkpoint, IReadOnlyDictionary<StepKey, CommitMarker> markers)
    {
        var gone = checkpoint.Tables.Where(table => table.Step.Partition == checkpoint.Partition && markers.GetValueOrDefault(table.Step)?.Fingerprint != table.Fingerprint)
            .Select(table => table.Relation).ToList();
        if (gone.Count > 0)
        {
            throw new DiagnosticException(CheckpointErrors.NotComplete(project, checkpoint.Partition, scenario, gone));
        }
    }

    private void RequireWhole(PartitionKey last, IReadOnlyDictionary<StepKey, CommitMarker> markers)
    {
        foreach (var partition in _set.Keys.Take(_set.IndexOf(last) + 1))
        {
            var missing = project.Nodes.Where(node => node is ModelNode { IsEphemeral: false } && node.Partitions == _set)
                .Where(node => !markers.ContainsKey(new StepKey(new AssetKey(node.UniqueId), partition))).Select(node => node.Name).ToList();
            if (missing.Count > 0)
            {
                throw new DiagnosticException(CheckpointErrors.NotComplete(project, partition, scenario, missing));
            }
        }
    }

    // The gate of a stage that stays has let pass what stays.
    private bool IsBehind(AssetKey asset, string stage) =>
        (project.Graph.Find(asset.Name) is null ? _stages.NumberOf(asset.Name[(asset.Name.LastIndexOf('.') + 1)..]) : _stages.StageOf(asset) ?? int.MaxValue) > _stages.NumberOf(stage);

    private (RelationName Relation, string Condition)? ConditionOf(StepKey step) =>
        project.Graph.Find(step.Asset.Name) is { Partitions: { } set } node && !BatchPlan.IsMicrobatch(node) && Materialize.Of(node) is PartitionedMaterialization
            ? (RelationName.Of(node, adapter.Database), PartitionSql.Condition(set, step.Partition))
            : null;

    private string DatabaseOf(AssetKey asset) => project.Graph.Find(asset.Name)?.Relation?.Database ?? adapter.Database;
}
