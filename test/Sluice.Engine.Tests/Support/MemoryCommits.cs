using Sluice.Assets;
using Sluice.Runs;

namespace Sluice.Engine.Tests.Support;

/// <summary>Commit markers in memory, as a database would keep them.</summary>
internal sealed class MemoryCommits : ICommitStore
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

    internal CommitMarker? this[string step]
    {
        get
        {
            lock (_gate)
            {
                return _markers.GetValueOrDefault(Keys.Step(step));
            }
        }
    }

    /// <summary>Commits what a step built; equal content keeps its fingerprint.</summary>
    internal StepResult Commit(StepContext context, string content, long rows = 1, bool hooksPending = false)
    {
        var marker = new CommitMarker(
            context.Step, context.Run, context.Attempt, context.CodeVersion, context.InputVersion, content, rows, DateTimeOffset.UnixEpoch)
        {
            HooksPending = hooksPending,
            Degraded = context.Fallback,
        };
        lock (_gate)
        {
            _markers[context.Step] = marker;
        }

        return new StepResult(StepStatus.Succeeded, rows, Marker: marker);
    }

    internal void Drop(string step)
    {
        lock (_gate)
        {
            _markers.Remove(Keys.Step(step));
        }
    }
}
