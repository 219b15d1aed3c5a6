using Sluice.Assets;
using Sluice.Graph;

namespace Sluice.Plans;

/// <summary>
/// Finds the steps that wait for a blocking check: the first ones that lie downstream of everything that it reads. A check without
/// partitions over a partitioned asset sees all partitions, so that it holds back only steps without partitions.
/// </summary>
internal static class CheckGates
{
    private const int MaxMarks = 64;

    internal static List<(int Check, int Step)> Find(AssetGraph graph, bool[] planned, Edges next, int[] order)
    {
        var place = new int[next.NodeCount];
        for (var index = 0; index < order.Length; index++)
        {
            place[order[index]] = index;
        }

        var gates = Named(graph, planned, place).ToList();
        foreach (var checks in GroupByReads(graph, planned))
        {
            var search = new Search(graph, planned, next, place, checks.Max(check => place[check]));
            foreach (var step in search.Run(checks[0]))
            {
                gates.AddRange(checks.Select(check => (check, step)));
            }
        }

        return gates;
    }

    // Who waits is said by the check itself. As a check comes before an asset that reads the same, each gate leads forward.
    private static IEnumerable<(int Check, int Step)> Named(AssetGraph graph, bool[] planned, int[] place)
    {
        for (var check = 0; check < planned.Length; check++)
        {
            if (planned[check] && graph.AssetOf(check) is { Kind: AssetKind.Check, Blocking: true, Gates.IsEmpty: false } asset)
            {
                foreach (var step in asset.Gates.SelectMany(graph.StepsOf).Select(graph.IndexOf).Where(step => planned[step] && place[step] > place[check]))
                {
                    yield return (check, step);
                }
            }
        }
    }

    // Most checks share what they read with others: the columns of one table.
    private static IEnumerable<List<int>> GroupByReads(AssetGraph graph, bool[] planned)
    {
        var groups = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var step = 0; step < planned.Length; step++)
        {
            if (!planned[step] || graph.AssetOf(step) is not { Kind: AssetKind.Check, Blocking: true, Gates.IsEmpty: true } asset)
            {
                continue;
            }

            var reads = graph.UpstreamEdges[step].ToArray();
            if (reads.Length == 0)
            {
                continue;
            }

            Array.Sort(reads);
            var key = (asset.Partitions is null ? "" : "p ") + string.Join(' ', reads);
            if (!groups.TryGetValue(key, out var group))
            {
                groups.Add(key, group = []);
            }

            group.Add(step);
        }

        return groups.Values;
    }

    /// <summary>Walks downstream from what a check reads and gathers which of it each step depends on.</summary>
    private sealed class Search(AssetGraph graph, bool[] planned, Edges next, int[] place, int checkPlace)
    {
        private readonly Dictionary<int, ulong> _marks = [];
        private readonly PriorityQueue<int, int> _front = new();

        internal IEnumerable<int> Run(int check)
        {
            var onlyUnpartitioned = graph.AssetOf(check).Partitions is null && Reads(check).Any(read => graph.AssetOf(read).Partitions is not null);
            var sources = Mark(check, onlyUnpartitioned, out var all);
            while (_front.TryDequeue(out var node, out _))
            {
                if (!sources.Contains(node) && _marks[node] == all && CanWait(node, onlyUnpartitioned))
                {
                    yield return node;
                    continue;
                }

                foreach (var follower in Followers(node))
                {
                    Reach(follower, _marks[node]);
                }
            }
        }

        // One mark for each step read; one for each asset where the check sees all of its partitions, or where marks run out.
        private HashSet<int> Mark(int check, bool byAsset, out ulong all)
        {
            var sources = Reads(check).ToHashSet();
            byAsset |= sources.Count > MaxMarks;
            var numbers = new Dictionary<int, int>();
            all = 0;
            foreach (var source in sources)
            {
                var subject = byAsset ? graph.AssetIndexOf(source) : source;
                numbers.TryAdd(subject, Math.Min(numbers.Count, MaxMarks - 1));
                var mark = 1UL << numbers[subject];
                all |= mark;
                Reach(source, mark);
            }

            return sources;
        }

        private int[] Reads(int check) => graph.UpstreamEdges[check].ToArray();

        private bool CanWait(int node, bool onlyUnpartitioned) =>
            planned[node] && place[node] > checkPlace && graph.AssetOf(node).Kind != AssetKind.Check
            && (!onlyUnpartitioned || graph.AssetOf(node).Partitions is null);

        private int[] Followers(int node) => [.. next[node].ToArray().Where(follower => follower < graph.StepCount)];

        private void Reach(int node, ulong mark)
        {
            if (!_marks.TryGetValue(node, out var marks))
            {
                _front.Enqueue(node, place[node]);
            }

            _marks[node] = marks | mark;
        }
    }
}
