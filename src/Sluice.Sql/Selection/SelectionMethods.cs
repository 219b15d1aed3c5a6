using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Sql.Graph;
using Sluice.Sql.Nodes;
using Sluice.Sql.State;

namespace Sluice.Sql.Selection;

/// <summary>What each selection method matches.</summary>
internal sealed class SelectionMethods(NodeGraph graph, string rootPackage)
{
    private static readonly string[] ResourceTypes =
        ["model", "seed", "snapshot", "test", "source", "exposure", "analysis", "operation", "unit_test", "metric", "semantic_model", "saved_query", "function"];

    private static readonly string[] TestTypes = ["generic", "singular", "schema", "data", "unit"];

    private static readonly string[] Versions = ["latest", "prerelease", "old", "none"];

    private static readonly ImmutableArray<string> Known =
    [
        "fqn", "tag", "path", "file", "package", "source", "resource_type", "test_type", "test_name", "config", "exposure", "group",
        "access", "version", "state", "result", "source_status", "selector",
    ];

    // dbt's other methods: kinds of nodes that no project here has, so that nothing matches.
    private static readonly string[] Absent = ["metric", "semantic_model", "saved_query", "function"];

    private readonly ImmutableArray<SqlNode> _nodes = [.. graph.Nodes.Where(node => node is not OperationNode)];

    /// <summary>The methods, for messages.</summary>
    internal static IEnumerable<string> Names => Known;

    internal static bool IsKnown(string method) => Known.Contains(method, StringComparer.Ordinal) || Absent.Contains(method, StringComparer.Ordinal);

    internal IEnumerable<SqlNode> Find(Criterion criterion, StateComparison? state, DiagnosticBag diagnostics)
    {
        var value = criterion.Value;
        switch (criterion.Method)
        {
            case "fqn":
                return _nodes.Where(node => MatchesName(node, value));
            case "tag":
                return _nodes.Where(node => node.Tags.Any(tag => Wildcard.Matches(tag, value)));
            case "path":
                return _nodes.Where(node => MatchesPath(node, value));
            case "file":
                return _nodes.Where(node => MatchesFile(node, value));
            case "package":
                return _nodes.Where(node => Wildcard.Matches(node.PackageName, value == "this" ? rootPackage : value));
            case "source":
                return _nodes.OfType<SourceNode>().Where(node => MatchesSource(node, value));
            case "exposure":
                return _nodes.OfType<ExposureNode>().Where(node => MatchesParts([node.PackageName, node.Name], value));
            case "unit_test":
                return _nodes.OfType<UnitTestNode>().Where(node => MatchesParts([node.PackageName, node.Name], value));
            case "resource_type":
                return OfKnownValue(criterion, ResourceTypes, diagnostics, node => node.ResourceType == value);
            case "test_type":
                return OfKnownValue(criterion, TestTypes, diagnostics, node => node is TestNode test ? MatchesTestType(test, value) : node is UnitTestNode && value == "unit");
            case "test_name":
                return _nodes.OfType<TestNode>().Where(node => node.Generic is { } generic && Wildcard.Matches(generic.Name, value));
            case "config":
                return _nodes.Where(node => MatchesConfig(node, criterion.Arguments, value));
            case "group":
                return _nodes.Where(node => node.Config.GetString("group") is { } group && Wildcard.Matches(group, value));
            case "access":
                return _nodes.OfType<ModelNode>().Where(node => (node.Config.GetString("access") ?? "protected") == value);
            case "version":
                return OfKnownValue(criterion, Versions, diagnostics, node => node is ModelNode { IsSnapshot: false } model && MatchesVersion(model.Version, value));
            case "selector":
                return [];
            case "state" or "result" or "source_status" when state is not null:
                return state.Find(criterion, _nodes, diagnostics);
            case "state" or "result" or "source_status":
                diagnostics.Add(SelectionErrors.NeedsState(criterion.Raw, criterion.Method));
                return [];
            case var other when Absent.Contains(other):
                return [];
            default:
                diagnostics.Add(SelectionErrors.UnknownMethod(criterion.Raw, criterion.Method, Known));
                return [];
        }
    }

    /// <summary>The name or tag that the user most likely meant; null for none.</summary>
    internal string? NearestTo(ImmutableArray<SelectionTree> parts)
    {
        foreach (var criterion in parts.OfType<SelectionTree.Term>().Select(term => term.Criterion))
        {
            var nearest = criterion.Method switch
            {
                "fqn" => Nearest.To(criterion.Value, _nodes.Where(node => node is not TestNode).Select(node => node.Name).Distinct()),
                "tag" => Prefixed("tag", Nearest.To(criterion.Value, _nodes.SelectMany(node => node.Tags).Distinct())),
                "source" => Prefixed("source", Nearest.To(criterion.Value, _nodes.OfType<SourceNode>().Select(node => node.SourceName).Distinct())),
                "package" => Prefixed("package", Nearest.To(criterion.Value, _nodes.Select(node => node.PackageName).Distinct())),
                _ => null,
            };
            if (nearest is not null)
            {
                return nearest;
            }
        }

        return null;
    }

    private static string? Prefixed(string method, string? value) => value is null ? null : $"{method}:{value}";

    private IEnumerable<SqlNode> OfKnownValue(
        Criterion criterion, string[] known, DiagnosticBag diagnostics, Func<SqlNode, bool> matches)
    {
        if (known.Contains(criterion.Value))
        {
            return _nodes.Where(matches);
        }

        diagnostics.Add(SelectionErrors.UnknownValue(criterion.Raw, criterion.Method, criterion.Value, known));
        return [];
    }

    private static bool MatchesVersion(ModelVersion? version, string kind) => version is null ? kind == "none" : kind switch
    {
        "latest" => version.IsLatest,
        "prerelease" => version.CompareToLatest() > 0,
        "old" => version.CompareToLatest() < 0,
        _ => false,
    };

    private static bool MatchesTestType(TestNode test, string type) => type switch
    {
        "generic" or "schema" => !test.IsSingular,
        "singular" => test.IsSingular,
        "data" => true,
        _ => false,
    };

    private static bool MatchesName(SqlNode node, string name) =>
        // A versioned model answers to its name, which is all of its versions, and to name_v1; name.v1 is the end of its path.
        (node is ModelNode { Version: not null } model && (Wildcard.Matches(model.Name, name) || model.StandardAlias == name || model.SearchName == name))
        || MatchesSegments(node.Fqn.AsSpan(), name) || (node.Fqn.Length > 1 && MatchesSegments(node.Fqn.AsSpan()[1..], name));

    // A dot in a model's name separates like a folder does; from the first wildcard on, the rest is one pattern.
    private static bool MatchesSegments(ReadOnlySpan<string> fqn, string name)
    {
        if (fqn.Length > 0 && string.Equals(fqn[^1], name, StringComparison.Ordinal))
        {
            return true;
        }

        var segments = string.Join('.', fqn!).Split('.');
        var wanted = name.Split('.');
        if (segments.Length < wanted.Length)
        {
            return false;
        }

        for (var i = 0; i < wanted.Length; i++)
        {
            if (Wildcard.IsPattern(wanted[i]))
            {
                return Wildcard.Matches(string.Join('.', segments[i..]), string.Join('.', wanted[i..]));
            }

            if (!string.Equals(segments[i], wanted[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private static bool MatchesPath(SqlNode node, string path)
    {
        path = path.Replace('\\', '/').TrimEnd('/');
        path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        return IsAtOrBelow(node.OriginalFilePath, path)
            || (node is ModelNode { PropertiesSource: { } properties } && string.Equals(properties.Path, path, StringComparison.Ordinal));
    }

    // A pattern's `*` stays within one folder, `**` crosses folders, as in a glob.
    private static bool IsAtOrBelow(string file, string pattern)
    {
        var files = file.Split('/');
        return MatchesFolders(files, pattern.Split('/'));
    }

    private static bool MatchesFolders(ReadOnlySpan<string> files, ReadOnlySpan<string> patterns)
    {
        if (patterns.IsEmpty)
        {
            return true;
        }

        if (patterns[0] == "**")
        {
            return MatchesFolders(files, patterns[1..]) || (!files.IsEmpty && MatchesFolders(files[1..], patterns));
        }

        return !files.IsEmpty && Wildcard.Matches(files[0], patterns[0]) && MatchesFolders(files[1..], patterns[1..]);
    }

    private static bool MatchesFile(SqlNode node, string file)
    {
        var name = Path.GetFileName(node.OriginalFilePath);
        return Wildcard.Matches(name, file) || Wildcard.Matches(Path.GetFileNameWithoutExtension(name), file);
    }

    private static bool MatchesSource(SourceNode node, string value) => value.Split('.') switch
    {
        [var source] => Wildcard.Matches(node.SourceName, source),
        [var source, var table] => Wildcard.Matches(node.SourceName, source) && Wildcard.Matches(node.Name, table),
        [var package, var source, var table] => Wildcard.Matches(node.PackageName, package)
            && Wildcard.Matches(node.SourceName, source) && Wildcard.Matches(node.Name, table),
        _ => false,
    };

    private static bool MatchesParts(ReadOnlySpan<string> parts, string value) => value.Split('.') switch
    {
        [var name] => Wildcard.Matches(parts[^1], name),
        [var package, var name] => Wildcard.Matches(parts[0], package) && Wildcard.Matches(parts[^1], name),
        _ => false,
    };

    private static bool MatchesConfig(SqlNode node, ImmutableArray<string> keys, string value)
    {
        // `config:materialized:table` is another spelling of `config.materialized:table`.
        if (keys.IsEmpty && value.Split(':', 2) is [var key0, var rest])
        {
            (keys, value) = ([.. key0.Split('.')], rest);
        }

        if (keys.IsEmpty)
        {
            return false;
        }

        var found = ConfigDefaults.Find(node, keys[0]);
        foreach (var key in keys.Skip(1))
        {
            found = NodeConfig.ToMap(found)?.GetValueOrDefault(key);
        }

        return MatchesValue(found, value, ignoreCase: keys is ["severity"]);
    }

    private static bool MatchesValue(object? found, string value, bool ignoreCase) => found switch
    {
        null => false,
        bool truth => string.Equals(truth ? "true" : "false", value, StringComparison.OrdinalIgnoreCase),
        string text => string.Equals(text, value, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal),
        _ when NodeConfig.ToMap(found) is { } map => map.ContainsKey(value),
        System.Collections.IEnumerable items => items.Cast<object?>().Any(item => MatchesValue(item, value, ignoreCase)),
        _ => string.Equals(Convert.ToString(found, System.Globalization.CultureInfo.InvariantCulture), value, StringComparison.Ordinal),
    };
}
