using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.Runs;

/// <summary>Every message about runs; docs/errors/30xx-runs.md explains each.</summary>
internal static class RunErrors
{
    internal static StepResult NoMarker(string title) => new(
        StepStatus.Errored, Message: $"SLUICE3010: {title} reported success without committing anything");

    internal static StepResult WrongMarker(string title, CommitMarker marker) => new(
        StepStatus.Errored, Message: $"SLUICE3011: {title} returned the commit marker of {marker.Step} in run {marker.Run}");

    internal static StepResult TimedOut(string title, TimeSpan limit) => new(
        StepStatus.TimedOut, Message: $"SLUICE3012: {title} did not end within its limit of {Text(limit)}");

    internal static StepResult StageTimedOut(string title, string stage) => new(
        StepStatus.TimedOut, Message: $"SLUICE3012: {title} was not begun: the time of the stage {stage} was over");

    internal static StepResult DidNotStop(string title, TimeSpan grace) => new(
        StepStatus.Cancelled, Message: $"SLUICE3013: {title} was cancelled and had not stopped after {Text(grace)}");

    internal static StepResult NoBody(string title) => new(
        StepStatus.Errored, Message: $"SLUICE3014: {title} has nothing that builds it");

    internal static EngineException Stopped(Exception error) => new(
        "SLUICE3006", $"the run stopped: {error.GetType().Name}: {error.Message}", "this is a defect worth reporting; the run can be resumed", error);

    internal static EngineException NeverReached(IReadOnlyCollection<string> titles) => new(
        "SLUICE3006", $"the run stopped: nothing was left to wait for, yet {titles.Count} steps were never reached: {string.Join(", ", titles.Take(5))}",
        "this is a defect worth reporting; the run can be resumed");

    internal static EngineException UnknownRun(RunId run) => new(
        "SLUICE3020", $"no run has the id {run}", "`sluice runs` lists the runs that are kept");

    internal static EngineException StillActive(RunId run, RunOwner owner) => new(
        "SLUICE3021", $"run {run} is still active: process {owner.ProcessId} on {owner.Host} works on it", $"wait for it, or stop it: sluice cancel {run}");

    internal static EngineException AnotherRun(ActiveRun active) => new(
        "SLUICE3024", $"run {active.Run} is at work here: process {active.Owner.ProcessId} on {active.Owner.Host}, since {active.Since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC",
        $"a project folder has one run at a time; wait for it, or stop it: sluice cancel {active.Run}");

    internal static EngineException AlreadySucceeded(RunId run) => new(
        "SLUICE3022", $"run {run} has succeeded; there is nothing to resume", "start a new run instead");

    internal static EngineException PlanMoved(IReadOnlyList<PlanChange> changes) => new(
        "SLUICE3023", $"the plan no longer fits: {string.Join("; ", changes.Take(5).Select(change => change.Text))}{More(changes.Count - 5)}", "make a new plan");

    private static string More(int count) => count > 0 ? $"; and {count} more" : "";

    private static string Text(TimeSpan span) => span.TotalSeconds < 1 ? $"{span.TotalMilliseconds:0} ms" : $"{span.TotalSeconds:0.#} s";
}
