using Sluice.Cli.Talking;
using Sluice.Engine.Runs;
using Sluice.Plans;
using Sluice.Runs;
using Sluice.Sql.Artifacts;

namespace Sluice.Cli.Running;

/// <summary>What is said when a run has ended: what failed, what took longest, where everything lies, and dbt's last line.</summary>
internal static class RunClosing
{
    private const int MostSlow = 5;
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    internal static void Say(
        Talk talk, RunPlan plan, RunResult result, RunPlaces places, Func<PlannedStep, string> name, IReadOnlyCollection<NodeOutcome> exposures)
    {
        var steps = plan.Steps.ToDictionary(step => step.Step);
        var counts = StatusCounts.Of(result.Outcomes).With(exposures);
        SayFailures(talk, result, steps, name);
        SaySlowest(talk, result, steps, name);
        SayVerdicts(talk, result);
        talk.Info("");
        foreach (var (what, path) in places.Lines())
        {
            talk.Info($"{what,-10}{path}");
        }

        talk.Info("");
        talk.Say(
            TalkLevel.Info, $"{Ending(result)} in {Amounts.Time(result.Duration)}", writer => writer.WriteNumber("execution_time", result.Duration.TotalSeconds), LogEvent.FinishedRunningStats);
        talk.Event(LogEvent.EndOfRunSummary, TalkLevel.Info, $"{Amounts.Count(counts.Error, "error")}, {Amounts.Count(counts.Warn, "warning")}", writer =>
        {
            writer.WriteNumber("num_errors", counts.Error);
            writer.WriteNumber("num_warnings", counts.Warn);
            writer.WriteBoolean("keyboard_interrupt", result.Status == RunStatus.Cancelled);
        });
        talk.Say(TalkLevel.Info, counts.ToString(), writer => counts.Write(writer, "stats"), LogEvent.StatsLine);
        if (result.Status is not RunStatus.Succeeded)
        {
            talk.Warn($"to go on with this run: sluice resume {result.Run}");
        }
    }

    private static string Ending(RunResult result) => result.Status switch
    {
        RunStatus.Succeeded => "finished",
        RunStatus.Cancelled => "stopped",
        RunStatus.Failed => result.Message is { } message ? $"failed: {message}," : "failed",
        _ => result.Status.ToString().ToLowerInvariant(),
    };

    private static void SayFailures(Talk talk, RunResult result, Dictionary<Assets.StepKey, PlannedStep> steps, Func<PlannedStep, string> name)
    {
        var failed = result.Outcomes.Where(outcome => outcome.Result.Status is StepStatus.Failed or StepStatus.Errored or StepStatus.TimedOut).ToList();
        if (failed.Count == 0)
        {
            return;
        }

        talk.Error("");
        foreach (var outcome in failed)
        {
            var step = steps[outcome.Step];
            talk.Error($"{StepLine.Painted(StepLine.Status(step.Kind, outcome.Result.Status), outcome.Result.Status, talk.Paint)} {StepLine.Kind(step)} {name(step)}: {outcome.Result.Message?.Split('\n')[0].TrimEnd()}");
        }
    }

    // All of them are kept; here are those that somebody must look at.
    private static void SayVerdicts(Talk talk, RunResult result)
    {
        var verdicts = result.Outcomes.SelectMany(outcome => outcome.Result.Verdicts.Select(verdict => (outcome.Step.Partition.Text ?? "", verdict))).ToList();
        var told = verdicts.Where(item => item.verdict.Status != VerdictStatus.Pass).ToList();
        if (told.Count == 0 || talk.IsJson)
        {
            return;
        }

        talk.Info("");
        talk.Info(VerdictList.Table(told).ToString());
        talk.Info($"{told.Count} of {Amounts.Count(verdicts.Count, "verdict")} of rules and prerequisites; all of them: sluice checks --run {result.Run}");
    }

    private static void SaySlowest(Talk talk, RunResult result, Dictionary<Assets.StepKey, PlannedStep> steps, Func<PlannedStep, string> name)
    {
        var slowest = result.Outcomes.Where(outcome => outcome.Duration >= Slow && outcome.Result.Status != StepStatus.Cancelled).OrderByDescending(outcome => outcome.Duration).Take(MostSlow).ToList();
        if (slowest.Count == 0 || talk.IsJson)
        {
            return;
        }

        var table = new TextTable(["slowest steps", "rows", "time"], [false, true, true]);
        foreach (var outcome in slowest)
        {
            table.Add(name(steps[outcome.Step]), outcome.Result.Rows is { } rows ? Amounts.Number(rows) : "", Amounts.Time(outcome.Duration));
        }

        talk.Info("");
        talk.Info(table.ToString());
    }
}
