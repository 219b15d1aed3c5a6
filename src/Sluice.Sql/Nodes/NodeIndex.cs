using System.Collections.Immutable;

namespace Sluice.Sql.Nodes;

/// <summary>Finds nodes by what <c>ref</c> and <c>source</c> say. Immutable.</summary>
internal sealed class NodeIndex
{
    private readonly string _root;
    private readonly Dictionary<string, ImmutableArray<SqlNode>> _byName;
    private readonly Dictionary<string, ImmutableArray<SqlNode>> _disabled;
    private readonly Dictionary<(string, string), ImmutableArray<SourceNode>> _sources;
    private readonly Dictionary<string, SqlNode> _byId;

    internal NodeIndex(string root, IEnumerable<SqlNode> enabled, IEnumerable<SqlNode> disabled)
    {
        _root = root;
        var all = enabled.ToList();
        _byName = ByName(all);
        _disabled = ByName(disabled);
        _sources = all.OfType<SourceNode>().GroupBy(node => (node.SourceName, node.Name))
            .ToDictionary(group => group.Key, group => group.ToImmutableArray());
        _byId = all.GroupBy(node => node.UniqueId, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
    }

    internal IEnumerable<string> Names => _byName.Keys;

    internal IEnumerable<string> SourceNames => _sources.Keys.Select(key => $"{key.Item1}.{key.Item2}");

    internal SqlNode? ById(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The model, seed or snapshot of a name: the one of the package, else of the asking package, the root, any.</summary>
    internal SqlNode? Find(string? package, string name, string from, string? version = null) => Choose(_byName, package, name, from, version);

    /// <summary>The same among the nodes that are switched off.</summary>
    internal SqlNode? FindDisabled(string? package, string name, string from, string? version = null) => Choose(_disabled, package, name, from, version);

    /// <summary>The versions that a model has, oldest first; nothing where it has none.</summary>
    internal IEnumerable<ModelVersion> VersionsOf(string name) => _byName.GetValueOrDefault(name, []).OfType<ModelNode>().Select(node => node.Version).OfType<ModelVersion>()
        .OrderBy(version => version.Value, Comparer<object>.Create(ModelVersion.Compare));

    internal SourceNode? FindSource(string source, string table, string from)
    {
        var found = _sources.GetValueOrDefault((source, table), []);
        return found.FirstOrDefault(node => node.PackageName == from) ?? found.FirstOrDefault(node => node.PackageName == _root) ?? found.FirstOrDefault();
    }

    private SqlNode? Choose(Dictionary<string, ImmutableArray<SqlNode>> names, string? package, string name, string from, string? version)
    {
        var found = OfVersion(names.GetValueOrDefault(name, []), version);
        return package is not null ? found.FirstOrDefault(node => node.PackageName == package)
            : found.Length == 1 ? found[0]
            : found.FirstOrDefault(node => node.PackageName == from) ?? found.FirstOrDefault(node => node.PackageName == _root) ?? found.FirstOrDefault();
    }

    // Where no version is named the latest is meant; what has no versions has none that could be named.
    private static ImmutableArray<SqlNode> OfVersion(ImmutableArray<SqlNode> nodes, string? version) =>
        version is null && nodes.All(node => node is not ModelNode { Version: not null })
            ? nodes
            : [.. nodes.Where(node => node is ModelNode { Version: { } own } ? version is null ? own.IsLatest : own.Text == version : version is null)];

    private static Dictionary<string, ImmutableArray<SqlNode>> ByName(IEnumerable<SqlNode> nodes) =>
        nodes.Where(node => node is ModelNode or SeedNode).GroupBy(node => node.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal);
}
