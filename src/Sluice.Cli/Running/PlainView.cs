using Sluice.Cli.Talking;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Cli.Running;

/// <summary>A run as plain lines: one for each step that ended, and a sign of life where none has ended for half a minute.</summary>
internal sealed class PlainView : IRunView
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);

    private readonly Talk _talk;
    private readonly RunningSteps _running;
    private readonly ITimer _timer;

    internal PlainView(Talk talk, TimeProvider time)
    {
        _talk = talk;
        _running = new RunningSteps(time);
        _timer = time.CreateTimer(_ => SayRunning(), null, Quiet, Quiet);
    }

    public int? LineWidth => null;

    public void Begin(RunPlan plan)
    {
    }

    public void Started(PlannedStep step)
    {
        _running.Started(step);
        _talk.Debug($"begin {StepLine.Kind(step)} {step.Title}");
    }

    public void Progressed(PlannedStep step, StepProgress progress) => _running.Progressed(step, progress);

    public void Finished(PlannedStep step, StepStatus status)
    {
        _running.Finished(step);
        _timer.Change(Quiet, Quiet);
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void SayRunning()
    {
        var steps = _running.Now();
        if (steps.Count > 0)
        {
            _talk.Info($"running: {string.Join(", ", steps.Select(step => $"{step.Step.Title} ({string.Join(", ", step.Details())})"))}");
        }
    }
}
