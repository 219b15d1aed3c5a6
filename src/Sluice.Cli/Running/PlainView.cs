using Sluice.Assets;
using Sluice.Cli.Talking;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Cli.Running;

/// <summary>A run as plain lines: one for each step that ended, and a sign of life where none has ended for half a minute.</summary>
internal sealed class PlainView : IRunView
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);

    private readonly Talk _talk;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<StepKey, (PlannedStep Step, long Since, StepProgress Progress)> _running = [];
    private readonly ITimer _timer;

    internal PlainView(Talk talk, TimeProvider time)
    {
        _talk = talk;
        _time = time;
        _timer = time.CreateTimer(_ => SayRunning(), null, Quiet, Quiet);
    }

    public int? LineWidth => null;

    public void Begin(RunPlan plan)
    {
    }

    public void Started(PlannedStep step)
    {
        lock (_gate)
        {
            _running[step.Step] = (step, _time.GetTimestamp(), default);
        }

        _talk.Debug($"begin {StepLine.Kind(step)} {step.Title}");
    }

    public void Progressed(PlannedStep step, StepProgress progress)
    {
        lock (_gate)
        {
            if (_running.TryGetValue(step.Step, out var running))
            {
                _running[step.Step] = running with { Progress = progress };
            }
        }
    }

    public void Finished(PlannedStep step, StepStatus status)
    {
        lock (_gate)
        {
            _running.Remove(step.Step);
        }

        _timer.Change(Quiet, Quiet);
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void SayRunning()
    {
        lock (_gate)
        {
            if (_running.Count > 0)
            {
                var steps = _running.Values.Select(running => new RunningStep(running.Step, _time.GetElapsedTime(running.Since), running.Progress))
                    .Select(running => $"{running.Step.Title} ({string.Join(", ", running.Details())})");
                _talk.Info($"running: {string.Join(", ", steps)}");
            }
        }
    }
}
