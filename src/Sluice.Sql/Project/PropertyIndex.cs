using Sluice.Diagnostics;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Project;

/// <summary>Finds what the properties files say about a node.</summary>
internal sealed class PropertyIndex
{
    private readonly Dictionary<(string Package, string Kind, string Name), NodeProperties> _byName = [];
    private readonly DiagnosticBag _diagnostics;

    internal PropertyIndex(IEnumerable<PropertiesFile> files, DiagnosticBag diagnostics)
    {
        _diagnostics = diagnostics;
        foreach (var properties in files.SelectMany(file => file.Nodes))
        {
            var key = (properties.File.Package.Name, properties.Kind, properties.Name);
            if (!_byName.TryAdd(key, properties) && properties.Kind != "macros")
            {
                diagnostics.Add(NodeErrors.PatchedTwice(properties.Source, properties.NameSpan, properties.Name, _byName[key].Source));
            }
        }
    }

    internal NodeProperties? Find(string package, string kind, string name)
    {
        if (!_byName.TryGetValue((package, kind, name), out var properties))
        {
            return null;
        }

        properties.IsUsed = true;
        return properties;
    }

    /// <summary>A warning for each entry that describes nothing.</summary>
    internal void ReportUnused(IEnumerable<SqlNode> nodes)
    {
        var unused = _byName.Values.Where(item => !item.IsUsed && item.Kind != "macros").ToList();
        if (unused.Count == 0)
        {
            return;
        }

        var names = nodes.ToLookup(node => node.ResourceType switch { "analysis" => "analyses", var type => type + "s" }, node => node.Name);
        foreach (var item in unused)
        {
            _diagnostics.Add(NodeErrors.NothingPatched(item.Source, item.NameSpan, item.Kind, item.Name, Nearest.To(item.Name, names[item.Kind])));
        }
    }
}
