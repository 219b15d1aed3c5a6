namespace Sluice.Graph;

/// <summary>Finds the shortest way from a node back to itself.</summary>
internal static class ShortestCycle
{
    // A search from every node of a huge tangle would take quadratic time. Past this many edges the shortest cycle found until then is good enough.
    private const long MaxEdges = 20_000_000;

    /// <summary>The nodes of a shortest cycle of a component, in the direction of the edges; the first one is not repeated at the end.</summary>
    /// <param name="edges">The graph.</param>
    /// <param name="component">A strongly connected component with a cycle. Among equally short cycles, one that begins early in this order is taken.</param>
    internal static int[] In(Edges edges, IReadOnlyList<int> component)
    {
        var members = component.ToHashSet();
        int[] best = [];
        var budget = MaxEdges;
        foreach (var start in component)
        {
            var cycle = From(edges, start, members, best.Length == 0 ? int.MaxValue : best.Length, ref budget);
            if (cycle is not null)
            {
                best = cycle;
            }

            if (best.Length == 1 || (budget <= 0 && best.Length > 0))
            {
                break;
            }
        }

        return best;
    }

    // Breadth first; null where there is no cycle through the start that is shorter than the limit.
    private static int[]? From(Edges edges, int start, HashSet<int> members, int limit, ref long budget)
    {
        var cameFrom = new Dictionary<int, int>();
        var front = new Queue<(int Node, int Length)>();
        front.Enqueue((start, 1));
        while (front.TryDequeue(out var step))
        {
            if (step.Length >= limit)
            {
                return null;
            }

            foreach (var next in edges[step.Node])
            {
                budget--;
                if (next == start)
                {
                    return Path(start, step.Node, cameFrom);
                }

                if (members.Contains(next) && cameFrom.TryAdd(next, step.Node))
                {
                    front.Enqueue((next, step.Length + 1));
                }
            }
        }

        return null;
    }

    private static int[] Path(int start, int end, Dictionary<int, int> cameFrom)
    {
        var path = new List<int> { end };
        while (path[^1] != start)
        {
            path.Add(cameFrom[path[^1]]);
        }

        path.Reverse();
        return [.. path];
    }
}
