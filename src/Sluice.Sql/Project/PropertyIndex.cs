using Sluice.Diagnostics;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>Finds what the properties files say about a node.</summary>
internal sealed class PropertyIndex
{
    private readonly Dictionary<(string Package, string Kind, string Name), NodeProperties> _byName = [];
    private readonly Dictionary<(string Package, string Model), List<ModelVersion>> _versions = [];
    private readonly DiagnosticBag _diagnostics;

    internal PropertyIndex(IEnumerable<PropertiesFile> files, DiagnosticBag diagnostics)
    {
        _diagnostics = diagnostics;
        foreach (var properties in files.SelectMany(file => file.Nodes))
        {
            if (properties.Kind == "models" && properties.Mapping.Get("versions") is YamlSequence { Items.Count: > 0 })
            {
                AddVersions(properties);
                continue;
            }

            var key = (properties.File.Package.Name, properties.Kind, properties.Name);
            if (!_byName.TryAdd(key, properties) && properties.Kind != "macros")
            {
                diagnostics.Add(NodeErrors.PatchedTwice(properties.Source, properties.NameSpan, properties.Name, _byName[key].Source));
            }
        }
    }

    /// <summary>The versions of a model; nothing where it has none.</summary>
    internal IEnumerable<ModelVersion> VersionsOf(string package, string model) => _versions.GetValueOrDefault((package, model), []);

    internal NodeProperties? Find(string package, string kind, string name)
    {
        if (!_byName.TryGetValue((package, kind, name), out var properties))
        {
            return null;
        }

        properties.IsUsed = true;
        return properties;
    }

    private void AddVersions(NodeProperties model)
    {
        var package = model.File.Package.Name;
        var versions = new List<ModelVersion>();
        foreach (var (stem, properties) in VersionedProperties.Expand(model, _diagnostics))
        {
            if (!versions.Contains(properties.Version!))
            {
                versions.Add(properties.Version!);
            }

            if (!_byName.TryAdd((package, model.Kind, stem), properties))
            {
                _diagnostics.Add(NodeErrors.PatchedTwice(properties.Source, properties.NameSpan, stem, _byName[(package, model.Kind, stem)].Source));
            }
        }

        _versions[(package, model.Name)] = versions;
    }

    /// <summary>A warning for each entry that describes nothing.</summary>
    internal void ReportUnused(IEnumerable<SqlNode> nodes)
    {
        var unused = _byName.Values.Distinct().Where(item => !item.IsUsed && item.Kind != "macros").ToList();
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
