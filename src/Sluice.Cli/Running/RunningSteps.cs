using Sluice.Assets;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Cli.Running;

/// <summary>The steps at work, and how far each says that it is. Safe to use from several threads.</summary>
/// <param name="time">The clock.</param>
internal sealed class RunningSteps(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<StepKey, (PlannedStep Step, long Since, StepProgress Progress)> _steps = [];

    internal void Started(PlannedStep step)
    {
        lock (_gate)
        {
            _steps[step.Step] = (step, time.GetTimestamp(), default);
        }
    }

    internal void Progressed(PlannedStep step, StepProgress progress)
    {
        lock (_gate)
        {
            if (_steps.TryGetValue(step.Step, out var running))
            {
                _steps[step.Step] = running with { Progress = progress };
            }
        }
    }

    internal void Finished(PlannedStep step)
    {
        lock (_gate)
        {
            _steps.Remove(step.Step);
        }
    }

    /// <summary>The steps at work now, the one that began first on top.</summary>
    internal IReadOnlyList<RunningStep> Now()
    {
        lock (_gate)
        {
            return [.. _steps.Values.OrderBy(running => running.Since).Select(running => new RunningStep(running.Step, time.GetElapsedTime(running.Since), running.Progress))];
        }
    }
}
