using Sluice.Assets;
using Sluice.Cli.Running;
using Sluice.Cli.Talking;
using Sluice.Cli.Terminal;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Cli.Tests.Running;

/// <summary>What is seen of a run while it goes on.</summary>
public sealed class LiveFrameTests
{
    private static readonly LiveFrame Middle = new()
    {
        Total = 196,
        Done = 62,
        Elapsed = TimeSpan.FromSeconds(14.3),
        Left = TimeSpan.FromSeconds(31.6),
        Running =
        [
            Step("table", "int_employee_contributions_before_the_match[2028]", 12.34, 14_400, 0.456),
            Step("incremental", "fct_events", 0.26),
            Step("test", "unique_orders_order_id", 0.04),
        ],
    };

    public static TheoryData<int, int> Sizes => new() { { 80, 24 }, { 120, 40 }, { 60, 24 }, { 40, 24 }, { 20, 24 }, { 1, 1 }, { 80, 4 }, { 80, 2 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_frame_fits_the_terminal_and_fills_no_line(int width, int height)
    {
        var lines = Middle.Draw(new TerminalSize(width, height), new Paint(isOn: false), leastLines: 0);

        Assert.All(lines, line => Assert.True(line.Cells < width && Cells.Of(line.Text) == line.Cells, $"{line.Text} takes {line.Cells} of {width}"));
        Assert.True(lines.Count <= Math.Max(1, height - 1));
        Golden.Check($"frame-{width}x{height}.txt", Text(lines));
    }

    [Fact]
    public void Colours_change_nothing_but_the_colours()
    {
        var frame = Middle with { Failed = 2 };
        var plain = frame.Draw(TerminalSize.Usual, new Paint(isOn: false), leastLines: 0);

        var painted = frame.Draw(TerminalSize.Usual, new Paint(isOn: true), leastLines: 0);

        Assert.DoesNotContain('\e', Text(plain));
        Assert.Equal(plain.Select(line => line.Cells), painted.Select(line => line.Cells));
        var terminal = new VirtualTerminal(80, 24);
        terminal.Write(Text(painted));
        Assert.Equal(Text(plain).TrimEnd(), terminal.Text);
        Golden.Check("frame-painted.txt", Text(painted).Replace("\e", "<ESC>", StringComparison.Ordinal));
    }

    [Fact]
    public void More_steps_than_the_block_holds_are_counted()
    {
        var frame = Middle with { Running = [.. Enumerable.Range(1, 30).Select(number => Step("table", $"model_{number:00}", 30 - number))] };

        Golden.Check("frame-many.txt", Text(frame.Draw(TerminalSize.Usual, new Paint(isOn: false), leastLines: 0)));
    }

    [Fact]
    public void A_block_keeps_its_lines_when_steps_end_so_that_nothing_above_jumps()
    {
        var frame = Middle with { Running = [Step("table", "last", 1)] };

        var lines = frame.Draw(TerminalSize.Usual, new Paint(isOn: false), leastLines: 4);

        Assert.Equal(4, lines.Count);
        Assert.All(lines.Skip(2), line => Assert.Equal(new ScreenLine("", 0), line));
    }

    [Theory]
    [InlineData("nothing-known", null, false)]
    [InlineData("nearly-done", 0.4, false)]
    [InlineData("minutes", 245.0, false)]
    [InlineData("hours", 7500.0, false)]
    [InlineData("stopping", 31.0, true)]
    public void The_bar_says_how_long_the_rest_takes(string name, double? seconds, bool stopping)
    {
        var frame = Middle with { Left = seconds is { } left ? TimeSpan.FromSeconds(left) : null, IsStopping = stopping, Running = [] };

        Golden.Check($"bar-{name}.txt", Text(frame.Draw(TerminalSize.Usual, new Paint(isOn: false), leastLines: 0)));
    }

    [Fact]
    public void A_running_step_counts_for_the_share_that_it_says()
    {
        var half = Middle with { Total = 2, Done = 0, Running = [Step("table", "big", 5, null, 0.5), Step("table", "odd", 5, null, double.NaN)] };

        var lines = half.Draw(TerminalSize.Usual, new Paint(isOn: false), leastLines: 0);

        Assert.Equal(29, lines[0].Text.Count(character => character is '━' or '╌'));
        Assert.Equal(7, lines[0].Text.Count(character => character == '━'));
        Assert.Equal("  table big  50 %  5.0 s", lines[1].Text);
        Assert.Equal("  table odd  5.0 s", lines[2].Text);
    }

    private static string Text(IReadOnlyList<ScreenLine> lines) => string.Join('\n', lines.Select(line => line.Text)) + "\n";

    private static RunningStep Step(string kind, string title, double seconds, long? rows = null, double? fraction = null)
    {
        var bracket = title.IndexOf('[', StringComparison.Ordinal);
        var name = bracket < 0 ? title : title[..bracket];
        var partition = bracket < 0 ? PartitionKey.None : new PartitionKey(title[(bracket + 1)..^1]);
        var step = new PlannedStep { Step = new StepKey(new AssetKey($"model.toy.{name}"), partition), Name = name, Materialized = kind };
        return new RunningStep(step, TimeSpan.FromSeconds(seconds), new StepProgress(rows, fraction));
    }
}
