using System.Collections.Immutable;
using System.Globalization;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Context;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project.Yaml;
using Sluice.Sql.Relations;

namespace Sluice.Sql.Project;

/// <summary>Makes the tests that properties files put on nodes and columns, in all spellings that dbt takes.</summary>
internal sealed class TestBuilder(
    ProjectContext context, JinjaDialect dialect, ConfigLayers layers, Func<string, YamlNode?, object?> render, DiagnosticBag diagnostics)
{
    private static readonly string[] ConfigKeys =
    [
        "severity", "tags", "enabled", "where", "limit", "warn_if", "error_if", "fail_calc", "store_failures", "store_failures_as", "meta",
        "database", "schema", "alias",
    ];

    internal List<BuiltNode> Build(BuiltNode target)
    {
        var built = new List<BuiltNode>();
        foreach (var list in target.TestLists)
        {
            foreach (var item in list.Tests.Items)
            {
                if (BuildOne(target.Node, list, item) is { } test)
                {
                    built.Add(test);
                }
            }
        }

        return built;
    }

    private BuiltNode? BuildOne(SqlNode target, TestList list, YamlNode item)
    {
        if (Split(item) is not var (place, call, argumentsNode))
        {
            return null;
        }

        var dot = call.IndexOf('.', StringComparison.Ordinal);
        var (@namespace, name) = dot < 0 ? (null, call) : (call[..dot], call[(dot + 1)..]);
        var arguments = ReadArguments(argumentsNode, list.Column, out var description);
        var config = TakeConfig(target, arguments, argumentsNode);
        arguments.Add(new("model", $"{{{{ get_where_subquery({ModelCall(target)}) }}}}"));
        var generic = new GenericTest(name, @namespace, [.. arguments.Where(argument => argument.Key != "name")]);
        var given = arguments.Find(argument => argument.Key == "name").Value;
        var (shortName, fullName) = given is null ? Synthesize(target, generic) : (JinjaValue.ToText(given), JinjaValue.ToText(given));
        if (shortName != fullName && !config.Exists(pair => pair.Key == "alias"))
        {
            config.Add(new("alias", shortName));
        }

        var file = FileOf(target, item);
        var node = new TestNode
        {
            UniqueId = $"test.{file.Package}.{fullName}.{TestNames.Hash(fullName, generic)}",
            Name = fullName,
            PackageName = file.Package,
            Path = $"{shortName}.sql",
            OriginalFilePath = file.Path,
            Source = item.Source,
            Span = place.Span,
            Generic = generic,
            ColumnName = list.Column,
            AttachedNode = target is SourceNode ? null : target.UniqueId,
            FileKeyName = target is SourceNode source ? $"sources.{source.SourceName}" : $"{target.ResourceType}s.{target.Name}",
            Fqn = [file.Package, .. file.Path.Split('/')[1..^1], fullName],
            Description = description ?? "",
        };
        // A test of a source has the tags of the source too.
        var tags = target is SourceNode ? [.. target.Tags, .. list.Tags] : list.Tags;
        return Parse(target, tags, node, config, place);
    }

    private (YamlNode Place, string Call, YamlMapping? Arguments)? Split(YamlNode item)
    {
        switch (item)
        {
            case YamlScalar { Value: not null } name:
                return (name, name.Text, null);
            case YamlMapping mapping when mapping.Get("test_name") is YamlScalar { Value: not null } name:
                return (name, name.Text, mapping);
            case YamlMapping { Entries: [var (key, value)] }:
                if (value is YamlMapping or YamlScalar { Value: null })
                {
                    return (key, key.Text, value as YamlMapping);
                }

                diagnostics.Add(NodeErrors.BadTest(value, $"the arguments of `{key.Text}` are {value.Kind}"));
                return null;
            case YamlMapping { Entries.Count: > 1 } mapping:
                diagnostics.Add(NodeErrors.BadTest(mapping.Entries[1].Key, $"`{mapping.Entries[1].Key.Text}` stands beside `{mapping.Entries[0].Key.Text}`, and should be indented below it"));
                return null;
            default:
                diagnostics.Add(NodeErrors.BadTest(item, $"it is {item.Kind}"));
                return null;
        }
    }

    // `arguments:` and arguments beside it mean the same.
    private static List<KeyValuePair<string, object?>> ReadArguments(YamlMapping? mapping, string? column, out string? description)
    {
        description = null;
        var arguments = new List<KeyValuePair<string, object?>>();
        foreach (var (key, value) in mapping?.Entries ?? [])
        {
            switch (key.Text)
            {
                case "test_name" or "config":
                    break;
                case "description":
                    description = (value as YamlScalar)?.Text;
                    break;
                case "arguments" when value is YamlMapping inner:
                    arguments.AddRange(inner.Entries.Select(entry => KeyValuePair.Create(entry.Key.Text, YamlValues.ToValue(entry.Value))));
                    break;
                default:
                    arguments.Add(new(key.Text, YamlValues.ToValue(value)));
                    break;
            }
        }

        if (column is not null)
        {
            arguments.RemoveAll(argument => argument.Key == "column_name");
            arguments.Add(new("column_name", column));
        }

        return arguments;
    }

    private static int IndexOf(List<KeyValuePair<string, object?>> arguments, string key)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i].Key == key)
            {
                return i;
            }
        }

        return -1;
    }

    private List<KeyValuePair<string, object?>> TakeConfig(SqlNode target, List<KeyValuePair<string, object?>> arguments, YamlMapping? mapping)
    {
        var config = new List<KeyValuePair<string, object?>>();
        var inner = mapping?.Get("config") as YamlMapping;
        foreach (var key in ConfigKeys)
        {
            var at = IndexOf(arguments, key);
            if (at >= 0)
            {
                var value = mapping?.Get(key) is { } node ? render(target.PackageName, node) : arguments[at].Value;
                arguments.RemoveAt(at);
                if (value is not null)
                {
                    config.Add(new(key, value));
                }
            }
            else if (inner?.Get(key) is { } value && render(target.PackageName, value) is { } rendered)
            {
                config.Add(new(key, rendered));
            }
        }

        foreach (var (key, value) in inner?.Entries ?? [])
        {
            if (!ConfigKeys.Contains(key.Text) && render(target.PackageName, value) is { } rendered)
            {
                config.Add(new(key.Text, rendered));
            }
        }

        return config;
    }

    private static string ModelCall(SqlNode target) => target is SourceNode source
        ? $"source('{source.SourceName}', '{source.Name}')"
        : target is ModelNode { Version: { } version } ? $"ref('{target.Name}', version='{version.Text}')"
        : $"ref('{target.Name}')";

    private static (string Short, string Full) Synthesize(SqlNode target, GenericTest generic)
    {
        var name = target is SourceNode ? $"source_{generic.Name}" : generic.Name;
        name = generic.Namespace is null ? name : $"{generic.Namespace}_{name}";
        return TestNames.Synthesize(name, target is SourceNode source ? $"{source.SourceName}_{source.Name}" : target is ModelNode { Version: { } version } ? $"{target.Name}_v{version.Text}" : target.Name, generic.Arguments);
    }

    // A test belongs to the package and the file that ask for it.
    private static (string Package, string Path) FileOf(SqlNode target, YamlNode item)
    {
        var prefix = target.Source.Path.EndsWith(target.OriginalFilePath, StringComparison.Ordinal) ? target.Source.Path[..^target.OriginalFilePath.Length] : "";
        var path = item.Source.Path;
        return (target.PackageName, prefix.Length > 0 && path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : path);
    }

    private BuiltNode? Parse(SqlNode target, IReadOnlyList<string> tags, TestNode node, List<KeyValuePair<string, object?>> own, YamlNode place)
    {
        var capture = new ParseCapture();
        var generic = node.Generic!;
        node.Database = context.Target.Database;
        node.Schema = context.Target.Schema;
        node.Alias = node.Name;
        node.Relation = new Relation(node.Database, node.Schema, node.Alias);
        node.RawCode = RawCode(generic, own);
        capture.Reads.Add(target is SourceNode source
            ? new CapturedRead(ReadKind.Source, source.SourceName, source.Name, 0, node.Source, place.Span)
            : new CapturedRead(ReadKind.Ref, target.PackageName, target.Name, 0, node.Source, place.Span) { Version = (target as ModelNode)?.Version?.Text });
        // Its config counts while its macro is parsed: `where` limits what the macro reads.
        node.Config = Merge(node, [], own);
        var scope = new NodeScope(context, node, node.PackageName, context.Builtins.AtParse) { Capture = capture };
        try
        {
            if (FindMacro(scope, generic) is { } macro)
            {
                _ = macro.Invoke(JinjaCall.Of([], TestArguments.Render(dialect, scope, generic)));
            }
            else
            {
                diagnostics.Add(NodeErrors.UnknownTest(Severity.Warning, place.Source, place.Span, generic, context.Macros, context.Packages));
            }
        }
        catch (JinjaException error)
        {
            var severity = error.Kind == JinjaErrorKind.Undefined ? Severity.Warning : Severity.Error;
            diagnostics.AddRange(error.Diagnostics.Select(item => item with
            {
                Severity = severity,
                Chain = [.. item.Chain, new DiagnosticFrame($"in test `{generic.Name}`", place.Source, place.Span)],
            }));
        }

        foreach (var read in capture.Reads.ToList())
        {
            // What the arguments name stands in the properties file, not in the text that was rendered.
            if (read.Source.Path == TestArguments.SourcePath)
            {
                capture.Reads.Remove(read);
                capture.Reads.Add(read with { Source = node.Source, Span = place.Span });
            }
        }

        node.Config = Merge(node, capture.Config, own);
        node.Tags = [.. tags.Concat(node.Config.Tags).Distinct(StringComparer.Ordinal)];
        if (node.Config.PartitionBy is { } partitions)
        {
            node.Partitions = context.Partitions.GetValueOrDefault(partitions);
        }

        SetNames(node, scope);
        node.Variables = [.. capture.Variables.Order(StringComparer.Ordinal)];
        node.EnvironmentVariables = [.. capture.EnvironmentVariables.Order(StringComparer.Ordinal)];
        node.MacroDependencies = [.. capture.Macros.Order(StringComparer.Ordinal)];
        return new BuiltNode(node, capture, null);
    }

    private static JinjaObject? FindMacro(NodeScope scope, GenericTest generic) => generic.Namespace is { } package
        ? scope.Project.Macros.Find(package, $"test_{generic.Name}") is { } entry ? entry.Bind(scope) : null
        : scope.FindMacro($"test_{generic.Name}");

    private NodeConfig Merge(
        TestNode node, IEnumerable<KeyValuePair<string, object?>> fromMacro, IReadOnlyCollection<KeyValuePair<string, object?>> own)
    {
        var config = new ConfigMerger();
        layers.AddTree(config, "tests", node);
        config.Add(fromMacro);
        config.Add(own);
        // dbt reads the test's own config twice, so that its tags stand there twice.
        config.Add(own.Where(pair => pair.Key == "tags"));
        layers.AddRootTree(config, "tests", node);
        config.Add("materialized", "test");
        return config.ToConfig();
    }

    private void SetNames(TestNode node, NodeScope scope)
    {
        try
        {
            (node.Database, node.Schema, node.Alias) = NamingFunctions.Resolve(scope, node, node.Config);
        }
        catch (JinjaException error)
        {
            diagnostics.AddRange(error.Diagnostics);
        }

        node.Relation = new Relation(node.Database, node.Schema, node.Alias);
    }

    private static string RawCode(GenericTest generic, List<KeyValuePair<string, object?>> config)
    {
        var macro = generic.Namespace is null ? $"test_{generic.Name}" : $"{generic.Namespace}.test_{generic.Name}";
        var values = config.Select(pair => pair.Value is string text
            ? $"{pair.Key}=\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            : string.Create(CultureInfo.InvariantCulture, $"{pair.Key}={JinjaValue.Repr(pair.Value)}"));
        var call = $"{{{{ {macro}(**_dbt_generic_test_kwargs) }}}}";
        return config.Count == 0 ? call : $"{call}{{{{ config({string.Join(",", values)}) }}}}";
    }
}
