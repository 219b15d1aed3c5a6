using Sluice.Cli.Invocation;
using Sluice.Cli.Projects;
using Sluice.Cli.Running;
using Sluice.Engine.Runs;
using Sluice.Engine.State;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Cli.Checkpoints;

/// <summary>Puts on record what changed the data of a project without building anything: a run without steps, with who asked for it.</summary>
internal static class Recording
{
    internal static async Task<RunId> WriteAsync(CommandCall call, ProjectSession session, StateStore store, ICommitStore commits, CancellationToken cancellationToken)
    {
        var engine = new RunEngine(store, commits, call.Host.Time);
        var result = await engine.RunAsync(
            session.CreateGraph(null), new RunPlan { Request = new PlanRequest { Selected = [] }, Steps = [] },
            new Engine.Runs.RunOptions { Title = CommandMask.Of(call), Audit = Auditing.Of(call, session) }, cancellationToken);
        return result.Run;
    }
}
