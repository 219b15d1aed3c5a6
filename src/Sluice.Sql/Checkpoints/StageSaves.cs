using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Checkpoints;

/// <summary>
/// Keeps what the relations of a stage hold when it begins in a partition, and puts it back: rows, columns, view definitions and markers.
/// Safe to use from several threads.
/// </summary>
/// <remarks>
/// What is kept belongs to the run. A run that goes on after a kill keeps what it saved when its stage began; another run's stage begins
/// with the data as it is then, and forgets what earlier runs had saved. Saving, and putting back, are one transaction for each database.
/// </remarks>
/// <param name="adapter">The database.</param>
/// <param name="find">The node of a unique id.</param>
/// <param name="time">The clock of the waits between attempts.</param>
public sealed class StageSaves(ISqlAdapter adapter, Func<string, SqlNode?> find, TimeProvider time) : IDisposable
{
    private const int MostAttempts = 8;
    // Two transactions that create tables in one schema are no conflict, but two that create the schema are.
    private readonly SemaphoreSlim _turn = new(1);
    private readonly HashSet<(RunId Run, string Database)> _prepared = [];

    /// <summary>Called before a stage begins: keeps what a rollback would need, unless the run has kept it already. Costs next to nothing where nothing is there.</summary>
    /// <param name="scope">The stage in its partition.</param>
    /// <param name="cancel">Interrupts the statements.</param>
    /// <exception cref="DatabaseException">The database refuses; nothing was saved.</exception>
    public Task SaveAsync(StageScope scope, CancellationToken cancel) => ForEachDatabaseAsync(scope, (session, database, steps) =>
    {
        var saves = new SaveTable(session, database, cancel);
        saves.Create();
        if (!_prepared.Contains((scope.Run, database)))
        {
            saves.DropOthers(scope.Run);
        }

        new Saving(session, database, cancel).Save(scope.Run, steps);
        CrashPoint.Reach(CrashPoint.BeforeSave);
        session.Commit();
        CrashPoint.Reach(CrashPoint.AfterSave);
        _prepared.Add((scope.Run, database));
    }, cancel);

    /// <summary>Called when a stage has ended well: what was kept for it is dropped.</summary>
    /// <param name="scope">The stage in its partition.</param>
    /// <param name="cancel">Interrupts the statements.</param>
    /// <exception cref="DatabaseException">The database refuses; the next run drops it.</exception>
    public Task DropAsync(StageScope scope, CancellationToken cancel) => ForEachDatabaseAsync(scope, (session, database, steps) =>
    {
        var saves = new SaveTable(session, database, cancel);
        if (saves.Exists)
        {
            saves.Drop(scope.Run, Of(saves.Read(scope.Run), steps));
        }

        session.Commit();
    }, cancel);

    /// <summary>Puts a stage's data of a partition back to what it was when it began there.</summary>
    /// <param name="scope">The stage in its partition.</param>
    /// <param name="cancel">Interrupts the statements; nothing is put back then.</param>
    /// <returns>The markers of its steps that count now; a step that is missing was never committed before.</returns>
    /// <exception cref="DiagnosticException">A step was committed and nothing was saved before, or wrote a file whose earlier content is not kept.</exception>
    /// <exception cref="DatabaseException">The database refuses; the data is as it was before the call.</exception>
    public async Task<IReadOnlyDictionary<StepKey, CommitMarker>> RollbackAsync(StageScope scope, CancellationToken cancel)
    {
        var found = new Dictionary<StepKey, CommitMarker>();
        var files = new List<SqlNode>();
        await ForEachDatabaseAsync(scope, (session, database, steps) =>
        {
            var saves = new SaveTable(session, database, cancel);
            var saved = saves.Exists ? Of(saves.Read(scope.Run), steps).ToList() : [];
            Require(scope, session, database, steps, saved, cancel);
            var written = FilesOf(session, database, steps, saved, cancel);
            new Restoring(session, database, cancel).Restore(scope.Run, saved);
            foreach (var file in written)
            {
                StepMarkers.Remove(session, database, file.Step, cancel);
            }

            CrashPoint.Reach(CrashPoint.BeforeRollback);
            session.Commit();
            CrashPoint.Reach(CrashPoint.AfterRollback);
            files.AddRange(written.Select(file => file.Node));
            var wanted = steps.Select(step => step.Step).ToHashSet();
            foreach (var (step, text) in StepMarkers.Read(session, database, wanted.Select(step => step.Asset), cancel).Where(pair => wanted.Contains(pair.Key)))
            {
                found[step] = StepMarkers.Parse(database, text);
            }
        }, cancel);
        return files.Count == 0 ? found : throw new DiagnosticException([.. files.Select(file => CheckpointErrors.FileNotKept(scope, file))]);
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private static IEnumerable<SavedRelation> Of(Dictionary<StepKey, SavedRelation> saved, IEnumerable<(StepKey Step, SqlNode Node, RelationName Relation)> steps) =>
        steps.Select(step => saved.GetValueOrDefault(step.Step)).OfType<SavedRelation>();

    private static void Require(
        StageScope scope, ISqlSession session, string database, IReadOnlyCollection<(StepKey Step, SqlNode Node, RelationName Relation)> steps,
        List<SavedRelation> saved, CancellationToken cancel)
    {
        var known = saved.Select(one => one.Step).ToHashSet();
        var open = steps.Where(step => !known.Contains(step.Step)).ToList();
        var markers = StepMarkers.Read(session, database, open.Select(step => step.Step.Asset), cancel);
        var lost = open.Where(step => markers.TryGetValue(step.Step, out var text) && StepMarkers.Parse(database, text).Run == scope.Run).ToList();
        if (lost.Count > 0)
        {
            throw new DiagnosticException([.. lost.Select(step => CheckpointErrors.NothingSaved(scope, step.Node, step.Step))]);
        }
    }

    // A file is written in its own place: the view over it comes back, its earlier content does not.
    private static List<(StepKey Step, SqlNode Node)> FilesOf(
        ISqlSession session, string database, IEnumerable<(StepKey Step, SqlNode Node, RelationName Relation)> steps, List<SavedRelation> saved, CancellationToken cancel)
    {
        var external = steps.Where(step => step.Node is ModelNode { Materialized: "external" }).ToList();
        var markers = StepMarkers.Read(session, database, external.Select(step => step.Step.Asset), cancel);
        return [.. external
            .Where(step => markers.TryGetValue(step.Step, out var now) && saved.Find(one => one.Step == step.Step) is { Marker: { } before } && before != now)
            .Select(step => (step.Step, step.Node))];
    }

    // Steps without partitions are built once for all partitions: they belong to a stage's beginning without any.
    private async Task ForEachDatabaseAsync(
        StageScope scope, Action<ISqlSession, string, List<(StepKey Step, SqlNode Node, RelationName Relation)>> work, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var steps = scope.Steps.Where(step => step.Partition == scope.Partition)
            .Select(step => (Step: step, Node: find(step.Asset.Name)))
            .Where(step => step.Node is not null)
            .Select(step => (step.Step, Node: step.Node!, Relation: RelationName.Of(step.Node!, adapter.Database)));
        await _turn.WaitAsync(cancel);
        try
        {
            foreach (var group in steps.GroupBy(step => step.Relation.Database, StringComparer.OrdinalIgnoreCase))
            {
                await InTransactionAsync(session => work(session, group.Key, [.. group]), cancel);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    // Other partitions write to the same tables meanwhile: who comes second tries again.
    private async Task InTransactionAsync(Action<ISqlSession> work, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var session = await adapter.OpenSessionAsync(cancel);
            try
            {
                await session.RunAsync(
                    () =>
                    {
                        session.Begin();
                        try
                        {
                            work(session);
                        }
                        finally
                        {
                            session.Rollback();
                        }

                        return true;
                    },
                    cancel);
                return;
            }
            catch (DatabaseException error) when (error.IsTransient && attempt < MostAttempts)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20 << attempt), time, cancel);
            }
        }
    }
}
