using Sluice.Cli.Invocation;
using Sluice.Diagnostics;
using Sluice.Sql.Scenarios;

namespace Sluice.Cli.Scenarios;

/// <summary>What can be wrong with <c>--scenario</c> and the options around it.</summary>
internal static class ScenarioUsage
{
    internal static Diagnostic UnknownScenario(CommandText line, int argument, string word, IReadOnlyCollection<string> known) => line.Error(
        "SLUICE5070", argument, $"no scenario is named `{word}`",
        known.Count == 0
            ? "the project has none: name their files under `scenarios` in sluice.yml"
            : Nearest.Hint(word, known) ?? $"there are: {string.Join(", ", known.Prepend(Scenario.Base))}");

    internal static Diagnostic NoSeedVariable(CommandText line, string variable) => line.Error(
        "SLUICE5077", line.FindLast(["--seeds"]), $"the project has no variable `{variable}` that a seed could be given to",
        "declare it under `vars` in dbt_project.yml, or name another one: `settings: { seed_var: … }` in sluice.yml");

    internal static Diagnostic NoFigures(CommandText line) => line.Error(
        "SLUICE5078", line.FindLast(["--seeds"]), "no report of sluice.yml has partitions, so there are no figures to compare", "declare a report with `per: partition` whose model has one row for each");

    internal static Diagnostic OneScenario(CommandText line, int argument, string command) => line.Error(
        "SLUICE5071", argument, $"`{command}` is about one scenario", "`run`, `build`, `seed`, `snapshot` and `test` take several");
}
