using Sluice.Diagnostics;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>What can be wrong with the files that describe a project.</summary>
internal static class ProjectErrors
{
    internal static Diagnostic NoProject(string folder) => new(
        "SLUICE2008", Severity.Error, "there is no dbt_project.yml here", new SourceText(folder, ""), default,
        "name the project's folder with `--project-dir`, or make a new project with `sluice init`");

    internal static Diagnostic NoProfiles(IEnumerable<string> folders) => new(
        "SLUICE2009", Severity.Error, "there is no profiles.yml", new SourceText("profiles.yml", ""), default,
        $"looked in: {string.Join(", ", folders)}; name its folder with `--profiles-dir`");

    internal static Diagnostic UnknownProfile(SourceText source, SourceSpan span, string name, IEnumerable<string> known) => new(
        "SLUICE2009", Severity.Error, $"no profile is named `{name}`", source, span,
        Nearest.Hint(name, known) ?? $"profiles.yml has: {string.Join(", ", known)}");

    internal static Diagnostic UnknownTarget(SourceText source, SourceSpan span, string profile, string name, IEnumerable<string> known) => new(
        "SLUICE2010", Severity.Error, $"the profile `{profile}` has no target `{name}`", source, span,
        Nearest.Hint(name, known) ?? $"its targets: {string.Join(", ", known)}");

    internal static Diagnostic UnknownAdapter(YamlNode node, string type, string known) => new(
        "SLUICE2011", Severity.Error, $"the database type `{type}` is not supported", node.Source, node.Span, $"supported: {known}");

    internal static Diagnostic NoProfileNamed(SourceText source) => new(
        "SLUICE2009", Severity.Error, "the project names no profile", source, default, "add `profile: …` to dbt_project.yml");

    internal static Diagnostic InvalidName(YamlNode node, string name) => new(
        "SLUICE2005", Severity.Error, $"`{name}` is no project name", node.Source, node.Span,
        "use letters, digits and underscores, a letter or an underscore first");

    internal static Diagnostic RequiredVersion(YamlNode node, string required, string announced) => new(
        "SLUICE2024", Severity.Error, $"the project requires dbt {required}, and this engine works like dbt {announced}", node.Source, node.Span,
        "widen `require-dbt-version`, or pass `--no-version-check`");

    internal static Diagnostic BadVersion(YamlNode node, string text) => new(
        "SLUICE2024", Severity.Error, $"`{text}` is no version condition", node.Source, node.Span, "write it like `>=1.5.0`");

    internal static Diagnostic Unreadable(string path, string reason) => new(
        "SLUICE2036", Severity.Error, $"the file cannot be read: {reason}", new SourceText(path, ""), default,
        "check that it is a readable text file");

    internal static Diagnostic BadVars(SourceText source, SourceSpan span, string problem) => new(
        "SLUICE2034", Severity.Error, $"`--vars` is no mapping: {problem}", source, span, "write it like `--vars '{key: value}'`");

    internal static Diagnostic PackageFolderMissing(YamlNode node, string path) => new(
        "SLUICE2028", Severity.Error, $"the package `{path}` is not there: {path}/dbt_project.yml does not exist", node.Source, node.Span,
        "correct the path");

    internal static Diagnostic PackageMissing(YamlNode node, string name, int named, int installed, string folder) => new(
        "SLUICE2028", Severity.Error, $"the package `{name}` is not installed: {Installed(named, installed, folder)}", node.Source, node.Span,
        "run `sluice deps`, or put its files there");

    internal static Diagnostic PackagesMissing(YamlNode node, int named, int installed, string folder) => new(
        "SLUICE2028", Severity.Error, $"a package is not installed: {Installed(named, installed, folder)}", node.Source, node.Span,
        "run `sluice deps`, or put its files there");

    private static string Installed(int named, int installed, string folder) =>
        $"packages.yml names {named} {(named == 1 ? "package" : "packages")}, and only {installed} {(installed == 1 ? "is" : "are")} installed in {folder}";

    internal static Diagnostic PackageTwice(SourceText source, string name, string other) => new(
        "SLUICE2028", Severity.Error, $"two packages are named `{name}`", source, default, $"the other one is {other}");

    internal static Diagnostic UnusedConfigPath(YamlScalar key, string section, string path, string? hint) => new(
        "SLUICE2030", Severity.Warning, $"`{path}` under `{section}` matches no {Singular(section)}", key.Source, key.Span, hint);

    internal static Diagnostic EnvironmentMissing(string name) => new(
        "SLUICE2013", Severity.Error, $"the environment variable `{name}` is not set", new SourceText("", ""), default,
        $"set it, or give a default: `env_var('{name}', '…')`");

    internal static Diagnostic UnknownFlags(IReadOnlyList<YamlScalar> keys, string? hint) => new(
        "SLUICE2045", Severity.Warning,
        $"{(keys.Count == 1 ? "the flag" : "the flags")} {string.Join(", ", keys.Select(key => $"`{key.Text}`"))} {(keys.Count == 1 ? "has" : "have")} no effect",
        keys[0].Source, keys[0].Span, hint);

    internal static Diagnostic UnusedVariable(YamlScalar key, string? nearest) => new(
        "SLUICE2033", Severity.Error, $"nothing reads the variable `{key.Text}`", key.Source, key.Span,
        nearest is null ? "remove it, or use it as `{{ var('" + key.Text + "') }}`" : $"`{nearest}` is read and not declared: is it meant?");

    private static string Singular(string section) => section switch
    {
        "models" => "model", "seeds" => "seed", "snapshots" => "snapshot", "sources" => "source", "exposures" => "exposure",
        "analyses" => "analysis", _ => "test",
    };
}
