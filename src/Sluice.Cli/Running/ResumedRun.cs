using Sluice.Cli.Checkpoints;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Cli.Scenarios;
using Sluice.Diagnostics;
using Sluice.Engine.State;
using Sluice.Runs;

namespace Sluice.Cli.Running;

/// <summary>Goes on with a run that was stopped.</summary>
internal static class ResumedRun
{
    internal static async Task<int> ResumeAsync(
        CommandCall call, ProjectSettings project, string? id, bool failFast, ResumeChoice choice, string form, CancellationToken cancellationToken)
    {
        var folder = ProjectFolders.Find(project.ProjectFolder, call);
        project = ScenarioChoice.Settle(call, project, folder);
        var (run, full) = await FindAsync(call, StatePath.In(folder, project.Place), id, cancellationToken);
        var settings = new RunSettings { FailFast = failFast, FullRefresh = full };
        await using var session = await ProjectSession.OpenAsync(call, project with { ProjectFolder = folder }, "run", settings, cancellationToken);
        settings = settings with { Again = AgainSettings.Of(call, session.Project, choice.From, stage: null, choice.Force) };
        var resumed = new ProjectRun(call, session, Verb.Run, settings);
        return await resumed.ExecuteAsync(
            form,
            async (graph, engine, _, options) =>
            {
                var plan = await resumed.Guard!.PassAsync(() => engine.PlanResumeAsync(graph, run, cancellationToken), Verb.Run, settings, cancellationToken);
                return (plan, await engine.ResumeAsync(graph, run, options, cancellationToken));
            },
            cancellationToken);
    }

    private static async Task<(RunId Run, bool FullRefresh)> FindAsync(CommandCall call, string path, string? id, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new DiagnosticException(id is null ? UsageErrors.NothingToResume(call.Line, null) : UsageErrors.UnknownRun(call.Line, call.Line.Find(id), id));
        }

        await using var store = await StateStore.OpenAsync(path, call.Host.Time, cancellationToken: cancellationToken);
        var summary = id is null
            ? (await store.Runs.ListAsync(1, cancellationToken: cancellationToken)).FirstOrDefault()
            : await RunHistoryList.FindAsync(store, id, call, cancellationToken);
        if (summary is null || (id is null && summary.Status == RunStatus.Succeeded))
        {
            throw new DiagnosticException(UsageErrors.NothingToResume(call.Line, summary?.Run.ToString()));
        }

        var details = await store.Runs.GetAsync(summary.Run, cancellationToken);
        return (summary.Run, details!.Plan.Request.FullRefresh);
    }
}

/// <summary>What is built again when a run goes on.</summary>
/// <param name="From">The partition from which on all is; null for none.</param>
/// <param name="Force">True where everything is.</param>
internal readonly record struct ResumeChoice(string? From, bool Force);
