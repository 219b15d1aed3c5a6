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
        CommandCall call, ProjectSettings project, string? id, bool failFast, string form, CancellationToken cancellationToken)
    {
        var folder = ProjectFolders.Find(project.ProjectFolder, call);
        project = ScenarioChoice.Settle(call, project, folder);
        var (run, full) = await FindAsync(call, StatePath.In(folder, project.Place), id, cancellationToken);
        var settings = new RunSettings { FailFast = failFast, FullRefresh = full };
        await using var session = await ProjectSession.OpenAsync(call, project with { ProjectFolder = folder }, "run", settings, cancellationToken);
        return await new ProjectRun(call, session, Verb.Run, settings).ExecuteAsync(
            form,
            async (graph, engine, _, options) =>
            {
                var plan = await engine.PlanResumeAsync(graph, run, cancellationToken);
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
