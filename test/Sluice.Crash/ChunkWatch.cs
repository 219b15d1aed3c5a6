namespace Sluice.Crash;

/// <summary>What a process that goes on must not lose or repeat of steps that work in chunks.</summary>
/// <param name="before">The commits that were there before the trial.</param>
internal sealed class ChunkWatch(IReadOnlyList<string> before)
{
    private readonly HashSet<string> _runsBefore = [.. before.Select(commit => commit.Split('|')[2])];
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _seen = new(StringComparer.Ordinal);

    /// <summary>Chunks that a kill has found committed in steps that were not.</summary>
    internal long Seen => _seen.Values.Sum();

    /// <summary>Takes note of what a kill has left; says what is gone of steps that were not committed since.</summary>
    /// <param name="found">What it has left.</param>
    /// <param name="committed">The commits since the last look.</param>
    internal IEnumerable<string> Look(Reopened found, IEnumerable<string> committed)
    {
        _done.UnionWith(committed.Select(commit => commit.Split('|')[0]));
        var lost = _seen.Where(chunks => !_done.Contains(chunks.Key) && found.Chunks.GetValueOrDefault(chunks.Key) < chunks.Value)
            .Select(chunks => $"{chunks.Key} has {found.Chunks.GetValueOrDefault(chunks.Key)} of {chunks.Value} committed chunks").ToList();
        foreach (var (step, count) in found.Chunks)
        {
            _seen[step] = count;
        }

        return lost;
    }

    /// <summary>The chunks that were made again though they were committed, as the steps themselves have counted what they found.</summary>
    internal long Repeated(Reopened end) => _seen.Sum(chunks =>
        end.Resumed.TryGetValue(chunks.Key, out var resumed) && !_runsBefore.Contains(resumed.Run) ? Math.Max(0, chunks.Value - resumed.Chunks) : 0);
}
