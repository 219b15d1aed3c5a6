using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Partitions;
using Sluice.Sql.Context;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project.Yaml;
using Sluice.Sql.Relations;

namespace Sluice.Sql.Project;

/// <summary>Makes the nodes that have a file of their own: models, seeds, snapshots, singular tests, analyses; and hooks.</summary>
/// <param name="context">What all templates share.</param>
/// <param name="dialect">Compiles hooks.</param>
/// <param name="layers">The config trees.</param>
/// <param name="properties">The properties files.</param>
/// <param name="render">The value of a YAML node in a package.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
internal sealed class TemplateNodeBuilder(
    ProjectContext context, JinjaDialect dialect, ConfigLayers layers, PropertyIndex properties, Func<string, YamlNode?, object?> render,
    DiagnosticBag diagnostics)
{
    internal IEnumerable<BuiltNode> Build(LoadedFile loaded)
    {
        var file = loaded.File;
        switch (file.Kind)
        {
            case FileKind.Model when loaded.Template is { } template:
                return [BuildTemplate(loaded, template, "models", NewModel(loaded))];
            case FileKind.Test when loaded.Template is { } template:
                return loaded.Template.Blocks.Any(block => block.Tag is "test" or "data_test") ? [] : [BuildTemplate(loaded, template, "tests", NewTest(loaded))];
            case FileKind.Analysis when loaded.Template is { } template:
                return [BuildTemplate(loaded, template, "analyses", NewAnalysis(loaded))];
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

    /// <summary>The entries of <c>on-run-start</c> and <c>on-run-end</c>.</summary>
    internal IEnumerable<BuiltNode> BuildHooks(IEnumerable<DbtProjectFile> packages)
    {
        foreach (var package in packages)
        {
            foreach (var (entries, when) in new[] { (package.OnRunStart, "on-run-start"), (package.OnRunEnd, "on-run-end") })
            {
                for (var i = 0; i < entries.Length; i++)
                {
                    yield return BuildHook(package, entries[i], when, i);
                }
            }
        }
    }

    private static ModelNode NewModel(LoadedFile loaded) => new()
    {
        UniqueId = $"model.{loaded.File.Package.Name}.{loaded.File.Stem}",
        Name = loaded.File.Stem,
        PackageName = loaded.File.Package.Name,
        Path = loaded.File.Path,
        OriginalFilePath = loaded.File.OriginalPath,
        Source = loaded.Source,
    };

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

    private BuiltNode BuildTemplate(LoadedFile loaded, Template template, string section, SqlNode node)
    {
        node.Fqn = section == "analyses"
            ? [node.PackageName, "analysis", .. loaded.File.Fqn(node.Name).Skip(1)]
            : loaded.File.Fqn(node.Name);
        node.Template = template;
        // Python's reader drops the white space around a model; dbt compares and stores it so.
        node.RawCode = loaded.Source.Text.Trim();
        node.LeadingBlanks = LeadingBlanks(loaded.Source.Text);
        var text = FindProperties(node, section);
        return Finish(node, section, text, scope => template.Render(scope), template.StaticCalls);
    }

    // A tag that trims to its left has dropped the blanks already.
    private static int LeadingBlanks(string text)
    {
        var blanks = text.Length - text.TrimStart().Length;
        var first = text.AsSpan(blanks);
        return first.StartsWith("{%-") || first.StartsWith("{{-") || first.StartsWith("{#-") ? 0 : blanks;
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
            node, "snapshots", FindProperties(node, "snapshots"), scope => _ = block.Macro!.Bind(scope).Invoke(JinjaCall.Of([])),
            [.. loaded.Template!.StaticCalls.Where(call => call.Within == block.Name)]);
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
        return Finish(node, "seeds", FindProperties(node, "seeds"), null, []);
    }

    private BuiltNode BuildHook(DbtProjectFile package, YamlScalar entry, string when, int index)
    {
        var name = $"{package.Name}-{when}-{index}";
        var node = new OperationNode
        {
            UniqueId = $"operation.{package.Name}.{name}",
            Name = name,
            PackageName = package.Name,
            Path = $"hooks/{name}.sql",
            OriginalFilePath = "./dbt_project.yml",
            Source = package.Source,
            Span = entry.Span,
            AtStart = when == "on-run-start",
            Index = index,
            Fqn = [package.Name, "hooks", name],
            Tags = [when],
            RawCode = entry.Text,
            Alias = name,
            Schema = context.Target.Schema,
            Database = context.Target.Database,
        };
        var capture = new ParseCapture();
        (var hookSource, node.LeadingBlanks) = HookSource(entry);
        try
        {
            node.Template = dialect.Sql.Compile(hookSource);
            var scope = new NodeScope(context, node, package.Name, context.Builtins.AtParse)
            {
                Capture = capture,
                Extra = new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["results"] = new JinjaList(), ["schemas"] = new JinjaList(), ["database_schemas"] = new JinjaList(),
                },
            };
            node.Template.Render(scope);
        }
        catch (JinjaException error)
        {
            ReportRender(error, node, node.Template?.StaticCalls ?? [], capture);
        }

        return new BuiltNode(node, capture, null);
    }

    // The hook keeps its line and column where the file spells it as it is: everything before it is blanked out.
    private static (SourceText Source, int Blanks) HookSource(YamlScalar entry)
    {
        var at = entry.Source.Slice(entry.Span).IndexOf(entry.Text, StringComparison.Ordinal);
        if (at < 0)
        {
            return (new SourceText(entry.Source.Path, entry.Text), 0);
        }

        var before = entry.Source.Text.AsSpan(0, entry.Span.Start + at);
        var blanks = string.Create(before.Length, before.ToString(), (target, text) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                target[i] = text[i] == '\n' ? '\n' : ' ';
            }
        });
        var source = new SourceText(entry.Source.Path, blanks + entry.Text);
        return (source, LeadingBlanks(source.Text) == 0 ? 0 : blanks.Length);
    }

    private NodeProperties? FindProperties(SqlNode node, string section)
    {
        var found = properties.Find(node.PackageName, section, node.Name);
        if (found is not null)
        {
            PropertiesReader.Read(node, found, diagnostics, value => render(node.PackageName, value));
        }

        return found;
    }

    private BuiltNode Finish(
        SqlNode node, string section, NodeProperties? text, Action<IJinjaScope>? renderTemplate, IReadOnlyList<StaticCall> calls)
    {
        node.Database = context.Target.Database;
        node.Schema = context.Target.Schema;
        node.Alias = node.Name;
        node.Relation = new Relation(node.Database, node.Schema, node.Alias);
        var patch = text is null ? [] : PropertiesReader.Config(text, value => render(node.PackageName, value));
        var capture = new ParseCapture();
        ParseCapture? first = null;
        var config = Merge(node, section, patch, capture);
        node.Config = config;
        if (renderTemplate is not null)
        {
            var set = PartitionsOf(config, calls);
            (capture, first) = RenderAll(node, renderTemplate, calls, set);
            config = Merge(node, section, patch, capture);
            if (SetOf(config) is var actual && actual != set)
            {
                (capture, first) = RenderAll(node, renderTemplate, calls, actual);
                config = Merge(node, section, patch, capture);
            }

            node.Partitions = SetOf(config);
            CheckPartitionName(node, config, calls, text);
        }

        node.Config = config;
        node.Tags = [.. TagsInOrder(node, section, capture, config)];
        CaptureHooks(node, capture);
        SetNames(node, capture);
        node.Variables = [.. capture.Variables.Concat(first?.Variables ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        node.EnvironmentVariables = [.. capture.EnvironmentVariables.Order(StringComparer.Ordinal)];
        node.MacroDependencies = [.. capture.Macros.Where(id => !id.StartsWith("macro.dbt.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        diagnostics.AddRange(capture.Warnings);
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

    private PartitionSet? PartitionsOf(NodeConfig config, IReadOnlyList<StaticCall> calls)
    {
        if (context.Partitions.IsEmpty)
        {
            return null;
        }

        foreach (var call in calls)
        {
            if (call.Name != "config")
            {
                continue;
            }

            foreach (var argument in call.Arguments)
            {
                if (argument is { Name: "partition_by", IsConstant: true, Value: string name })
                {
                    return context.Partitions.GetValueOrDefault(name);
                }
            }
        }

        return SetOf(config);
    }

    private PartitionSet? SetOf(NodeConfig config) =>
        context.Partitions.IsEmpty || config.PartitionBy is not { } name ? null : context.Partitions.GetValueOrDefault(name);

    // In a plain dbt project `partition_by` belongs to another database or to a file's layout: it is kept and means nothing here.
    private void CheckPartitionName(SqlNode node, NodeConfig config, IReadOnlyList<StaticCall> calls, NodeProperties? text)
    {
        if (context.Partitions.IsEmpty || config.PartitionBy is not { } name || config.Materialized == "external")
        {
            return;
        }

        var (source, span) = PlaceOfConfig(node, calls, "partition_by", text);
        if (node.Partitions is null)
        {
            diagnostics.Add(SluiceErrors.UnknownPartitions(source, span, name, context.Partitions.Keys.Order(StringComparer.Ordinal)));
        }
        else if (config.Materialized is not ("table" or "incremental" or "ephemeral" or "test"))
        {
            diagnostics.Add(NodeErrors.MissingPartitionColumn(node, node.Partitions.Column));
        }
    }

    private static (SourceText Source, SourceSpan Span) PlaceOfConfig(
        SqlNode node, IReadOnlyList<StaticCall> calls, string key, NodeProperties? text)
    {
        foreach (var argument in calls.Where(call => call.Name == "config").SelectMany(call => call.Arguments))
        {
            if (argument.Name == key)
            {
                return (node.Source, argument.Span);
            }
        }

        var place = (text?.Mapping.Get("config") as YamlMapping)?.Get(key);
        return place is null ? (node.Source, node.Span) : (place.Source, place.Span);
    }

    // One render for the first partition and one for a later one, as their branches may read different things.
    private (ParseCapture All, ParseCapture? First) RenderAll(
        SqlNode node, Action<IJinjaScope> render, IReadOnlyList<StaticCall> calls, PartitionSet? set)
    {
        if (set is null)
        {
            return (Render(node, render, calls, null), null);
        }

        var first = Render(node, render, calls, new PartitionState(set, set.Keys[0]));
        if (set.Keys.Length == 1)
        {
            return (first, null);
        }

        var all = Render(node, render, calls, new PartitionState(set, set.Keys[1]));
        if (set.Keys.Length > 2)
        {
            all.Reads.AddRange(Render(node, render, calls, new PartitionState(set, set.Keys[^1])).Reads);
        }

        all.Variables.UnionWith(first.Variables);
        all.EnvironmentVariables.UnionWith(first.EnvironmentVariables);
        all.Macros.UnionWith(first.Macros);
        return (all, first);
    }

    private ParseCapture Render(SqlNode node, Action<IJinjaScope> render, IReadOnlyList<StaticCall> calls, PartitionState? partition)
    {
        var capture = new ParseCapture();
        var scope = new NodeScope(context, node, node.PackageName, context.Builtins.AtParse) { Capture = capture, Partition = partition };
        try
        {
            render(scope);
        }
        catch (JinjaException error)
        {
            ReportRender(error, node, calls, capture);
        }

        return capture;
    }

    // dbt goes on while parsing where a value does not exist, and the node fails when it runs. What the rest of the template
    // would have read is taken from its text.
    private void ReportRender(JinjaException error, SqlNode node, IReadOnlyList<StaticCall> calls, ParseCapture capture)
    {
        if (error.Kind != JinjaErrorKind.Undefined)
        {
            diagnostics.AddRange(error.Diagnostics);
            return;
        }

        if (!ReportUnknownMacros(node, calls))
        {
            diagnostics.AddRange(error.Diagnostics.Select(item => item with { Severity = Severity.Warning }));
        }

        foreach (var call in calls.Where(call => call.Name is "ref" or "source"))
        {
            var texts = call.Arguments.Where(argument => argument is { Name: null, IsConstant: true, Value: string }).Select(argument => (string)argument.Value!).ToList();
            if (texts.Count is 1 or 2 && texts.Count == call.Arguments.Count(argument => argument.Name is null))
            {
                var name = texts[^1];
                var span = ParseCapture.SpanOfName(node.Source, call.Span, name);
                capture.Reads.Add(new CapturedRead(
                    call.Name == "ref" ? ReadKind.Ref : ReadKind.Source, texts.Count == 2 ? texts[0] : null, name, 0, node.Source, span));
            }
        }
    }

    private bool ReportUnknownMacros(SqlNode node, IReadOnlyList<StaticCall> calls)
    {
        var scope = new NodeScope(context, node, node.PackageName, context.Builtins.AtParse) { Capture = new ParseCapture() };
        var unknown = calls.Where(call => !scope.TryGet(call.Name, out _) && !dialect.Sql.Globals.TryGet(call.Name, out _)).ToList();
        foreach (var call in unknown)
        {
            var nearest = Nearest.To(call.Name, context.Macros.NamesFor(node.PackageName).Concat(context.BuiltinNames));
            diagnostics.Add(NodeErrors.UnknownMacro(node.Source, call.NameSpan, call.Name, nearest));
        }

        return unknown.Count > 0;
    }

    // Hooks may read models too, and dbt makes these dependencies of the node.
    private void CaptureHooks(SqlNode node, ParseCapture capture)
    {
        foreach (var hook in node.Config.PreHooks.Concat(node.Config.PostHooks))
        {
            if (!YamlValues.HasJinja(hook.Sql))
            {
                continue;
            }

            try
            {
                var template = dialect.CompileShared(new SourceText($"{node.Source.Path} (hook)", hook.Sql));
                var partition = node.Partitions is { } set ? new PartitionState(set, set.Keys[0]) : null;
                template.Render(new NodeScope(context, node, node.PackageName, context.Builtins.AtParse) { Capture = capture, Partition = partition });
            }
            catch (JinjaException error) when (error.Kind == JinjaErrorKind.Undefined)
            {
                diagnostics.AddRange(error.Diagnostics.Select(item => item with { Severity = Severity.Warning }));
            }
            catch (JinjaException error)
            {
                diagnostics.AddRange(error.Diagnostics);
            }
        }
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
