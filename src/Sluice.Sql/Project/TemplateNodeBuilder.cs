using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Code;
using Sluice.Sql.Context;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project.Caching;
using Sluice.Sql.Project.Yaml;
using Sluice.Sql.Relations;

namespace Sluice.Sql.Project;

/// <summary>Makes the nodes that have a file of their own: models, seeds, snapshots, singular tests, analyses.</summary>
/// <param name="context">What all templates share.</param>
/// <param name="dialect">Compiles the hooks of nodes.</param>
/// <param name="layers">The config trees.</param>
/// <param name="properties">The properties files.</param>
/// <param name="render">The value of a YAML node in a package.</param>
/// <param name="cache">Knows what the files' templates told the last time; null for nothing.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
internal sealed class TemplateNodeBuilder(
    ProjectContext context, JinjaDialect dialect, ConfigLayers layers, PropertyIndex properties, Func<string, YamlNode?, object?> render,
    ParseCache? cache, DiagnosticBag diagnostics)
{
    private readonly TemplateReads _reads = new(context, dialect, diagnostics);
    private readonly PartitionConfig _partitions = new(context, diagnostics);

    internal IEnumerable<BuiltNode> Build(LoadedFile loaded)
    {
        var file = loaded.File;
        switch (file.Kind)
        {
            case FileKind.Model:
                return BuildTemplate(loaded, "models", NewModel(loaded));
            case FileKind.Test:
                return loaded.Template?.Blocks.Any(block => block.Tag is "test" or "data_test") ?? loaded.IsBroken ? [] : BuildTemplate(loaded, "tests", NewTest(loaded));
            case FileKind.Analysis:
                return BuildTemplate(loaded, "analyses", NewAnalysis(loaded));
            case FileKind.Snapshot when loaded.Template is { } template:
                return template.Blocks.Where(block => block is { Tag: "snapshot", Macro: not null }).Select(block => BuildSnapshot(loaded, block)).ToList();
            case FileKind.Seed:
                return [BuildSeed(loaded)];
            case FileKind.Python:
                diagnostics.Add(NodeErrors.PythonModel(loaded.Source));
                return [];
            default:
                return [];
        }
    }

    /// <summary>An asset that code defines: a model like others, which a properties file may describe and configure.</summary>
    internal BuiltNode Build(CodeAsset code)
    {
        var node = new ModelNode
        {
            UniqueId = $"model.{context.Root.Name}.{code.Name}",
            Name = code.Name,
            PackageName = context.Root.Name,
            Path = code.Path,
            OriginalFilePath = code.Path,
            Source = code.Source,
            Span = code.Span,
            Fqn = FqnOf(code),
            RawCode = code.Code,
            Code = code,
        };
        var text = FindProperties(node, "models");
        node.Description = node.Description.Length > 0 ? node.Description : code.Description;
        node.Columns = [.. code.Columns.Select(column => Described(column, node.Columns)), .. node.Columns.Where(column => !code.Columns.Any(own => IsSame(own, column)))];
        return Finish(node, "models", text, new CodeRender(code));
    }

    /// <summary>A check that code defines.</summary>
    internal BuiltNode Build(CodeCheck code)
    {
        var node = new TestNode
        {
            UniqueId = $"test.{context.Root.Name}.{code.Name}",
            Name = code.Name,
            PackageName = context.Root.Name,
            Path = code.Path,
            OriginalFilePath = code.Path,
            Source = code.Source,
            Span = code.Span,
            Fqn = FqnOf(code),
            RawCode = code.Code,
            Description = code.Description,
            AttachedNode = $"model.{context.Root.Name}.{code.Asset}",
            Code = code,
        };
        return Finish(node, "tests", null, new CodeRender(code));
    }

    private System.Collections.Immutable.ImmutableArray<string> FqnOf(CodeNode code) =>
        code.Group is { } group ? [context.Root.Name, group, code.Name] : [context.Root.Name, code.Name];

    private static ColumnInfo Described(ColumnInfo column, IEnumerable<ColumnInfo> described) =>
        described.FirstOrDefault(other => IsSame(other, column)) is { } text ? text with { Name = column.Name, DataType = text.DataType ?? column.DataType } : column;

    private static bool IsSame(ColumnInfo one, ColumnInfo other) => string.Equals(one.Name, other.Name, StringComparison.OrdinalIgnoreCase);

    private ModelNode NewModel(LoadedFile loaded)
    {
        var package = loaded.File.Package.Name;
        var described = properties.Find(package, "models", loaded.File.Stem);
        var version = described?.Version;
        var name = version is null ? loaded.File.Stem : described!.Name;
        return new ModelNode
        {
            UniqueId = version is null ? $"model.{package}.{name}" : $"model.{package}.{name}.v{version.Text}",
            Name = name,
            Version = version,
            PackageName = package,
            Path = loaded.File.Path,
            OriginalFilePath = loaded.File.OriginalPath,
            Source = loaded.Source,
        };
    }

    private static TestNode NewTest(LoadedFile loaded) => new()
    {
        UniqueId = $"test.{loaded.File.Package.Name}.{loaded.File.Stem}",
        Name = loaded.File.Stem,
        PackageName = loaded.File.Package.Name,
        Path = loaded.File.Path,
        OriginalFilePath = loaded.File.OriginalPath,
        Source = loaded.Source,
    };

    private static AnalysisNode NewAnalysis(LoadedFile loaded) => new()
    {
        UniqueId = $"analysis.{loaded.File.Package.Name}.{loaded.File.Stem}",
        Name = loaded.File.Stem,
        PackageName = loaded.File.Package.Name,
        Path = "analysis/" + loaded.File.Path,
        OriginalFilePath = loaded.File.OriginalPath,
        Source = loaded.Source,
    };

    private IEnumerable<BuiltNode> BuildTemplate(LoadedFile loaded, string section, SqlNode node)
    {
        if (FileRender.Open(loaded, node, _reads, dialect, cache, diagnostics) is not { } template)
        {
            return [];
        }

        node.Fqn = section == "analyses"
            ? [node.PackageName, "analysis", .. loaded.File.Fqn(node.Name).Skip(1)]
            : loaded.File.Fqn(node.Name);
        node.Fqn = node is ModelNode { Version: { } version } ? [.. node.Fqn, $"v{version.Text}"] : node.Fqn;
        node.CompileLater(dialect, loaded.Source);
        // Python's reader drops the white space around a model; dbt compares and stores it so.
        node.RawCode = loaded.Source.Text.TrimStart();
        node.LeadingBlanks = TemplateReads.LeadingBlanks(loaded.Source.Text);
        var text = FindProperties(node, section);
        return [Finish(node, section, text, template)];
    }

    private BuiltNode BuildSnapshot(LoadedFile loaded, CustomBlock block)
    {
        var node = new ModelNode
        {
            UniqueId = $"snapshot.{loaded.File.Package.Name}.{block.Name}",
            Name = block.Name,
            PackageName = loaded.File.Package.Name,
            Path = loaded.File.Path,
            OriginalFilePath = loaded.File.OriginalPath,
            Source = loaded.Source,
            Span = block.NameSpan,
            IsSnapshot = true,
            SnapshotBody = block.Macro,
        };
        node.Fqn = [node.PackageName, .. loaded.File.Path[..^Path.GetExtension(loaded.File.Path).Length].Split('/'), block.Name];
        node.RawCode = block.BodyText;
        return Finish(
            node, "snapshots", FindProperties(node, "snapshots"),
            new LiveRender(_reads, scope => _ = block.Macro!.Bind(scope).Invoke(JinjaCall.Of([])), [.. loaded.Template!.StaticCalls.Where(call => call.Within == block.Name)]));
    }

    /// <summary>A snapshot that a properties file declares with the <c>relation</c> that it looks at; null where that is not written right.</summary>
    internal BuiltNode? BuildRelationSnapshot(NodeProperties entry)
    {
        if (entry.Mapping.Get("relation") is not YamlScalar { Text.Length: > 0 } relation)
        {
            diagnostics.Add(YamlErrors.WrongKind(entry.Mapping.Get("relation")!, "relation", "a call such as ref('orders')"));
            return null;
        }

        var text = $"select * from {{{{ {relation.Text} }}}}";
        if (dialect.TryCompile(new SourceText(entry.Source.Path, text), diagnostics) is not { } template)
        {
            return null;
        }

        var node = new ModelNode
        {
            UniqueId = $"snapshot.{entry.File.Package.Name}.{entry.Name}",
            Name = entry.Name,
            PackageName = entry.File.Package.Name,
            Path = entry.File.Path,
            OriginalFilePath = entry.File.OriginalPath,
            Source = entry.Source,
            Span = entry.NameSpan,
            IsSnapshot = true,
            Fqn = entry.File.Fqn(entry.Name),
            Template = template,
            RawCode = text,
        };
        return Finish(node, "snapshots", FindProperties(node, "snapshots"), new LiveRender(_reads, scope => ReadRelation((NodeScope)scope, relation), []));
    }

    // The places of what it reads are those in the properties file.
    private void ReadRelation(NodeScope scope, YamlScalar relation)
    {
        ExpressionReads.Evaluate(dialect, scope, relation, diagnostics);
        var reads = scope.Capture!.Reads;
        for (var i = 0; i < reads.Count; i++)
        {
            reads[i] = reads[i] with { Source = relation.Source, Span = ParseCapture.SpanOfName(relation.Source, relation.Span, reads[i].Name) };
        }
    }

    private BuiltNode BuildSeed(LoadedFile loaded)
    {
        var file = loaded.File;
        var node = new SeedNode
        {
            UniqueId = $"seed.{file.Package.Name}.{file.Stem}",
            Name = file.Stem,
            PackageName = file.Package.Name,
            Path = file.Path,
            OriginalFilePath = file.OriginalPath,
            Source = loaded.Source,
            Fqn = file.Fqn(file.Stem),
            FilePath = file.FullPath,
            RootPath = file.Package.Folder,
        };
        return Finish(node, "seeds", FindProperties(node, "seeds"), null);
    }

    private NodeProperties? FindProperties(SqlNode node, string section)
    {
        var found = properties.Find(node.PackageName, section, node is ModelNode { Version: not null } ? System.IO.Path.GetFileNameWithoutExtension(node.Path) : node.Name);
        if (found is not null)
        {
            PropertiesReader.Read(node, found, diagnostics, value => render(node.PackageName, value));
        }

        return found;
    }

    private BuiltNode Finish(SqlNode node, string section, NodeProperties? text, TemplateRender? template)
    {
        node.Database = context.Target.Database;
        node.Schema = context.Target.Schema;
        node.Alias = (node as ModelNode)?.StandardAlias ?? node.Name;
        node.Relation = new Relation(node.Database, node.Schema, node.Alias);
        var patch = text is null ? [] : PropertiesReader.Config(text, value => render(node.PackageName, value));
        var capture = new ParseCapture();
        ParseCapture? first = null;
        // With partitions, the config around a template says for which it is rendered.
        var isNeeded = template is null || template.LooksAtNode || !context.Partitions.IsEmpty;
        var config = isNeeded ? Merge(node, section, patch, capture) : NodeConfig.Empty;
        node.Config = config;
        if (template is not null)
        {
            var set = _partitions.Guess(config, template.Calls);
            (capture, first) = template.Render(node, set);
            config = Merge(node, section, patch, capture);
            if (_partitions.Of(config) is var actual && actual != set)
            {
                (capture, first) = template.Render(node, actual);
                config = Merge(node, section, patch, capture);
            }

            node.Partitions = _partitions.Of(config);
            _partitions.Check(node, config, template.Calls, text);
        }

        node.Config = config;
        if (node is ModelNode { IsSnapshot: true } && config.Enabled)
        {
            SnapshotConfig.Check(node, diagnostics);
        }

        node.Tags = [.. TagsInOrder(node, section, capture, config)];
        _reads.CaptureHooks(node, capture, first);
        SetNames(node, capture);
        node.Variables = [.. capture.Variables.Concat(first?.Variables ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        node.EnvironmentVariables = [.. capture.EnvironmentVariables.Order(StringComparer.Ordinal)];
        node.MacroDependencies = [.. capture.Macros.Where(id => !id.StartsWith("macro.dbt.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        diagnostics.AddRange(capture.Warnings.Concat(first?.Warnings ?? []));
        var built = new BuiltNode(node, capture, text) { FirstPartition = first };
        if (text is not null)
        {
            PropertiesReader.AddTests(built, text, diagnostics);
        }

        return built;
    }

    private NodeConfig Merge(SqlNode node, string section, IReadOnlyList<KeyValuePair<string, object?>> patch, ParseCapture capture)
    {
        var config = new ConfigMerger();
        layers.AddTree(config, section, node);
        config.Add(patch);
        config.Add(capture.Config);
        layers.AddRootTree(config, section, node);
        if (node is TestNode or SeedNode or ModelNode { IsSnapshot: true })
        {
            config.Add("materialized", node.ResourceType);
        }

        return config.ToConfig();
    }

    // dbt lists the tags of the folders and of the file first, then those that the properties file adds.
    private IEnumerable<string> TagsInOrder(SqlNode node, string section, ParseCapture capture, NodeConfig config)
    {
        var own = new ConfigMerger();
        layers.AddTree(own, section, node);
        own.Add(capture.Config);
        layers.AddRootTree(own, section, node);
        return own.ToConfig().Tags.Concat(config.Tags).Distinct(StringComparer.Ordinal);
    }

    private void SetNames(SqlNode node, ParseCapture capture)
    {
        var scope = new NodeScope(context, node, node.PackageName, context.Builtins.AtParse) { Capture = capture };
        try
        {
            (node.Database, node.Schema, node.Alias) = NamingFunctions.Resolve(scope, node, node.Config);
        }
        catch (JinjaException error)
        {
            diagnostics.AddRange(error.Diagnostics);
        }

        node.Relation = new Relation(node.Database, node.Schema, node.Alias, TypeOf(node)).WithQuoted(context.Root.Quoting);
    }

    // What it will be is known from the config; what it is now, only the database knows.
    private static RelationType? TypeOf(SqlNode node) => node is ModelNode { IsEphemeral: true } ? RelationType.Cte : null;
}
