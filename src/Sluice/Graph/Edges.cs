namespace Sluice.Graph;

/// <summary>The edges of a graph over the numbers 0 to n-1, kept as two arrays: where each node's edges begin, and where they lead.</summary>
internal sealed class Edges
{
    private readonly int[] _starts;
    private readonly int[] _targets;

    private Edges(int[] starts, int[] targets)
    {
        _starts = starts;
        _targets = targets;
    }

    internal int NodeCount => _starts.Length - 1;

    internal int Count => _targets.Length;

    internal ReadOnlySpan<int> this[int node] => _targets.AsSpan(_starts[node], _starts[node + 1] - _starts[node]);

    /// <summary>The number of a node's first edge among all edges; they are numbered on end.</summary>
    internal int FirstEdge(int node) => _starts[node];

    /// <summary>The edges in the order of their nodes; those of one node keep the order in which they are listed.</summary>
    internal static Edges Create(int nodeCount, List<(int From, int To)> list)
    {
        var starts = new int[nodeCount + 1];
        foreach (var (from, _) in list)
        {
            starts[from + 1]++;
        }

        for (var node = 0; node < nodeCount; node++)
        {
            starts[node + 1] += starts[node];
        }

        var next = starts.AsSpan(0, nodeCount).ToArray();
        var targets = new int[list.Count];
        foreach (var (from, to) in list)
        {
            targets[next[from]++] = to;
        }

        return new Edges(starts, targets);
    }

    /// <summary>These edges and further ones, over more nodes.</summary>
    internal Edges With(int moreNodes, List<(int From, int To)> moreEdges)
    {
        if (moreNodes == 0 && moreEdges.Count == 0)
        {
            return this;
        }

        var list = new List<(int, int)>(Count + moreEdges.Count);
        for (var node = 0; node < NodeCount; node++)
        {
            foreach (var target in this[node])
            {
                list.Add((node, target));
            }
        }

        list.AddRange(moreEdges);
        return Create(NodeCount + moreNodes, list);
    }

    /// <summary>The same edges the other way round.</summary>
    internal Edges Reverse()
    {
        var starts = new int[NodeCount + 1];
        foreach (var target in _targets)
        {
            starts[target + 1]++;
        }

        for (var node = 0; node < NodeCount; node++)
        {
            starts[node + 1] += starts[node];
        }

        var next = starts.AsSpan(0, NodeCount).ToArray();
        var targets = new int[_targets.Length];
        for (var node = 0; node < NodeCount; node++)
        {
            foreach (var target in this[node])
            {
                targets[next[target]++] = node;
            }
        }

        return new Edges(starts, targets);
    }

    /// <summary>How many edges lead to each node.</summary>
    internal int[] InDegrees()
    {
        var degrees = new int[NodeCount];
        foreach (var target in _targets)
        {
            degrees[target]++;
        }

        return degrees;
    }
}
