using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>The config trees of all dbt_project.yml files.</summary>
internal sealed class ConfigLayers
{
    private readonly string _root;
    private readonly Dictionary<(string Package, string Section), List<ConfigTree>> _trees = [];

    internal ConfigLayers(DbtProjectFile root, IReadOnlyList<DbtProjectFile> packages, Func<string, Func<YamlScalar, object?>> renderFor)
    {
        _root = root.Name;
        foreach (var package in packages)
        {
            foreach (var (section, mappings) in package.ConfigTrees)
            {
                _trees[(package.Name, section)] = mappings.ConvertAll(mapping => ConfigTree.Create(mapping, renderFor(package.Name)));
            }
        }
    }

    /// <summary>Adds what the node's own package says about its folders.</summary>
    internal void AddTree(ConfigMerger config, string section, SqlNode node) => Add(config, node.PackageName, section, node);

    /// <summary>Adds what the root says about another package's node; it wins over the node's own config.</summary>
    internal void AddRootTree(ConfigMerger config, string section, SqlNode node)
    {
        if (node.PackageName != _root)
        {
            Add(config, _root, section, node);
        }
    }

    internal void ReportUnused(DiagnosticBag diagnostics)
    {
        foreach (var ((package, section), trees) in _trees.Where(pair => pair.Key.Package == _root))
        {
            trees.ForEach(tree => tree.ReportUnused(section, diagnostics));
        }
    }

    /// <summary>The keys and values of a dictionary.</summary>
    internal static IEnumerable<KeyValuePair<string, object?>> Pairs(JinjaDict dict) =>
        dict.Select(pair => KeyValuePair.Create(JinjaValue.ToText(pair.Key), pair.Value));

    private void Add(ConfigMerger config, string package, string section, SqlNode node)
    {
        if (!_trees.TryGetValue((package, section), out var trees))
        {
            return;
        }

        var layers = new List<List<KeyValuePair<string, object?>>>();
        foreach (var tree in trees)
        {
            tree.Collect(node.Fqn.AsSpan(), layers);
        }

        layers.ForEach(config.Add);
    }
}
