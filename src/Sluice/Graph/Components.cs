namespace Sluice.Graph;

/// <summary>Finds the sets of nodes that wait for each other.</summary>
internal static class Components
{
    /// <summary>
    /// The strongly connected components that hold a cycle: more than one node, or a node that waits for itself. Linear in nodes and
    /// edges; no recursion, so that the length of a path does not matter.
    /// </summary>
    /// <param name="edges">The graph.</param>
    /// <param name="skip">Nodes to leave out, with their edges.</param>
    internal static List<int[]> Cyclic(Edges edges, bool[] skip)
    {
        var search = new Search(edges, skip);
        for (var node = 0; node < edges.NodeCount; node++)
        {
            if (!skip[node])
            {
                search.Visit(node);
            }
        }

        return search.Found;
    }

    // Tarjan's algorithm with a stack of its own.
    private sealed class Search(Edges edges, bool[] skip)
    {
        private readonly int[] _numbers = new int[edges.NodeCount];
        private readonly int[] _lowest = new int[edges.NodeCount];
        private readonly bool[] _open = new bool[edges.NodeCount];
        private readonly Stack<int> _members = new();
        private readonly Stack<(int Node, int Next)> _path = new();
        private int _count;

        internal List<int[]> Found { get; } = [];

        internal void Visit(int start)
        {
            if (_numbers[start] != 0)
            {
                return;
            }

            Enter(start);
            while (_path.TryPop(out var top))
            {
                var (node, next) = top;
                var targets = edges[node];
                while (next < targets.Length && (skip[targets[next]] || _numbers[targets[next]] != 0))
                {
                    if (!skip[targets[next]] && _open[targets[next]])
                    {
                        _lowest[node] = Math.Min(_lowest[node], _numbers[targets[next]]);
                    }

                    next++;
                }

                if (next < targets.Length)
                {
                    _path.Push((node, next + 1));
                    Enter(targets[next]);
                    continue;
                }

                Leave(node);
            }
        }

        private void Enter(int node)
        {
            _numbers[node] = _lowest[node] = ++_count;
            _open[node] = true;
            _members.Push(node);
            _path.Push((node, 0));
        }

        private void Leave(int node)
        {
            if (_path.TryPeek(out var parent))
            {
                _lowest[parent.Node] = Math.Min(_lowest[parent.Node], _lowest[node]);
            }

            if (_lowest[node] != _numbers[node])
            {
                return;
            }

            var members = new List<int>();
            int member;
            do
            {
                member = _members.Pop();
                _open[member] = false;
                members.Add(member);
            }
            while (member != node);

            if (members.Count > 1 || edges[node].Contains(node))
            {
                Found.Add([.. members]);
            }
        }
    }
}
