using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>Reads what a properties file says about a node: description, columns, constraints, config and tests.</summary>
internal static class PropertiesReader
{
    private static readonly string[] TopLevelConfig = ["meta", "docs", "tags", "group", "access", "enabled", "contract"];

    private static readonly string[] Ignored =
    [
        "name", "config", "versions", "latest_version", "defined_in", "deprecation_date", "time_spine", "primary_entity", "arguments", "tests",
        "data_tests", "unit_tests", "semantic_model", "metrics", "agg_time_dimension", "derived_semantics", "relation", "freshness", "quoting",
    ];

    /// <summary>The config that the entry gives, whether under <c>config</c> or beside it.</summary>
    internal static List<KeyValuePair<string, object?>> Config(NodeProperties properties, Func<YamlNode?, object?> render)
    {
        var config = new List<KeyValuePair<string, object?>>();
        foreach (var key in TopLevelConfig)
        {
            if (properties.Mapping.Get(key) is { } value)
            {
                config.Add(new(key, render(value)));
            }
        }

        if (properties.Mapping.Get("config") is YamlMapping mapping)
        {
            foreach (var (key, value) in mapping.Entries)
            {
                config.Add(new(key.Text, ConfigMerger.IsHook(key.Text) ? YamlValues.ToValue(value) : render(value)));
            }
        }

        return config;
    }

    internal static void Read(SqlNode node, NodeProperties properties, DiagnosticBag diagnostics, Func<YamlNode?, object?> render)
    {
        var reader = new YamlReader(properties.Mapping, $"the entry of `{properties.Name}`", diagnostics);
        node.Description = reader.String("description") ?? "";
        node.PatchPath = $"{properties.File.Package.Name}://{properties.File.OriginalPath}";
        node.Columns = [.. reader.Readers("columns", "a column").Select(column => ReadColumn(column, render)).OfType<ColumnInfo>()];
        var constraints = ReadConstraints(reader);
        if (node is ModelNode model)
        {
            model.Constraints = constraints;
            model.PropertiesSource = properties.Source;
            model.PropertiesSpan = properties.NameSpan;
            model.DeprecationDate = (properties.Mapping.Get("deprecation_date") as YamlScalar)?.Text;
        }

        _ = YamlReader.Over(properties.Mapping.Get("config"), "config", diagnostics);
        reader.Accept(Ignored);
        reader.Accept(TopLevelConfig);
        reader.Finish(Severity.Warning);
    }

    /// <summary>Notes the tests of the entry and of its columns; they are made once all nodes are known.</summary>
    internal static void AddTests(BuiltNode built, NodeProperties properties, DiagnosticBag diagnostics) =>
        AddTests(built, properties.Mapping, built.Node.Columns, diagnostics);

    internal static void AddTests(BuiltNode built, YamlMapping mapping, ImmutableArray<ColumnInfo> columns, DiagnosticBag diagnostics)
    {
        AddList(built, mapping, null, [], diagnostics);
        foreach (var column in (mapping.Get("columns") as YamlSequence)?.Items.OfType<YamlMapping>() ?? [])
        {
            var name = (column.Get("name") as YamlScalar)?.Text;
            if (columns.FirstOrDefault(item => item.Name == name) is { } info)
            {
                var sql = info.Quote ? $"\"{info.Name}\"" : info.Name;
                AddList(built, column, sql, info.Tags, diagnostics);
            }
        }
    }

    internal static ColumnInfo? ReadColumn(YamlReader reader, Func<YamlNode?, object?> render)
    {
        if (reader.Required("name") is not { } name)
        {
            return null;
        }

        var config = render(reader.Node("config")) as JinjaDict ?? new JinjaDict();
        object? Config(string key) => config.TryGetValue(key, out var value) ? value : null;
        var meta = new ConfigMerger();
        meta.Add("meta", render(reader.Node("meta")));
        meta.Add("meta", Config("meta"));
        var column = new ColumnInfo
        {
            Name = name,
            DataType = reader.String("data_type"),
            Description = reader.String("description") ?? "",
            Quote = reader.Boolean("quote") ?? false,
            Tags = [.. NodeConfig.ToStrings(render(reader.Node("tags"))).Concat(NodeConfig.ToStrings(Config("tags"))).Distinct(StringComparer.Ordinal)],
            Meta = meta.ToConfig().GetMap("meta") ?? ImmutableDictionary<string, object?>.Empty,
            Constraints = ReadConstraints(reader),
            Span = reader.Mapping.Get("name")!.Span,
        };
        reader.Accept("tests", "data_tests", "docs", "policy_tags", "dimension", "entity", "granularity", "identifier");
        reader.Finish(Severity.Warning);
        return column;
    }

    private static void AddList(BuiltNode built, YamlMapping mapping, string? column, ImmutableArray<string> tags, DiagnosticBag diagnostics)
    {
        foreach (var key in (string[])["tests", "data_tests"])
        {
            switch (mapping.Get(key))
            {
                case null or YamlScalar { Value: null }:
                    break;
                case YamlSequence tests:
                    built.TestLists.Add(new TestList(column, tags, tests));
                    break;
                case var other:
                    diagnostics.Add(YamlErrors.WrongKind(other, key, "a list of tests"));
                    break;
            }
        }
    }

    private static ImmutableArray<ConstraintInfo> ReadConstraints(YamlReader reader)
    {
        var constraints = ImmutableArray.CreateBuilder<ConstraintInfo>();
        foreach (var item in reader.Readers("constraints", "a constraint"))
        {
            if (item.Required("type") is { } type)
            {
                constraints.Add(new ConstraintInfo(
                    type, item.String("expression"), item.String("name"), item.Strings("columns"), item.String("to"), item.Strings("to_columns")));
            }

            item.Accept("warn_unenforced", "warn_unsupported");
            item.Finish(Severity.Warning);
        }

        return constraints.ToImmutable();
    }
}
