using Sluice.Assets;
using Sluice.Runs;

namespace Sluice.Sql.DuckDb;

/// <summary>Reads the markers back from the databases that hold the data.</summary>
internal sealed class MarkerStore(DuckDbAdapter adapter) : ICommitStore
{
    public Task<IReadOnlyDictionary<StepKey, CommitMarker>> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyDictionary<StepKey, CommitMarker> markers = adapter.ReadMarkers().ToDictionary(marker => marker.Step);
        return Task.FromResult(markers);
    }
}
