using System.Collections.Concurrent;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Code;
using Sluice.Sql.Context;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project.Caching;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>Makes the nodes of all files: first those of templates, then what properties files add, then who reads whom.</summary>
internal sealed class NodeBuilder
{
    private readonly ProjectContext _context;
    private readonly JinjaDialect _dialect;
    private readonly DiagnosticBag _diagnostics;
    private readonly IReadOnlyList<DbtProjectFile> _packages;
    private readonly LoadedFile[] _files;
    private readonly ConcurrentBag<BuiltNode> _built = [];
    private readonly PropertyIndex _properties;
    private readonly Dictionary<string, YamlScope> _yamlScopes = new(StringComparer.Ordinal);
    private readonly ConfigLayers _layers;
    private readonly UnitTestBuilder _unitTests;
    private readonly ParseCache? _cache;

    internal NodeBuilder(
        ProjectContext context, JinjaDialect dialect, IReadOnlyList<DbtProjectFile> packages, LoadedFile[] files, ParseCache? cache, DiagnosticBag diagnostics)
    {
        _context = context;
        _dialect = dialect;
        _packages = packages;
        _files = files;
        _cache = cache;
        _diagnostics = diagnostics;
        foreach (var package in packages)
        {
            _yamlScopes.Add(package.Name, NewYamlScope(package.Name));
        }

        _properties = new PropertyIndex(files.Select(file => file.Properties).OfType<PropertiesFile>(), diagnostics);
        _layers = new ConfigLayers(context.Root, packages, package => _yamlScopes[package].Render);
        _unitTests = new UnitTestBuilder(context, dialect, _layers, new FixtureReader(files, diagnostics), RenderYaml, _properties, diagnostics);
    }

    /// <summary>What an application adds in code; null for nothing.</summary>
    internal CodeProject? Code { get; init; }

    internal LoadedNodes Build()
    {
        var templates = new TemplateNodeBuilder(_context, _dialect, _layers, _properties, RenderYaml, _cache, _diagnostics);
        var runHooks = new RunHookBuilder(_context, _dialect, _diagnostics);
        Parallel.ForEach(_files, file => AddAll(templates.Build(file)));
        AddAll((Code?.Assets ?? []).Select(templates.Build));
        AddAll((Code?.Checks ?? []).Select(templates.Build));
        AddAll(runHooks.Build(_packages));

        foreach (var entry in _files.SelectMany(file => file.Properties?.Nodes ?? []).Where(entry => entry.Kind == "snapshots" && entry.Mapping.Get("relation") is not null))
        {
            AddAll(templates.BuildRelationSnapshot(entry) is { } snapshot ? [snapshot] : []);
        }

        var sources = new SourceBuilder(_context, _layers, RenderYaml, _diagnostics);
        foreach (var file in _files)
        {
            if (file.Properties is { } properties)
            {
                AddAll(properties.Sources.SelectMany(source => sources.Build(properties.File, source)));
                AddAll(properties.UnitTests.SelectMany(test => _unitTests.Build(properties.File, test)));
                AddAll(properties.Exposures.Select(exposure => BuildExposure(properties.File, exposure)).OfType<BuiltNode>());
            }
        }

        AddTests();
        return Finish();
    }

    private YamlScope NewYamlScope(string package) =>
        new YamlScope(_dialect, _context.Invocation, _diagnostics).WithVariables(_context.Variables, package).WithTarget(_context.Target);

    private object? RenderYaml(string package, YamlNode? node) => YamlValues.ToValue(node, _yamlScopes[package].Render);

    private void AddAll(IEnumerable<BuiltNode> nodes)
    {
        foreach (var node in nodes)
        {
            _built.Add(node);
        }
    }

    private void AddTests()
    {
        var tests = new TestBuilder(_context, _dialect, _layers, RenderYaml, _diagnostics);
        var described = _built.Where(built => built.Properties is not null || built.TestLists.Count > 0).ToList();
        Parallel.ForEach(described, built => AddAll(tests.Build(built)));
    }

    private BuiltNode? BuildExposure(ProjectFile file, YamlMapping mapping)
    {
        var reader = new YamlReader(mapping, "an exposure", _diagnostics);
        if (reader.Required("name") is not { } name)
        {
            return null;
        }

        var capture = new ParseCapture();
        var owner = reader.Reader("owner");
        var node = new ExposureNode
        {
            UniqueId = $"exposure.{file.Package.Name}.{name}",
            Name = name,
            PackageName = file.Package.Name,
            Path = file.Path,
            OriginalFilePath = file.OriginalPath,
            Source = mapping.Source,
            Span = mapping.Get("name")!.Span,
            Fqn = file.Fqn(name),
            Type = reader.String("type") ?? "",
            Label = reader.String("label") ?? "",
            Owner = owner?.String("name") ?? "",
            OwnerEmails = owner?.Strings("email") ?? [],
            Maturity = reader.String("maturity"),
            Url = reader.String("url"),
            Description = reader.String("description") ?? "",
        };
        var config = new ConfigMerger();
        _layers.AddTree(config, "exposures", node);
        foreach (var key in (string[])["tags", "meta", "enabled"])
        {
            if (reader.Node(key) is { } value)
            {
                config.Add(key, RenderYaml(file.Package.Name, value));
            }
        }

        if (RenderYaml(file.Package.Name, reader.Node("config")) is JinjaDict inner)
        {
            config.Add(inner.Select(pair => KeyValuePair.Create(JinjaValue.ToText(pair.Key), pair.Value)));
        }

        node.Config = config.ToConfig();
        node.Tags = [.. node.Config.Tags.Distinct(StringComparer.Ordinal)];
        var scope = new NodeScope(_context, node, node.PackageName, _context.Builtins.AtParse) { Capture = capture };
        foreach (var item in reader.Scalars("depends_on"))
        {
            ExpressionReads.Evaluate(_dialect, scope, item, _diagnostics);
        }

        reader.Accept("version", "agg_time_dimension");
        reader.Finish(Severity.Warning);
        return new BuiltNode(node, capture, null);
    }

    private LoadedNodes Finish()
    {
        var nodes = new LoadedNodes { Texts = new ProjectTexts(_files, RenderYaml) };
        var all = _built.OrderBy(built => built.Node.UniqueId, StringComparer.Ordinal).ThenBy(built => built.Node.OriginalFilePath, StringComparer.Ordinal).ToList();
        var enabled = all.Where(built => built.Node.Config.Enabled).ToList();
        nodes.Disabled.AddRange(all.Where(built => !built.Node.Config.Enabled).Select(built => built.Node));
        CheckDuplicates(enabled.ConvertAll(built => built.Node));
        _context.Index = new NodeIndex(_context.Root.Name, enabled.Select(built => built.Node), nodes.Disabled);
        new DependencyResolver(_context, _diagnostics).Resolve(enabled);
        _unitTests.Resolve(_context.Index);
        // A test of a node that is missing or switched off is neither run nor listed.
        foreach (var node in enabled.Where(built => built.IsDropped).Select(built => built.Node))
        {
            node.Config = node.Config.With("enabled", value: false);
            nodes.Dropped.Add(node);
        }

        nodes.Enabled.AddRange(enabled.Where(built => !built.IsDropped).Select(built => built.Node));
        CheckRelations(nodes.Enabled);
        nodes.Docs = new DocsRenderer(_context, _dialect, _files, _diagnostics).Render(all.Select(built => built.Node));
        _properties.ReportUnused(all.Select(built => built.Node));
        if (!_diagnostics.HasErrors)
        {
            _layers.ReportUnused(_diagnostics);
        }

        return nodes;
    }

    private void CheckDuplicates(List<SqlNode> nodes)
    {
        var names = new Dictionary<string, SqlNode>(StringComparer.Ordinal);
        var ids = new Dictionary<string, SqlNode>(StringComparer.Ordinal);
        foreach (var node in nodes.Where(node => node is not OperationNode))
        {
            if (!ids.TryAdd(node.UniqueId, node))
            {
                _diagnostics.Add(NodeErrors.Duplicate(node, ids[node.UniqueId]));
            }
            else if (node is ModelNode or SeedNode && !names.TryAdd(NameOf(node), node))
            {
                _diagnostics.Add(NodeErrors.Duplicate(node, names[NameOf(node)]));
            }
        }
    }

    private static string NameOf(SqlNode node) => (node as ModelNode)?.SearchName ?? node.Name;

    private void CheckRelations(List<SqlNode> nodes)
    {
        var relations = new Dictionary<string, SqlNode>(StringComparer.OrdinalIgnoreCase);
        foreach (var node in nodes.Where(node => node is SeedNode or ModelNode { IsEphemeral: false }))
        {
            if (!relations.TryAdd(node.Relation!.Render(), node) && NameOf(relations[node.Relation.Render()]) != NameOf(node))
            {
                _diagnostics.Add(NodeErrors.SameRelation(node, relations[node.Relation.Render()]));
            }
        }
    }
}
