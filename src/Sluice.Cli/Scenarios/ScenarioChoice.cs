using System.Collections.Immutable;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Diagnostics;
using Sluice.Sql.Project;
using Sluice.Sql.Scenarios;

namespace Sluice.Cli.Scenarios;

/// <summary>Reads <c>--scenario</c>: which scenarios are meant, and where each of them lies.</summary>
internal static class ScenarioChoice
{
    /// <summary>Settings for the one scenario that they name: its state, results and database lie in places of their own.</summary>
    /// <exception cref="DiagnosticException">There is no such scenario, or several are named.</exception>
    internal static ProjectSettings Settle(CommandCall call, ProjectSettings project, string folder)
    {
        if (project.Scenario is null || project.Place is not null)
        {
            return project;
        }

        var names = Names(call, project.Scenario, folder);
        return names.Length == 1
            ? Placed(project, names[0], folder)
            : throw new DiagnosticException(ScenarioUsage.OneScenario(call.Line, call.Line.FindLast(["--scenario"]), call.Parsed.CommandResult.Command.Name));
    }

    /// <summary>The names that <c>a,b</c> or <c>all</c> mean; null for the project's own variables.</summary>
    /// <exception cref="DiagnosticException">One of them is no scenario.</exception>
    internal static ImmutableArray<string?> Names(CommandCall call, string given, string folder)
    {
        var known = ScenarioFiles.Find(folder, new DiagnosticBag()).Select(scenario => scenario.Name).ToList();
        var words = given.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words is [Scenario.All])
        {
            return [null, .. known];
        }

        var problems = new DiagnosticBag();
        foreach (var word in words.Where(word => word != Scenario.Base && !known.Contains(word, StringComparer.Ordinal)))
        {
            problems.Add(ScenarioUsage.UnknownScenario(call.Line, call.Line.FindLast(["--scenario"]), word, known));
        }

        problems.ThrowIfErrors();
        return words.Length == 0 ? [null] : [.. words.Distinct(StringComparer.Ordinal).Select(word => word == Scenario.Base ? null : word)];
    }

    /// <summary>The settings for one scenario and, where given, one place within it.</summary>
    /// <param name="project">The settings as given.</param>
    /// <param name="scenario">The scenario; null for the project's own variables.</param>
    /// <param name="folder">The project's folder.</param>
    /// <param name="within">What sets several databases of one scenario apart; null for nothing.</param>
    internal static ProjectSettings Placed(ProjectSettings project, string? scenario, string folder, string? within = null)
    {
        string[] parts = [.. new[] { scenario, within }.OfType<string>()];
        return parts.Length == 0
            ? project with { Scenario = null }
            : project with
            {
                Scenario = scenario,
                Place = string.Join('.', parts),
                TargetPath = Path.Combine([project.TargetPath ?? TargetFolder.Of(folder), .. parts]),
            };
    }
}
