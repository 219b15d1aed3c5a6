using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;

namespace Sluice.Sql.Checkpoints;

/// <summary>
/// Holds what is committed against the last checkpoints. A fingerprint names content: rows that carry the fingerprint of a checkpoint and are
/// other rows were changed behind our back. What was built again since carries another one, and is no difference.
/// </summary>
/// <param name="adapter">The database.</param>
/// <param name="project">The project; it has a sluice.yml.</param>
/// <param name="history">The checkpoints.</param>
public sealed class CheckpointCheck(ISqlAdapter adapter, SqlProject project, ICheckpointHistory history)
{
    /// <summary>Looks for tables that are not what the last checkpoints found, and for checkpoints that were changed themselves. Writes nothing.</summary>
    /// <param name="isBuiltAgain">Says which steps are built again whatever they hold.</param>
    /// <param name="cancel">Interrupts the queries.</param>
    /// <returns>The differences, in the order of the partitions; empty where all is as it was left.</returns>
    /// <exception cref="DatabaseException">The database refuses.</exception>
    public async Task<ImmutableArray<CheckpointDifference>> FindAsync(Func<StepKey, bool> isBuiltAgain, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(isBuiltAgain);
        var taken = await history.FindCheckpointsAsync(new CheckpointQuery { LatestOnly = true }, cancel);
        if (taken.IsEmpty)
        {
            return [];
        }

        var markers = await adapter.Commits.ReadAsync(cancel);
        await using var session = await adapter.OpenSessionAsync(cancel);
        return await session.RunAsync(() => Find(session, taken, markers, isBuiltAgain, cancel), cancel);
    }

    private ImmutableArray<CheckpointDifference> Find(
        ISqlSession session, ImmutableArray<CheckpointTaken> taken, IReadOnlyDictionary<StepKey, CommitMarker> markers, Func<StepKey, bool> isBuiltAgain, CancellationToken cancel)
    {
        var engine = EngineName.Of(session, adapter, cancel);
        var found = new List<CheckpointDifference>();
        var recorded = new Dictionary<StepKey, (SqlNode Node, CheckpointTable Table, CheckpointTaken Of)>();
        foreach (var one in taken)
        {
            var hash = StateHash.Of(one.Checkpoint);
            if (hash != one.Checkpoint.Hash)
            {
                found.Add(new CheckpointDifference(one, null, new ContentHash(null, hash)));
                continue;
            }

            foreach (var table in one.Checkpoint.Tables.Where(table => !isBuiltAgain(table.Step) && markers.GetValueOrDefault(table.Step)?.Fingerprint == table.Fingerprint))
            {
                if (project.Graph.Find(table.Step.Asset.Name) is { } node)
                {
                    recorded.TryAdd(table.Step, (node, table, one));
                }
            }
        }

        foreach (var (step, now) in new TableReader(session, adapter, cancel).Read([.. recorded.Values.Select(one => (one.Node, one.Table))]))
        {
            var (_, table, of) = recorded[step];
            if (Differs(table, now, isSameEngine: engine == of.Checkpoint.Engine))
            {
                found.Add(new CheckpointDifference(of, table, now));
            }
        }

        return [.. found.OrderBy(difference => OrderOf(difference.Partition)).ThenBy(difference => difference.Table?.Relation, StringComparer.Ordinal)];
    }

    // Another version of the engine hashes the same rows in another way: their number is left to compare.
    private static bool Differs(CheckpointTable table, ContentHash now, bool isSameEngine) =>
        table.Rows != now.Rows || (isSameEngine && table.Hash != now.Hash);

    private int OrderOf(PartitionKey partition) => project.Partitions.Values.Select(set => set.IndexOf(partition)).DefaultIfEmpty(-1).Max();
}

/// <summary>What a checkpoint found, and what is there now.</summary>
public sealed class CheckpointDifference
{
    private readonly CheckpointTaken _taken;
    private readonly ContentHash _now;

    internal CheckpointDifference(CheckpointTaken taken, CheckpointTable? table, ContentHash now)
    {
        (_taken, _now, Table) = (taken, now, table);
    }

    /// <summary>What the checkpoint found; null where the checkpoint itself is not what it was.</summary>
    public CheckpointTable? Table { get; }

    /// <summary>The partition that differs; none for a table without.</summary>
    public PartitionKey Partition => Table?.Step.Partition ?? _taken.Checkpoint.Partition;

    /// <summary>What differs, with what was expected and found.</summary>
    /// <param name="project">The project.</param>
    /// <param name="hint">What can be done.</param>
    public Diagnostic ToDiagnostic(SqlProject project, string hint)
    {
        ArgumentNullException.ThrowIfNull(project);
        var checkpoint = _taken.Checkpoint;
        var place = checkpoint.Partition.IsNone ? checkpoint.Stage : $"{checkpoint.Stage}[{checkpoint.Partition}]";
        return Table is { } table
            ? CheckpointErrors.Corruption(project, checkpoint.Stage, Name(table), place, Text(table.Rows, table.Hash), Text(_now.Rows, _now.Hash), hint)
            : CheckpointErrors.ChangedRecord(project, checkpoint.Stage, place, checkpoint.Hash, _now.Hash, hint);
    }

    private static string Name(CheckpointTable table) => table.Step.Partition.IsNone ? table.Relation : $"{table.Relation}[{table.Step.Partition}]";

    private static string Text(long? rows, string hash) => rows switch
    {
        null => $"a view with the hash {hash}",
        1 => $"1 row with the hash {hash}",
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{rows:N0} rows with the hash {hash}"),
    };
}
