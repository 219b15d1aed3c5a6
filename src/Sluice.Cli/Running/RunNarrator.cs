using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Cli.Talking;
using Sluice.Engine.Runs;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Cli.Running;

/// <summary>Tells a run to people while it goes on: a line for each step that ended, its diagnostics below.</summary>
/// <param name="talk">Takes the lines.</param>
/// <param name="view">Shows what is at work.</param>
/// <param name="name">How a step is named in a line, such as <c>main.orders[2026]</c>.</param>
/// <param name="time">The clock.</param>
internal sealed class RunNarrator(Talk talk, IRunView view, Func<PlannedStep, string> name, TimeProvider time) : IRunObserver
{
    private readonly Dictionary<StepKey, DateTimeOffset> _starts = [];
    private Dictionary<StepKey, PlannedStep> _steps = [];
    private int _total;
    private int _number;
    private int _began;

    /// <summary>Tells programs of nodes; null where there are none.</summary>
    internal NodeEvents? Events { get; init; }

    /// <summary>The run's id, once it has one.</summary>
    internal RunId? Run { get; private set; }

    /// <summary>When each step began.</summary>
    internal IReadOnlyDictionary<StepKey, DateTimeOffset> Starts => _starts;

    public void RunStarted(RunId run, RunPlan plan)
    {
        Run = run;
        _steps = plan.Steps.ToDictionary(step => step.Step);
        _total = plan.ToRun;
        var unchanged = plan.Steps.Length - _total;
        talk.Say(TalkLevel.Info, Opening(plan, unchanged), writer =>
        {
            writer.WriteString("run", run.ToString());
            writer.WriteNumber("steps", _total);
        });
        foreach (var change in plan.Changes)
        {
            talk.Info($"since the run was planned: {change.Text}");
        }

        view.Begin(plan);
    }

    public void StepStarted(StepKey step, int attempt)
    {
        if (attempt == 1)
        {
            _starts[step] = time.GetUtcNow();
            Events?.Started(_steps[step], ++_began, _total, name(_steps[step]));
            view.Started(_steps[step]);
        }
    }

    public void StepProgressed(StepKey step, StepProgress progress) => view.Progressed(_steps[step], progress);

    public void StepRetrying(StepKey step, int attempt, TimeSpan delay, string? message) =>
        talk.Warn($"{_steps[step].Title} is tried again in {Amounts.Time(delay)} after attempt {attempt}: {message?.Split('\n')[0]}");

    public void StepFinished(StepOutcome outcome)
    {
        var step = _steps[outcome.Step];
        if (step.Action == PlanAction.Skip && outcome.Result.Status == StepStatus.Unchanged)
        {
            // What was known before the run is told in one line at its start.
            view.Finished(step, outcome.Result.Status);
            return;
        }

        var number = ++_number;
        var line = StepLine.Text(number, _total, step, name(step), outcome, talk.Paint, view.LineWidth);
        talk.Say(Importance(outcome.Result.Status), line, writer =>
        {
            writer.WriteString("step", outcome.Step.ToString());
            writer.WriteNumber("seconds", outcome.Duration.TotalSeconds);
            Events?.WriteResult(writer, step, outcome, number, _total, name(step));
        }, Events?.EventOf(step, outcome.Result.Status));
        Events?.Finished(step, outcome);
        view.Finished(step, outcome.Result.Status);
        talk.Show(outcome.Result.Diagnostics, LogEvent.RunResultError);
        if (outcome.Result is { Diagnostics.IsEmpty: true, Message: { } message } && message.Contains('\n', StringComparison.Ordinal))
        {
            talk.Info(string.Join('\n', message.Split('\n').Skip(1).Select(text => $"    {text}")));
        }
    }

    public void StageRetrying(string stage, PartitionKey partition, int retry, ImmutableArray<StepKey> steps)
    {
        _total += steps.Length;
        talk.Warn($"the stage {Title(stage, partition)} is tried again ({retry}): {string.Join(", ", steps.Select(step => _steps[step].Title))}");
    }

    public void StageLate(string stage, PartitionKey partition, TimeSpan elapsed, TimeSpan expected) =>
        talk.Warn($"the stage {Title(stage, partition)} took {Amounts.Time(elapsed)}, expected at most {Amounts.Time(expected)}");

    public void StageRolledBack(string stage, PartitionKey partition, string? problem)
    {
        if (problem is null)
        {
            talk.Warn($"the stage {Title(stage, partition)} is rolled back: its data is what it was before");
        }
        else
        {
            talk.Error($"the stage {Title(stage, partition)} could not be rolled back: {problem}");
        }
    }

    public void RunFinished(RunResult result)
    {
    }

    private static string Title(string stage, PartitionKey partition) => partition.IsNone ? stage : $"{stage}[{partition}]";

    private string Opening(RunPlan plan, int skipped) => (_total, skipped) switch
    {
        (0, 0) => "nothing to do",
        (0, _) => $"nothing to do: all {Amounts.Count(plan.Steps.Length, "step")} unchanged",
        (_, 0) => $"{Amounts.Count(_total, "step")} to run",
        _ => $"{Amounts.Count(_total, "step")} to run, {skipped} unchanged",
    };

    private static TalkLevel Importance(StepStatus status) => status switch
    {
        StepStatus.Failed or StepStatus.Errored or StepStatus.TimedOut => TalkLevel.Error,
        StepStatus.Warned => TalkLevel.Warn,
        _ => TalkLevel.Info,
    };
}
