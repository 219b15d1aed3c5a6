using Sluice.Cli.Talking;
using Sluice.Cli.Terminal;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Cli.Running;

/// <summary>A run on a terminal: a bar over all steps with the time left, and a line for each running step; what ended scrolls above.</summary>
/// <param name="screen">The terminal.</param>
/// <param name="paint">Colours.</param>
/// <param name="time">The clock.</param>
internal sealed class LiveView(Screen screen, Paint paint, TimeProvider time) : IRunView
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly RunningSteps _running = new(time);
    private readonly long _since = time.GetTimestamp();
    private ITimer? _timer;
    private bool _isEnded;
    private int _total;
    private int _done;
    private int _failed;
    private int _mostLines;

    /// <summary>Says how long the rest will take; null where that cannot be told.</summary>
    internal Func<TimeSpan?> Left { get; init; } = () => null;

    /// <summary>Cancelled when the run is told to stop.</summary>
    internal CancellationToken Stopping { get; init; }

    public int? LineWidth => screen.Size.Width;

    public void Begin(RunPlan plan)
    {
        _total = plan.ToRun;
        _timer = time.CreateTimer(_ => Show(), null, TimeSpan.Zero, Interval);
    }

    public void Started(PlannedStep step) => _running.Started(step);

    public void Progressed(PlannedStep step, StepProgress progress) => _running.Progressed(step, progress);

    public void Finished(PlannedStep step, StepStatus status)
    {
        _running.Finished(step);
        lock (_gate)
        {
            _done += step.Action == PlanAction.Skip ? 0 : 1;
            _failed += status is StepStatus.Failed or StepStatus.Errored or StepStatus.TimedOut ? 1 : 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_timer is not null)
        {
            await _timer.DisposeAsync();
        }

        lock (_gate)
        {
            _isEnded = true;
            screen.Show([]);
        }
    }

    private void Show()
    {
        // A tick may come late, when the block has been taken away.
        lock (_gate)
        {
            if (!_isEnded)
            {
                var lines = Frame().Draw(screen.Size, paint, _mostLines);
                _mostLines = Math.Max(_mostLines, lines.Count);
                screen.Show(lines);
            }
        }
    }

    private LiveFrame Frame() => new()
    {
        Total = _total,
        Done = _done,
        Failed = _failed,
        Elapsed = time.GetElapsedTime(_since),
        Left = Left(),
        IsStopping = Stopping.IsCancellationRequested,
        Running = _running.Now(),
    };
}
