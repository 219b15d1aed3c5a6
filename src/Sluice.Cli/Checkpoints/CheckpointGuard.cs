using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Cli.Running;
using Sluice.Diagnostics;
using Sluice.Plans;
using Sluice.Runs;
using Sluice.Sql.Checkpoints;

namespace Sluice.Cli.Checkpoints;

/// <summary>Stands before a run: what it would build upon must be what the last checkpoints found.</summary>
/// <param name="call">The command's call.</param>
/// <param name="session">The project.</param>
/// <param name="history">The checkpoints.</param>
internal sealed class CheckpointGuard(CommandCall call, ProjectSession session, ICheckpointHistory history)
{
    /// <summary>Makes the plan, once the data is found to be as it was left; forgets before what is to be built again whatever it holds.</summary>
    /// <param name="plan">Makes a plan over what is committed.</param>
    /// <param name="verb">What the command does.</param>
    /// <param name="settings">How steps are planned and run.</param>
    /// <param name="cancellationToken">Interrupts the queries.</param>
    /// <exception cref="DiagnosticException">A table, or a checkpoint, was changed behind our back. Nothing was written.</exception>
    internal async Task<RunPlan> PassAsync(Func<Task<RunPlan>> plan, Verb verb, RunSettings settings, CancellationToken cancellationToken)
    {
        var made = await plan();
        if (verb == Verb.Test || session.Project.Settings?.Workflow is null)
        {
            return made;
        }

        var again = settings.Again is { } wanted ? made.Steps.Where(wanted.Contains).Select(step => step.Step).ToHashSet() : [];
        var forced = settings.Force || settings.FullRefresh ? made.Steps.Select(step => step.Step).ToHashSet() : again;
        await RequireAsync(forced, cancellationToken);
        if (again.Count == 0)
        {
            return made;
        }

        await ForgottenSteps.ForgetAsync(await session.OpenDatabaseAsync(cancellationToken), session.Project, [.. again], cancellationToken);
        return await plan();
    }

    private async Task RequireAsync(HashSet<StepKey> builtAgain, CancellationToken cancellationToken)
    {
        var check = new CheckpointCheck(await session.OpenDatabaseAsync(cancellationToken), session.Project, history);
        var found = await check.FindAsync(builtAgain.Contains, cancellationToken);
        if (!found.IsEmpty)
        {
            var hint = HintFor(found);
            throw new DiagnosticException([.. found.Select(difference => difference.ToDiagnostic(session.Project, hint))]);
        }
    }

    // What has no partition is read by all of them.
    private string HintFor(ImmutableArray<CheckpointDifference> found)
    {
        var resumes = call.Parsed.CommandResult.Command.Name == "resume";
        var everything = resumes ? "`sluice resume --force` builds all of the run again" : "`sluice run --force` builds everything again";
        return found.Any(difference => difference.Partition.IsNone)
            ? everything
            : $"`sluice {(resumes ? "resume --from" : "replay --partition")} {found[0].Partition}` builds {found[0].Partition} and all behind it again; {everything}";
    }
}
