using Sluice.Diagnostics;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Scenarios;

/// <summary>What can be wrong with the scenarios of a project.</summary>
internal static class ScenarioErrors
{
    internal static Diagnostic NoFile(YamlScalar pattern, bool isPattern) => new(
        "SLUICE2240", isPattern ? Severity.Warning : Severity.Error,
        isPattern ? $"no file matches `{pattern.Text}`" : $"there is no file `{pattern.Text}`", pattern.Source, pattern.Span,
        "a scenario is a YAML file with `vars`, such as scenarios/high_growth.yml");

    internal static Diagnostic BadPattern(YamlScalar pattern) => new(
        "SLUICE2240", Severity.Error, $"`{pattern.Text}` is no path below the project's folder", pattern.Source, pattern.Span,
        "`*` may stand in the name of the file, `**` for all folders below: `scenarios/*.yml`, `scenarios/**/*.yml`");

    internal static Diagnostic BadName(SourceText source, string name, bool isReserved) => new(
        "SLUICE2241", Severity.Error,
        isReserved ? $"no scenario can be named `{name}`: the word has a meaning of its own" : $"`{name}` cannot name a scenario: it names a database file and a folder",
        source, default, isReserved ? "give the file another name" : "letters, digits, `_` and `-` only");

    internal static Diagnostic SameName(SourceText source, string name, string other) => new(
        "SLUICE2242", Severity.Error, $"two scenarios are named `{name}`", source, default, $"the other one is {other}; give one of them another name");

    internal static Diagnostic UnknownVariable(SourceText source, SourceSpan span, string name, IEnumerable<string> known) => new(
        "SLUICE2243", Severity.Error, $"the project has no variable `{name}`", source, span,
        Nearest.Hint(name, known) ?? "declare it under `vars` in dbt_project.yml, or remove it here");

    internal static Diagnostic SharedDatabase(SourceText source, string path) => new(
        "SLUICE2244", Severity.Error, $"every scenario would write to the attached database `{path}`", source, default,
        "attach it with `read_only: true`, or run without `--scenario`");
}
