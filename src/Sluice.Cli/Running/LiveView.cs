using Sluice.Assets;
using Sluice.Cli.Talking;
using Sluice.Plans;
using Sluice.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Sluice.Cli.Running;

/// <summary>A run on a terminal: a bar over all steps with the time left, and a line for each running step; what ended scrolls above.</summary>
internal sealed class LiveView : IRunView
{
    private const int MostLines = 8;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Talk _talk;
    private readonly TimeProvider _time;
    private readonly IAnsiConsole _console;
    private readonly Lock _gate = new();
    private readonly Dictionary<StepKey, Running> _running = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _since;
    private Task _display = Task.CompletedTask;
    private int _total;
    private int _done;

    internal LiveView(Talk talk, TextWriter error, TimeProvider time)
    {
        _talk = talk;
        _time = time;
        _since = time.GetTimestamp();
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = talk.Paint.IsOn ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(error),
        });
    }

    /// <summary>Says how long the rest will take; null where that cannot be told.</summary>
    internal Func<TimeSpan?> Left { get; init; } = () => null;

    public void Begin(RunPlan plan)
    {
        _total = plan.ToRun;
        _display = ShowAsync();
        _talk.RouteThrough(line => _console.Write(new ControlCode(line.ReplaceLineEndings("\r\n") + "\r\n")));
    }

    public void Started(PlannedStep step)
    {
        lock (_gate)
        {
            _running[step.Step] = new Running(step, _time.GetTimestamp());
        }
    }

    public void Progressed(PlannedStep step, StepProgress progress)
    {
        lock (_gate)
        {
            if (_running.TryGetValue(step.Step, out var running))
            {
                running.Progress = progress;
            }
        }
    }

    public void Finished(PlannedStep step)
    {
        lock (_gate)
        {
            _running.Remove(step.Step);
            _done += step.Action == PlanAction.Skip ? 0 : 1;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _ended.TrySetResult();
        await _display;
        _talk.RouteThrough(null);
    }

    private Task ShowAsync() => _console.Live(Draw()).AutoClear(true).StartAsync(async context =>
    {
        using var timer = new PeriodicTimer(Interval, _time);
        while (await Task.WhenAny(_ended.Task, timer.WaitForNextTickAsync().AsTask()) != _ended.Task)
        {
            context.UpdateTarget(Draw());
        }
    });

    private Rows Draw()
    {
        lock (_gate)
        {
            var lines = new List<IRenderable> { Bar() };
            lines.AddRange(_running.Values.OrderBy(running => running.Since).Take(MostLines).Select(Line));
            if (_running.Count > MostLines)
            {
                lines.Add(new Text($"  and {_running.Count - MostLines} more"));
            }

            return new Rows(lines);
        }
    }

    private Text Bar()
    {
        var width = Math.Clamp(_console.Profile.Width - 60, 10, 40);
        var filled = _total == 0 ? width : (int)((long)width * Math.Min(_done, _total) / _total);
        var left = Left() is { } time ? $"about {Amounts.Time(time)} left" : "";
        return new Text($"{new string('━', filled)}{new string('╌', width - filled)} {_done} of {_total}  {Amounts.Time(_time.GetElapsedTime(_since))}  {left}");
    }

    private Text Line(Running running)
    {
        var rows = running.Progress.Rows is { } count ? $"  {Amounts.Count(count, "row")}" : "";
        var share = running.Progress.Fraction is { } fraction ? $"  {fraction:P0}" : "";
        return new Text($"  {StepLine.Kind(running.Step)} {running.Step.Title}{rows}{share}  {Amounts.Time(_time.GetElapsedTime(running.Since))}") { Overflow = Overflow.Ellipsis };
    }

    private sealed class Running(PlannedStep step, long since)
    {
        internal PlannedStep Step { get; } = step;

        internal long Since { get; } = since;

        internal StepProgress Progress { get; set; }
    }
}
