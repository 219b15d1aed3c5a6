using System.Collections.Immutable;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Cli.Running;
using Sluice.Engine.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Scenarios;
using RunSettings = Sluice.Cli.Options.RunSettings;

namespace Sluice.Cli.Scenarios;

/// <summary>Runs a verb in several scenarios, side by side in this process; each has its own project, database, state store and target folder.</summary>
/// <param name="call">The command's call.</param>
/// <param name="project">Where the project is.</param>
/// <param name="verb">What is taken from it.</param>
/// <param name="settings">How steps are planned and run.</param>
/// <param name="parallel">The most scenarios at a time.</param>
internal sealed class ScenarioBatch(CommandCall call, ProjectSettings project, Verb verb, RunSettings settings, int parallel)
{
    private readonly Lock _gate = new();

    /// <summary>Runs them all, whatever becomes of one; returns 1 where one did not succeed.</summary>
    internal async Task<int> RunAsync(ImmutableArray<string?> names, SelectionSettings selection, string form, CancellationToken cancellationToken)
    {
        var folder = ProjectFolders.Find(project.ProjectFolder, call);
        var results = new ScenarioResult[names.Length];
        // Not cancelled from here: each scenario ends its own run, and the summary tells how.
        await Parallel.ForEachAsync(
            Enumerable.Range(0, names.Length), new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = CancellationToken.None },
            async (index, _) => results[index] = await RunOneAsync(names[index], names.Length, folder, selection, cancellationToken));
        await BatchSummary.WriteAsync(call, results, form);
        return results.All(result => result.Exit == ExitCode.Ok) ? ExitCode.Ok
            : cancellationToken.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Failed;
    }

    private async Task<ScenarioResult> RunOneAsync(string? scenario, int all, string folder, SelectionSettings selection, CancellationToken cancellationToken)
    {
        var name = scenario ?? Scenario.Base;
        var own = ScenarioCall.Of(call, name, _gate, TextWriter.Null);
        var place = ScenarioChoice.Placed(project with { ProjectFolder = folder, Databases = Math.Min(parallel, all) }, scenario, folder);
        (RunResult Run, RunPlaces Places)? ended = null;
        QueryResult? report = null;
        var exit = await ScenarioCall.GuardAsync(
            own,
            async () =>
            {
                await using var session = await ProjectSession.OpenAsync(own, place, verb.Name, settings, cancellationToken);
                var run = new ProjectRun(own, session, verb, settings) { Ended = (result, places) => ended = (result, places) };
                var code = await run.RunAsync(selection, "text", cancellationToken);
                report = code == ExitCode.Ok ? await PrintedReport.ReadAsync(session, cancellationToken) : null;
                return code;
            },
            cancellationToken);
        return new ScenarioResult(name, exit) { Run = ended?.Run, Places = ended?.Places, Report = report };
    }
}
