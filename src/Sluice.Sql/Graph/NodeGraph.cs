using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Graph;

/// <summary>The nodes of a project and who reads whom. Immutable; order is that of the unique ids.</summary>
public sealed class NodeGraph
{
    // Not frozen: what that takes for thousands of ids, most commands never win back.
    private readonly Dictionary<string, SqlNode> _byId;
    private readonly Dictionary<string, ImmutableArray<SqlNode>> _parents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<SqlNode>> _children;

    /// <summary>Creates the graph of the given nodes; a dependency on a node that is not among them is left out.</summary>
    public NodeGraph(IEnumerable<SqlNode> nodes)
    {
        Nodes = [.. nodes.OrderBy(node => node.UniqueId, StringComparer.Ordinal)];
        _byId = Nodes.ToDictionary(node => node.UniqueId, StringComparer.Ordinal);
        var children = new Dictionary<string, List<SqlNode>>(StringComparer.Ordinal);
        foreach (var node in Nodes)
        {
            var read = Read(node);
            if (read.IsEmpty)
            {
                continue;
            }

            _parents.Add(node.UniqueId, read);
            foreach (var parent in read)
            {
                ref var readers = ref CollectionsMarshal.GetValueRefOrAddDefault(children, parent.UniqueId, out _);
                (readers ??= []).Add(node);
            }
        }

        _children = children.ToDictionary(pair => pair.Key, pair => pair.Value.ToImmutableArray(), StringComparer.Ordinal);
    }

    /// <summary>All nodes, by unique id.</summary>
    public ImmutableArray<SqlNode> Nodes { get; }

    /// <summary>The node of a unique id; null where there is none.</summary>
    public SqlNode? Find(string uniqueId) => _byId.GetValueOrDefault(uniqueId);

    /// <summary>What a node reads directly.</summary>
    public ImmutableArray<SqlNode> ParentsOf(SqlNode node) => _parents.GetValueOrDefault(node.UniqueId, []);

    /// <summary>What reads a node directly.</summary>
    public ImmutableArray<SqlNode> ChildrenOf(SqlNode node) => _children.GetValueOrDefault(node.UniqueId, []);

    /// <summary>All nodes upstream, at most <paramref name="depth"/> steps away; the start itself is not in it unless it is upstream.</summary>
    public HashSet<SqlNode> Ancestors(IEnumerable<SqlNode> start, int? depth = null) => Walk(start, depth, ParentsOf);

    /// <summary>All nodes downstream, at most <paramref name="depth"/> steps away.</summary>
    public HashSet<SqlNode> Descendants(IEnumerable<SqlNode> start, int? depth = null) => Walk(start, depth, ChildrenOf);

    private ImmutableArray<SqlNode> Read(SqlNode node) => node.Dependencies switch
    {
        [] => [],
        [var only] => Find(only.UniqueId) is { } found ? [found] : [],
        var several => [.. several.Select(dependency => dependency.UniqueId).Distinct(StringComparer.Ordinal).Select(Find).OfType<SqlNode>()],
    };

    private static HashSet<SqlNode> Walk(IEnumerable<SqlNode> start, int? depth, Func<SqlNode, ImmutableArray<SqlNode>> next)
    {
        var found = new HashSet<SqlNode>();
        var front = start.ToList();
        for (var step = 0; front.Count > 0 && (depth is null || step < depth); step++)
        {
            var reached = new List<SqlNode>();
            foreach (var node in front)
            {
                reached.AddRange(next(node).Where(found.Add));
            }

            front = reached;
        }

        return found;
    }
}
