using Sluice.Cli.Talking;
using Sluice.Cli.Terminal;

namespace Sluice.Cli.Running;

/// <summary>One look at a run: a bar over all steps, and a line for each step at work.</summary>
internal sealed record LiveFrame
{
    private const int LeastBar = 10;
    private const int MostBar = 40;
    private const int RoomBesideBar = 50;
    private const int MostSteps = 8;

    /// <summary>Steps to run.</summary>
    internal required int Total { get; init; }

    /// <summary>Steps that ended.</summary>
    internal required int Done { get; init; }

    /// <summary>Steps that ended badly.</summary>
    internal int Failed { get; init; }

    /// <summary>The time since the run began.</summary>
    internal required TimeSpan Elapsed { get; init; }

    /// <summary>The time that the rest is expected to take; null where that cannot be told.</summary>
    internal TimeSpan? Left { get; init; }

    /// <summary>True when the run has been told to stop.</summary>
    internal bool IsStopping { get; init; }

    /// <summary>The steps at work, the one that began first on top.</summary>
    internal required IReadOnlyList<RunningStep> Running { get; init; }

    /// <summary>The frame's lines, none of which fills a line of the terminal, so that none wraps.</summary>
    /// <param name="size">The terminal's size.</param>
    /// <param name="paint">Colours.</param>
    /// <param name="leastLines">The lines that the block has at least; what stands above it does not jump while steps come and go.</param>
    internal IReadOnlyList<ScreenLine> Draw(TerminalSize size, Paint paint, int leastLines)
    {
        var width = size.Width - 1;
        var most = Math.Clamp(size.Height - 2, 0, MostSteps);
        var shown = Running.Count > most ? Math.Max(0, most - 1) : Running.Count;
        var lines = new List<ScreenLine> { Bar(width, paint) };
        lines.AddRange(Running.Take(shown).Select(step => Line(step, width, paint)));
        if (shown < Running.Count && most > 0)
        {
            lines.Add(Plain($"  and {Running.Count - shown} more", width));
        }

        while (lines.Count < Math.Min(leastLines, most + 1))
        {
            lines.Add(default(ScreenLine) with { Text = "" });
        }

        return lines;
    }

    private static ScreenLine Line(RunningStep running, int width, Paint paint)
    {
        var head = $"  {StepLine.Kind(running.Step)} ";
        var details = string.Join("  ", running.Details());
        var room = width - head.Length - details.Length - 2;
        if (room < LeastBar)
        {
            return Plain($"{head}{running.Step.Title}  {details}", width);
        }

        var name = Cells.Middle(running.Step.Title, room);
        return new ScreenLine($"{head}{name}  {paint.Faint(details)}", head.Length + Cells.Of(name) + 2 + details.Length);
    }

    private static ScreenLine Plain(string text, int width)
    {
        var cut = Cells.Start(text, width);
        return new ScreenLine(cut, Cells.Of(cut));
    }

    private ScreenLine Bar(int width, Paint paint)
    {
        var cells = Math.Clamp(width - RoomBesideBar, LeastBar, MostBar);
        var work = Done + Running.Sum(step => step.Fraction ?? 0);
        var filled = Total == 0 ? cells : (int)(cells * Math.Min(1, work / Total));
        var text = string.Join("  ", Facts());
        return cells + 1 + text.Length > width
            ? Plain(text, width)
            : new ScreenLine(
                $"{paint.Green(new string('━', filled))}{paint.Faint(new string('╌', cells - filled))} {text}".Replace(FailedText, paint.Red(FailedText), StringComparison.Ordinal),
                cells + 1 + text.Length);
    }

    private IEnumerable<string> Facts()
    {
        yield return $"{Amounts.Number(Done)} of {Amounts.Number(Total)}";
        if (Failed > 0)
        {
            yield return FailedText;
        }

        yield return Amounts.Roughly(Elapsed);
        if (IsStopping)
        {
            yield return "stopping";
        }
        else if (Left is { } left)
        {
            yield return left < TimeSpan.FromSeconds(1) ? "nearly done" : $"about {Amounts.Roughly(left)} left";
        }
    }

    private string FailedText => $"{Amounts.Number(Failed)} failed";
}
