using Sluice.Sql.Artifacts;

namespace Sluice.Cli.Artifacts;

/// <summary>The threads of results, told from when each ran: as many as were at work at once, and no more than there were.</summary>
internal static class Lanes
{
    /// <summary>The results with their threads, in the order in which they came.</summary>
    /// <param name="results">The results.</param>
    /// <param name="threads">How many could be at work at once.</param>
    internal static IReadOnlyList<NodeOutcome> Assign(IReadOnlyList<NodeOutcome> results, int threads)
    {
        var free = new List<DateTimeOffset>();
        var lanes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var result in results.Where(result => result is { Start: not null, End: not null }).OrderBy(result => result.Start).ThenBy(result => result.UniqueId, StringComparer.Ordinal))
        {
            var lane = free.FindIndex(end => end <= result.Start);
            if (lane < 0 && free.Count < threads)
            {
                lane = free.Count;
                free.Add(default);
            }
            else if (lane < 0)
            {
                // The clock of an end runs a little behind that of the next start.
                lane = free.IndexOf(free.Min());
            }

            free[lane] = result.End!.Value;
            lanes[result.UniqueId] = lane + 1;
        }

        return [.. results.Select(result => lanes.TryGetValue(result.UniqueId, out var lane) ? result with { Thread = lane } : result)];
    }
}
