using Sluice.Cli.Running;
using Sluice.Engine.Runs;
using Sluice.Sql.Adapters;

namespace Sluice.Cli.Scenarios;

/// <summary>How the command ended in one of several scenarios.</summary>
/// <param name="Name">The scenario.</param>
/// <param name="Exit">The exit code that the command alone would have had.</param>
internal sealed record ScenarioResult(string Name, int Exit)
{
    /// <summary>How the run ended; null where it did not begin.</summary>
    internal RunResult? Run { get; init; }

    /// <summary>Where everything lies; null where the run did not begin.</summary>
    internal RunPlaces? Places { get; init; }

    /// <summary>The rows of the report that is printed; null where there is none.</summary>
    internal QueryResult? Report { get; init; }

    /// <summary>One word: how the run ended, or that it did not begin.</summary>
    internal string Status => Run?.Status.ToString().ToLowerInvariant() ?? (Exit == ExitCode.Interrupted ? "stopped" : "refused");
}
