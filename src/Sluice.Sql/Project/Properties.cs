using Sluice.Diagnostics;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>What a properties file says about one node.</summary>
internal sealed class NodeProperties(ProjectFile file, string kind, string name, YamlMapping mapping)
{
    /// <summary>The file.</summary>
    internal ProjectFile File { get; } = file;

    /// <summary>The list it stands in: <c>models</c>, <c>seeds</c>, <c>snapshots</c>, <c>tests</c>, <c>analyses</c>…</summary>
    internal string Kind { get; } = kind;

    /// <summary>The node's name.</summary>
    internal string Name { get; } = name;

    internal YamlMapping Mapping { get; } = mapping;

    /// <summary>The version of the model that it describes; null where the model has none.</summary>
    internal ModelVersion? Version { get; init; }

    internal SourceText Source => Mapping.Source;

    internal SourceSpan NameSpan => Mapping.Get("name")?.Span ?? Mapping.Span;

    /// <summary>True once a node of the name was found.</summary>
    internal bool IsUsed { get; set; }
}

/// <summary>The contents of a properties file.</summary>
internal sealed class PropertiesFile
{
    private static readonly string[] NodeKinds = ["models", "seeds", "snapshots", "analyses", "macros", "tests", "data_tests"];

    private static readonly string[] Ignored =
        ["version", "metrics", "semantic_models", "saved_queries", "functions", "anchors", "catalogs", "selectors", "time_spine"];

    internal required ProjectFile File { get; init; }

    /// <summary>All that the file says.</summary>
    internal required YamlMapping Root { get; init; }

    internal List<NodeProperties> Nodes { get; } = [];

    internal List<YamlMapping> Sources { get; } = [];

    internal List<YamlMapping> Exposures { get; } = [];

    internal List<YamlMapping> Groups { get; } = [];

    internal List<YamlMapping> UnitTests { get; } = [];

    /// <summary>Takes a file's tree apart; null where it is no mapping.</summary>
    internal static PropertiesFile? Of(ProjectFile file, YamlNode? root, DiagnosticBag diagnostics)
    {
        if (YamlReader.Over(root, "the file", diagnostics) is not { } reader)
        {
            return null;
        }

        var properties = new PropertiesFile { File = file, Root = reader.Mapping };
        foreach (var kind in NodeKinds)
        {
            foreach (var entry in reader.Readers(kind, $"an entry of {kind}"))
            {
                if (entry.Required("name") is { } name)
                {
                    properties.Nodes.Add(new NodeProperties(file, kind == "data_tests" ? "tests" : kind, name, entry.Mapping));
                }
            }
        }

        properties.Sources.AddRange(reader.Readers("sources", "a source").Select(entry => entry.Mapping));
        properties.Exposures.AddRange(reader.Readers("exposures", "an exposure").Select(entry => entry.Mapping));
        properties.Groups.AddRange(reader.Readers("groups", "a group").Select(entry => entry.Mapping));
        properties.UnitTests.AddRange(reader.Readers("unit_tests", "a unit test").Select(entry => entry.Mapping));
        reader.Accept(Ignored);
        reader.Finish(Severity.Warning);
        return properties;
    }
}
