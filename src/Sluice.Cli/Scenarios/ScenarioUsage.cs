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

    internal static Diagnostic OneScenario(CommandText line, int argument, string command) => line.Error(
        "SLUICE5071", argument, $"`{command}` is about one scenario", "`run`, `build`, `seed`, `snapshot` and `test` take several");
}
