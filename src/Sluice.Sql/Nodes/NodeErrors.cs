using Sluice.Diagnostics;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Nodes;

/// <summary>What can be wrong with the nodes of a project and how they read each other.</summary>
internal static class NodeErrors
{
    internal static Diagnostic UnknownRef(SourceText source, SourceSpan span, string name, string? nearest, Severity severity = Severity.Error) => new(
        "SLUICE2003", severity, $"no model or seed is named `{name}`", source, span, nearest is null ? null : $"did you mean `{nearest}`?");

    internal static Diagnostic UnknownVersion(SourceText source, SourceSpan span, string name, string version, IEnumerable<ModelVersion> known, Severity severity) => new(
        "SLUICE2003", severity, $"the model `{name}` has no version `{version}`", source, span,
        known.ToList() is { Count: > 0 } versions ? $"its versions are {string.Join(", ", versions.Select(item => item.Text))}" : "it has no `versions`; leave the version out");

    internal static Diagnostic UnknownSource(SourceText source, SourceSpan span, string name, string? nearest, Severity severity = Severity.Error) => new(
        "SLUICE2014", severity, $"the source `{name}` is not found", source, span,
        nearest is null ? "declare it under `sources` in a properties file" : $"did you mean `{nearest}`?");

    internal static Diagnostic DisabledRef(SourceText source, SourceSpan span, SqlNode disabled, Severity severity = Severity.Error) => new(
        "SLUICE2015", severity, $"`{disabled.Name}` is disabled and cannot be read", source, span,
        $"{disabled.OriginalFilePath} or its folder's config says `enabled: false`");

    internal static Diagnostic Duplicate(SqlNode second, SqlNode first) => new(
        "SLUICE2016", Severity.Error, $"two nodes have the same name, `{second.Name}`", second.Source, second.Span,
        $"the other one is {first.OriginalFilePath}; rename one of the two, so that `ref(\"{second.Name}\")` means one of them");

    internal static Diagnostic SameRelation(SqlNode second, SqlNode first) => new(
        "SLUICE2025", Severity.Error, $"`{second.Name}` and `{first.Name}` would both be built as {second.Relation!.Render()}", second.Source, second.Span,
        $"the other one is {first.OriginalFilePath}; give one of the two another `alias` or `schema`");

    internal static Diagnostic UnknownMacro(SourceText source, SourceSpan span, string name, string? nearest) => new(
        "SLUICE2017", Severity.Warning, $"no macro is named `{name}`", source, span, nearest is null ? "the node fails when it runs" : $"did you mean `{nearest}`?");

    /// <summary>A test of which only the name is known: that node fails when it runs.</summary>
    internal static Diagnostic UnknownTest(Severity severity, SourceText source, SourceSpan span, GenericTest test, MacroLibrary macros, IEnumerable<string> packages)
    {
        var isPackageMissing = test.Namespace is { } package && !packages.Contains(package, StringComparer.Ordinal);
        var name = test.Namespace is null ? test.Name : $"{test.Namespace}.{test.Name}";
        return new Diagnostic(
            "SLUICE2022", severity, $"no test is named `{name}`", source, span,
            isPackageMissing ? PackageHint(test.Namespace!)
                : Nearest.Hint(test.Name, macros.All.Where(macro => macro.Name.StartsWith("test_", StringComparison.Ordinal)).Select(macro => macro.Name[5..]).Distinct(StringComparer.Ordinal))
                    ?? $"define it: `{{% test {test.Name}(model, column_name) %}} … {{% endtest %}}`");
    }

    /// <summary>What to do where a package is called that is not there.</summary>
    internal static string PackageHint(string package) => $"if `{package}` is a package: name it in packages.yml and run `sluice deps`";

    internal static Diagnostic BadTest(YamlNode place, string problem) => new(
        "SLUICE2005", Severity.Error, $"this is no test: {problem}", place.Source, place.Span,
        "write `- not_null`, or `- accepted_values: {arguments: {values: [a, b]}}`");

    internal static Diagnostic NothingPatched(SourceText source, SourceSpan span, string kind, string name, string? nearest) => new(
        "SLUICE2027", Severity.Warning, $"no {Word(kind)} is named `{name}`", source, span, nearest is null ? null : $"did you mean `{nearest}`?");

    internal static Diagnostic PatchedTwice(SourceText source, SourceSpan span, string name, SourceText other) => new(
        "SLUICE2016", Severity.Error, $"`{name}` is described twice", source, span, $"the other place is {other.Path}; merge the two");

    internal static Diagnostic PrivateRef(SourceText source, SourceSpan span, SqlNode reader, SqlNode read, string group) => new(
        "SLUICE2029", Severity.Error, $"`{reader.Name}` reads `{read.Name}`, which is private to the group `{group}`", source, span,
        $"add `group: {group}` to `{reader.Name}`, or change the access of `{read.Name}`");

    internal static Diagnostic PythonModel(SourceText source) => new(
        "SLUICE2035", Severity.Error, "models in Python are not supported", source, default, "rewrite it in SQL, or as an asset in C#");

    internal static Diagnostic UnknownDocs(SourceText source, SourceSpan span, string name, string? nearest) => new(
        "SLUICE2031", Severity.Error, $"no docs block is named `{name}`", source, span,
        nearest is null ? $"write `{{% docs {name} %}} … {{% enddocs %}}` in a .md file" : $"did you mean `{nearest}`?");

    internal static Diagnostic PrevOutside(SourceText source, SourceSpan span, SqlNode node) => new(
        "SLUICE2018", Severity.Error, $"`prev` is used in `{node.Name}`, which is not partitioned", source, span, "add `partition_by='…'` to its config");

    internal static Diagnostic PrevOfUnpartitioned(SourceText source, SourceSpan span, string name) => new(
        "SLUICE2018", Severity.Error, $"`prev('{name}')` reads a node that is not partitioned", source, span, $"read it with `ref('{name}')`, or partition it too");

    internal static Diagnostic PartitionedEphemeral(SourceText source, SourceSpan span, SqlNode node, string name) => new(
        "SLUICE2018", Severity.Error, $"`{node.Name}` has no partitions and reads the ephemeral `{name}`, which exists only within one", source, span,
        $"make `{name}` a view or a table, or partition `{node.Name}` too");

    internal static Diagnostic MissingPartitionColumn(SqlNode node, string column) => new(
        "SLUICE2018", Severity.Error, $"`{node.Name}` is partitioned and cannot be a {node.Config.Materialized}", node.Source, node.Span,
        $"use `materialized='table'`: each partition's rows are those with its `{column}`");

    private static string Word(string kind) => kind switch
    {
        "models" => "model", "seeds" => "seed", "snapshots" => "snapshot", "analyses" => "analysis", "macros" => "macro", _ => "test",
    };
}
