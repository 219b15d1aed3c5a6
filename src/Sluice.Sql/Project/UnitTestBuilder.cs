using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Context;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>Makes the unit tests of properties files.</summary>
internal sealed class UnitTestBuilder(
    ProjectContext context, JinjaDialect dialect, ConfigLayers layers, FixtureReader fixtures, Func<string, YamlNode?, object?> render, PropertyIndex properties,
    DiagnosticBag diagnostics)
{
    private readonly List<UnitTestNode> _built = [];

    internal IEnumerable<BuiltNode> Build(ProjectFile file, YamlMapping mapping)
    {
        var reader = new YamlReader(mapping, "a unit test", diagnostics);
        if (reader.Required("name") is not { } name || reader.Required("model") is not { } model)
        {
            return [];
        }

        var versions = properties.VersionsOf(file.Package.Name, model).Select(version => (ModelVersion?)version).ToList();
        return UnitTestVersions.Choose(mapping, name, model, versions, diagnostics).Select(version => Build(file, mapping, name, model, version)).ToList();
    }

    private BuiltNode Build(ProjectFile file, YamlMapping mapping, string name, string model, ModelVersion? version)
    {
        var reader = new YamlReader(mapping, "a unit test", diagnostics);
        var capture = new ParseCapture();
        var place = (YamlScalar)mapping.Get("model")!;
        capture.Reads.Add(new CapturedRead(ReadKind.Ref, null, model, 0, place.Source, place.Span) { Version = version?.Text });
        var overrides = reader.Reader("overrides");
        var expected = reader.Reader("expect");
        var node = new UnitTestNode
        {
            UniqueId = $"unit_test.{file.Package.Name}.{model}.{name}{(version is null ? "" : $"_v{version.Text}")}",
            Name = name,
            ModelName = model,
            Version = version,
            PackageName = file.Package.Name,
            Path = file.Path,
            OriginalFilePath = file.OriginalPath,
            Source = mapping.Source,
            Span = mapping.Get("name")!.Span,
            Fqn = [.. file.Fqn(model), name],
            Description = reader.String("description") ?? "",
            Given = [.. reader.Readers("given", "an input").Select(input => ReadInput(file, input)).OfType<UnitTestInput>()],
            Expected = expected is null ? new UnitTestRows("dict", [], null) : ReadRows(file, expected),
            Macros = Map(file, overrides, "macros"),
            Vars = Map(file, overrides, "vars"),
            EnvironmentVars = Map(file, overrides, "env_vars"),
            Schema = context.Target.Schema,
            Database = context.Target.Database,
            Alias = name,
            RawCode = "",
        };
        if (expected is null)
        {
            diagnostics.Add(UnitTestErrors.NothingExpected(node));
        }

        overrides?.Finish(Severity.Warning);
        expected?.Finish(Severity.Warning);
        Configure(file, node, reader);
        reader.Accept("name", "model", "config", "tags", "meta", "versions", "enabled");
        reader.Finish(Severity.Warning);
        _built.Add(node);
        return new BuiltNode(node, capture, null);
    }

    /// <summary>Finds the models of the tests and the nodes whose rows they give, once all nodes are known.</summary>
    internal void Resolve(NodeIndex index)
    {
        foreach (var node in _built.Where(node => node.Config.Enabled))
        {
            node.Model = index.Find(null, node.ModelName, node.PackageName, node.Version?.Text) as ModelNode;
            foreach (var input in node.Given)
            {
                input.Node = input.IsThis ? node.Model : Find(index, node, input);
            }
        }
    }

    private SqlNode? Find(NodeIndex index, UnitTestNode node, UnitTestInput input)
    {
        var read = input.Read;
        if (read.Kind == ReadKind.Source)
        {
            var name = $"{read.Package}.{read.Name}";
            var source = index.FindSource(read.Package!, read.Name, node.PackageName);
            if (source is null)
            {
                diagnostics.Add(NodeErrors.UnknownSource(input.Source, input.Span, name, Nearest.To(name, index.SourceNames)));
            }

            return source;
        }

        var found = index.Find(read.Package, read.Name, node.PackageName, read.Version);
        if (found is null && index.FindDisabled(null, node.ModelName, node.PackageName, node.Version?.Text) is null)
        {
            diagnostics.Add(NodeErrors.UnknownRef(input.Source, input.Span, read.Name, Nearest.To(read.Name, index.Names), Severity.Error));
        }

        return found;
    }

    private void Configure(ProjectFile file, UnitTestNode node, YamlReader reader)
    {
        var config = new ConfigMerger();
        layers.AddTree(config, "unit_tests", node);
        foreach (var key in (string[])["tags", "meta", "enabled"])
        {
            if (reader.Node(key) is { } value)
            {
                config.Add(key, render(file.Package.Name, value));
            }
        }

        if (render(file.Package.Name, reader.Node("config")) is JinjaDict inner)
        {
            config.Add(ConfigLayers.Pairs(inner));
        }

        node.Config = config.ToConfig();
        node.Tags = [.. node.Config.Tags.Distinct(StringComparer.Ordinal)];
    }

    private UnitTestInput? ReadInput(ProjectFile file, YamlReader reader)
    {
        if (reader.Required("input") is null || reader.Mapping.Get("input") is not YamlScalar place)
        {
            return null;
        }

        var text = place.Text.Trim();
        text = text.StartsWith("{{", StringComparison.Ordinal) && text.EndsWith("}}", StringComparison.Ordinal) ? text[2..^2].Trim() : text;
        var rows = ReadRows(file, reader);
        reader.Finish(Severity.Warning);
        if (text == "this")
        {
            return new UnitTestInput(text, rows, place.Source, place.Span);
        }

        var capture = new ParseCapture();
        var scope = new NodeScope(context, null, file.Package.Name, context.Builtins.AtParse) { Capture = capture };
        ExpressionReads.Evaluate(dialect, scope, place, diagnostics, text);
        if (capture.Reads is [{ Kind: ReadKind.Ref or ReadKind.Source } read])
        {
            return new UnitTestInput(text, rows, place.Source, place.Span) { Read = read };
        }

        diagnostics.Add(UnitTestErrors.BadInput(place, text));
        return null;
    }

    private UnitTestRows ReadRows(ProjectFile file, YamlReader reader)
    {
        var format = reader.String("format") ?? "dict";
        var fixture = reader.String("fixture");
        var rows = reader.Node("rows");
        if (format is not ("dict" or "csv" or "sql"))
        {
            diagnostics.Add(UnitTestErrors.BadFormat(reader.Mapping.Get("format")!, format));
            return new UnitTestRows("dict", [], null);
        }

        var text = fixture is null ? rows is null ? null : render(file.Package.Name, rows) : fixtures.Read(file.Package.Name, fixture, format, reader.Mapping.Get("fixture")!);
        return format switch
        {
            "sql" => new UnitTestRows("sql", [], text is null ? null : JinjaValue.ToText(text)),
            "csv" => new UnitTestRows("csv", fixtures.Csv(text is null ? "" : JinjaValue.ToText(text), reader.Mapping), null),
            _ => new UnitTestRows("dict", Rows(text, rows ?? reader.Mapping), null),
        };
    }

    private ImmutableArray<ImmutableArray<KeyValuePair<string, object?>>> Rows(object? value, YamlNode place)
    {
        if (value is null)
        {
            return [];
        }

        if (value is JinjaList list && list.All(item => item is JinjaDict))
        {
            return [.. list.Cast<JinjaDict>().Select(row => row.Select(pair => KeyValuePair.Create(JinjaValue.ToText(pair.Key), pair.Value)).ToImmutableArray())];
        }

        diagnostics.Add(UnitTestErrors.BadRows(place));
        return [];
    }

    private Dictionary<string, object?> Map(ProjectFile file, YamlReader? overrides, string key) =>
        render(file.Package.Name, overrides?.Node(key)) is JinjaDict dict
            ? dict.ToDictionary(pair => JinjaValue.ToText(pair.Key), pair => pair.Value, StringComparer.Ordinal)
            : [];
}
