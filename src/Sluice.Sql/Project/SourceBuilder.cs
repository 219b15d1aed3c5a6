using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Context;
using Sluice.Sql.Freshness;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project.Yaml;
using Sluice.Sql.Relations;

namespace Sluice.Sql.Project;

/// <summary>Makes the source nodes of a properties file.</summary>
internal sealed class SourceBuilder(
    ProjectContext context, ConfigLayers layers, Func<string, YamlNode?, object?> render, DiagnosticBag diagnostics)
{
    internal IEnumerable<BuiltNode> Build(ProjectFile file, YamlMapping mapping)
    {
        var source = new YamlReader(mapping, "a source", diagnostics);
        if (source.Required("name") is not { } name)
        {
            return [];
        }

        string? Text(YamlReader reader, string key) => Rendered(file, reader.Node(key)) is { } value ? JinjaValue.ToText(value) : null;
        var parent = new Parent(
            name, Text(source, "schema") ?? name, Text(source, "database") ?? context.Target.Database, Quoting(source, context.Root.Quoting),
            Text(source, "loader") ?? "", source.String("description") ?? "", source,
            ConfigOf(file, source));
        var nodes = source.Readers("tables", "a table").Select(table => BuildTable(file, parent, table)).OfType<BuiltNode>().ToList();
        source.Accept("config", "meta", "tags", "tests", "data_tests", "overrides", "tables", "loaded_at_field", "loaded_at_query", "freshness", "docs");
        source.Finish(Severity.Warning);
        return nodes;
    }

    private BuiltNode? BuildTable(ProjectFile file, Parent parent, YamlReader table)
    {
        if (table.Required("name") is not { } name)
        {
            return null;
        }

        var identifier = Rendered(file, table.Node("identifier")) is { } other ? JinjaValue.ToText(other) : name;
        var config = new ConfigMerger();
        var freshness = FreshnessOf(file, parent, table);
        var node = new SourceNode
        {
            UniqueId = $"source.{file.Package.Name}.{parent.Name}.{name}",
            Name = name,
            SourceName = parent.Name,
            Identifier = identifier,
            PackageName = file.Package.Name,
            Path = file.OriginalPath,
            OriginalFilePath = file.OriginalPath,
            Source = table.Mapping.Source,
            Span = table.Mapping.Get("name")!.Span,
            Fqn = [.. file.Fqn(parent.Name), name],
            Description = table.String("description") ?? "",
            SourceDescription = parent.Description,
            Loader = table.String("loader") ?? parent.Loader,
            LoadedAtField = freshness.Field,
            LoadedAtQuery = freshness.Query,
            Freshness = freshness.Resolve(new YamlPlace(table.Mapping.Source, table.Mapping.Get("name")!.Span), $"{parent.Name}.{name}", diagnostics),
            SourceMeta = parent.Config.LastOrDefault(pair => pair.Key == "meta").Value,
            External = NodeConfig.ToMap(Rendered(file, table.Node("external"))),
            WrittenSchema = (parent.Reader.Mapping.Get("schema") as YamlScalar)?.Text,
            WrittenDatabase = (parent.Reader.Mapping.Get("database") as YamlScalar)?.Text,
            Database = parent.Database,
            Schema = parent.Schema,
            Alias = identifier,
            Columns = [.. table.Readers("columns", "a column").Select(column => PropertiesReader.ReadColumn(column, value => Rendered(file, value))).OfType<ColumnInfo>()],
        };
        layers.AddTree(config, "sources", node);
        config.Add(parent.Config);
        config.Add(ConfigOf(file, table));
        layers.AddRootTree(config, "sources", node);
        node.Config = config.ToConfig();
        node.Tags = [.. node.Config.Tags.Distinct(StringComparer.Ordinal)];
        var relation = new Relation(node.Database, node.Schema, identifier).WithQuoted(Quoting(table, parent.Quoting));
        node.Relation = ExternalLocation(node) is { } location ? relation.WithExternal(location) : relation;
        table.Accept("config", "meta", "tags", "tests", "data_tests", "quoting", "external", "loaded_at_field", "loaded_at_query", "freshness", "docs", "data_type");
        table.Finish(Severity.Warning);
        var built = new BuiltNode(node, new ParseCapture(), null);
        PropertiesReader.AddTests(built, table.Mapping, node.Columns, diagnostics);
        return built;
    }

    private object? Rendered(ProjectFile file, YamlNode? node) => render(file.Package.Name, node);

    private List<KeyValuePair<string, object?>> ConfigOf(ProjectFile file, YamlReader reader)
    {
        var config = new List<KeyValuePair<string, object?>>();
        foreach (var key in (string[])["tags", "meta"])
        {
            if (reader.Node(key) is { } value)
            {
                config.Add(new(key, Rendered(file, value)));
            }
        }

        if (reader.Node("config") is YamlMapping mapping)
        {
            // A query is rendered when it is asked, where `this` is the source.
            config.AddRange(mapping.Entries.Select(entry => KeyValuePair.Create(
                entry.Key.Text, entry.Key.Text == "loaded_at_query" ? YamlValues.ToValue(entry.Value) : Rendered(file, entry.Value))));
        }

        return config;
    }

    private FreshnessLayers FreshnessOf(ProjectFile file, Parent parent, YamlReader table)
    {
        var found = new FreshnessLayers();
        foreach (var layer in (IEnumerable<YamlMapping?>)[parent.Reader.Mapping, parent.Reader.Mapping.Get("config") as YamlMapping, table.Mapping, table.Mapping.Get("config") as YamlMapping])
        {
            if (layer is not null)
            {
                found.Add(
                    key => layer.Get(key) is not null,
                    key => key == "loaded_at_query" ? YamlValues.ToValue(layer.Get(key)) : Rendered(file, layer.Get(key)));
            }
        }

        return found;
    }

    private static RelationParts Quoting(YamlReader reader, RelationParts fallback)
    {
        if (reader.Reader("quoting") is not { } quoting)
        {
            return fallback;
        }

        var parts = new RelationParts(
            quoting.Boolean("database") ?? fallback.Database, quoting.Boolean("schema") ?? fallback.Schema, quoting.Boolean("identifier") ?? fallback.Identifier);
        quoting.Finish(Severity.Warning);
        return parts;
    }

    // dbt-duckdb: `meta.external_location` stands in the place of the table; {name}, {schema}, {identifier} are filled in.
    private static string? ExternalLocation(SourceNode node)
    {
        var location = node.Config.GetMap("meta")?.GetValueOrDefault("external_location") as string ?? node.Config.GetString("external_location");
        if (location is null)
        {
            return null;
        }

        var text = location
            .Replace("{name}", node.Name, StringComparison.Ordinal)
            .Replace("{schema}", node.Schema, StringComparison.Ordinal)
            .Replace("{identifier}", node.Identifier, StringComparison.Ordinal)
            .Replace("{source_name}", node.SourceName, StringComparison.Ordinal)
            .Replace("{database}", node.Database, StringComparison.Ordinal)
            .Replace("{{", "{", StringComparison.Ordinal)
            .Replace("}}", "}", StringComparison.Ordinal);
        return text.Contains('(', StringComparison.Ordinal) || text.StartsWith('\'') ? text : $"'{text}'";
    }

    private sealed record Parent(
        string Name, string Schema, string Database, RelationParts Quoting, string Loader, string Description, YamlReader Reader,
        List<KeyValuePair<string, object?>> Config);
}
