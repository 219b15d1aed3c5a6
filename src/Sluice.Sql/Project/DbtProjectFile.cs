using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Sluice.Diagnostics;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>What a <c>dbt_project.yml</c> says; values that may be Jinja are kept as they are written.</summary>
internal sealed partial class DbtProjectFile
{
    private static readonly string[] ConfigSections =
        ["models", "seeds", "snapshots", "sources", "tests", "data_tests", "unit_tests", "exposures", "analyses", "functions", "metrics", "semantic-models", "saved-queries"];

    // Keys that dbt has and that change nothing here.
    private static readonly string[] Ignored =
    [
        "version", "config-version", "query-comment", "dbt-cloud", "restrict-access", "docs-paths", "asset-paths", "function-paths",
        "packages", "analysis", "sync",
    ];

    /// <summary>The file.</summary>
    internal required SourceText Source { get; init; }

    /// <summary>The folder that holds it, absolute.</summary>
    internal required string Folder { get; init; }

    internal string Name { get; private set; } = "";

    internal YamlScalar? Profile { get; private set; }

    internal ImmutableArray<string> ModelPaths { get; private set; }

    internal ImmutableArray<string> MacroPaths { get; private set; }

    internal ImmutableArray<string> SeedPaths { get; private set; }

    internal ImmutableArray<string> TestPaths { get; private set; }

    internal ImmutableArray<string> SnapshotPaths { get; private set; }

    internal ImmutableArray<string> AnalysisPaths { get; private set; }

    internal string TargetPath { get; private set; } = "target";

    internal string LogPath { get; private set; } = "logs";

    internal ImmutableArray<string> CleanTargets { get; private set; } = ["target"];

    internal string PackagesInstallPath { get; private set; } = "dbt_packages";

    internal YamlMapping? Vars { get; private set; }

    internal ImmutableArray<YamlScalar> OnRunStart { get; private set; } = [];

    internal ImmutableArray<YamlScalar> OnRunEnd { get; private set; } = [];

    /// <summary>The config trees by section; <c>data_tests</c> and <c>tests</c> are one.</summary>
    internal Dictionary<string, List<YamlMapping>> ConfigTrees { get; } = new(StringComparer.Ordinal);

    /// <summary>The macro namespaces whose search order is changed.</summary>
    internal Dictionary<string, ImmutableArray<string>> Dispatch { get; } = new(StringComparer.Ordinal);

    internal Relations.RelationParts Quoting { get; private set; } = Relations.RelationParts.All;

    internal YamlNode? RequiredVersion { get; private set; }

    internal YamlNode? Flags { get; private set; }

    /// <summary>Reads the file; null where it is not even a mapping.</summary>
    internal static DbtProjectFile? Parse(SourceText source, string folder, DiagnosticBag diagnostics)
    {
        var root = YamlFile.Parse(source, diagnostics);
        if (root is null && diagnostics.HasErrors)
        {
            return null;
        }

        var mapping = root as YamlMapping ?? new YamlMapping([], source, default);
        if (root is not (null or YamlMapping))
        {
            diagnostics.Add(YamlErrors.WrongKind(root, "dbt_project.yml", "a mapping"));
            return null;
        }

        var file = new DbtProjectFile { Source = source, Folder = folder };
        file.Read(new YamlReader(mapping, "dbt_project.yml", diagnostics));
        return file;
    }

    private void Read(YamlReader reader)
    {
        Name = reader.Required("name") ?? "";
        if (Name.Length > 0 && !NameForm().IsMatch(Name))
        {
            reader.Diagnostics.Add(ProjectErrors.InvalidName(reader.Node("name")!, Name));
        }

        Profile = reader.Node("profile") as YamlScalar;
        ModelPaths = Paths(reader, "model-paths", "source-paths", "models");
        SeedPaths = Paths(reader, "seed-paths", "data-paths", "seeds");
        MacroPaths = Paths(reader, "macro-paths", null, "macros");
        TestPaths = Paths(reader, "test-paths", null, "tests");
        SnapshotPaths = Paths(reader, "snapshot-paths", null, "snapshots");
        AnalysisPaths = Paths(reader, "analysis-paths", null, "analyses");
        TargetPath = reader.String("target-path") ?? "target";
        LogPath = reader.String("log-path") ?? "logs";
        CleanTargets = reader.Mapping.Get("clean-targets") is null ? [TargetPath] : reader.Strings("clean-targets");
        reader.Accept("clean-targets");
        PackagesInstallPath = reader.String("packages-install-path") ?? "dbt_packages";
        RequiredVersion = reader.Node("require-dbt-version");
        Flags = reader.Node("flags");
        Vars = reader.Reader("vars")?.Mapping;
        OnRunStart = reader.Scalars("on-run-start");
        OnRunEnd = reader.Scalars("on-run-end");
        ReadQuoting(reader.Reader("quoting"));
        ReadDispatch(reader);
        foreach (var section in ConfigSections)
        {
            if (reader.Reader(section)?.Mapping is { } tree)
            {
                var key = section == "data_tests" ? "tests" : section;
                if (!ConfigTrees.TryGetValue(key, out var trees))
                {
                    ConfigTrees.Add(key, trees = []);
                }

                trees.Add(tree);
            }
        }

        reader.Accept(Ignored);
        reader.Finish(Severity.Warning);
    }

    private void ReadQuoting(YamlReader? reader)
    {
        if (reader is null)
        {
            return;
        }

        Quoting = new Relations.RelationParts(
            reader.Boolean("database") ?? true, reader.Boolean("schema") ?? true, reader.Boolean("identifier") ?? true);
        reader.Accept("snowflake_ignore_case", "project");
        reader.Finish(Severity.Warning);
    }

    private void ReadDispatch(YamlReader reader)
    {
        foreach (var entry in reader.Readers("dispatch", "an entry of dispatch"))
        {
            var name = entry.Required("macro_namespace");
            var order = entry.Strings("search_order");
            entry.Finish(Severity.Warning);
            if (name is not null)
            {
                Dispatch[name] = order;
            }
        }
    }

    private static ImmutableArray<string> Paths(YamlReader reader, string key, string? alias, string fallback)
    {
        var paths = reader.Strings(key);
        var older = alias is null ? [] : reader.Strings(alias);
        var all = paths.IsEmpty ? older : paths;
        return all.IsEmpty ? [fallback] : [.. all.Select(path => path.Replace('\\', '/').TrimEnd('/'))];
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NameForm();
}
