using Sluice.Assets;
using Sluice.Runs;

namespace Sluice.Sql.Checkpoints;

/// <summary>What the checkpoints until now have found. Safe to use from several threads.</summary>
internal sealed class Recorded
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(StepKey Step, string Fingerprint, string Engine), CheckpointTable> _tables = [];
    private readonly Dictionary<(string Database, PartitionKey Partition, string Stage), string> _last = [];

    internal static async Task<Recorded> ReadAsync(ICheckpointHistory history, CancellationToken cancel)
    {
        var recorded = new Recorded();
        foreach (var taken in await history.FindCheckpointsAsync(new CheckpointQuery { LatestOnly = true }, cancel))
        {
            // One that was changed is of no use.
            if (StateHash.Of(taken.Checkpoint) == taken.Checkpoint.Hash)
            {
                recorded._last.TryAdd(PlaceOf(taken.Checkpoint), taken.Checkpoint.Hash);
                foreach (var table in taken.Checkpoint.Tables)
                {
                    recorded._tables.TryAdd((table.Step, table.Fingerprint, taken.Checkpoint.Engine), table);
                }
            }
        }

        return recorded;
    }

    /// <summary>What was found for a commit; null where nobody has looked.</summary>
    internal CheckpointTable? Find(CommitMarker marker, string engine)
    {
        lock (_gate)
        {
            return _tables.GetValueOrDefault((marker.Step, marker.Fingerprint, engine));
        }
    }

    internal void Add(CheckpointTable table, string engine)
    {
        lock (_gate)
        {
            _tables.TryAdd((table.Step, table.Fingerprint, engine), table);
        }
    }

    /// <summary>Notes a checkpoint; false where it says what the last one of its place says.</summary>
    internal bool Add(Checkpoint checkpoint)
    {
        lock (_gate)
        {
            var isSame = _last.GetValueOrDefault(PlaceOf(checkpoint)) == checkpoint.Hash;
            _last[PlaceOf(checkpoint)] = checkpoint.Hash;
            return !isSame;
        }
    }

    private static (string Database, PartitionKey Partition, string Stage) PlaceOf(Checkpoint checkpoint) => (checkpoint.Database, checkpoint.Partition, checkpoint.Stage);
}
