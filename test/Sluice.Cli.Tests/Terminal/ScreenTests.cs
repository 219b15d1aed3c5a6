using Sluice.Cli.Terminal;

namespace Sluice.Cli.Tests.Terminal;

/// <summary>A block that is redrawn below what is written leaves nothing behind, whatever happens to the window.</summary>
public sealed class ScreenTests
{
    private TerminalSize _size = new(40, 10);

    [Fact]
    public void What_is_written_stands_above_the_block_and_the_block_leaves_nothing_behind()
    {
        var (terminal, screen, writer) = Open();
        screen.Show(Block("1 of 3", "  table a"));

        writer.WriteLine("one");
        screen.Show(Block("2 of 3", "  table with_a_longer_name", "  table c"));
        writer.WriteLine("two");
        var during = terminal.Text;
        screen.Show([]);
        writer.WriteLine("end");

        Assert.Equal("one\ntwo\n2 of 3\n  table with_a_longer_name\n  table c", during);
        Assert.Equal("one\ntwo\nend", terminal.Text);
    }

    [Fact]
    public void A_window_made_narrower_breaks_the_block_and_the_next_frame_removes_all_of_it()
    {
        var (terminal, screen, writer) = Open();
        screen.Show(Block("a bar of thirty-nine cells, wide as such", "  table a_name_of_some_length 12 s"));
        writer.WriteLine("one");

        Resize(terminal, 15, 10);
        screen.Show(Block("a bar", "  table a"));
        writer.WriteLine("two");

        Assert.Equal("one\ntwo\na bar\n  table a", terminal.Text);
    }

    [Fact]
    public void A_window_made_wider_keeps_what_stands_above()
    {
        var (terminal, screen, writer) = Open();
        writer.WriteLine(new string('x', 100));
        screen.Show(Block("a bar", "  table a"));

        Resize(terminal, 120, 30);
        screen.Show(Block("a bar at work", "  table b"));
        writer.WriteLine("two");

        Assert.Equal($"{new string('x', 100)}\ntwo\na bar at work\n  table b", terminal.Text);
    }

    [Fact]
    public void A_frame_is_one_write_and_an_unchanged_one_is_none()
    {
        var (terminal, screen, writer) = Open();
        screen.Show(Block("1 of 3", "  table a"));
        terminal.Writes.Clear();

        screen.Show(Block("1 of 3", "  table a"));
        Assert.Empty(terminal.Writes);
        screen.Show(Block("2 of 3", "  table b"));
        Assert.Single(terminal.Writes);
        writer.WriteLine("one");
        Assert.Equal(2, terminal.Writes.Count);
    }

    [Fact]
    public void Standard_output_on_the_same_terminal_stays_above_too()
    {
        var (terminal, screen, writer) = Open();
        var shown = new StringWriter();
        var output = new ScreenWriter(screen, new Tee(shown, terminal));
        screen.Show(Block("1 of 3"));

        output.Write("half a ");
        writer.WriteLine("talk");
        output.WriteLine("line");

        Assert.Equal("half a line" + Environment.NewLine, shown.ToString());
        Assert.Equal("talk\nhalf a line\n1 of 3", terminal.Text.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Left_at_once_the_block_is_gone_and_the_cursor_at_the_start_of_its_place()
    {
        var (terminal, screen, writer) = Open();
        writer.WriteLine("one");
        screen.Show(Block("1 of 3", "  table a"));

        screen.Leave();
        terminal.Write("$ ");

        Assert.Equal("one\n$", terminal.Text);
    }

    [Fact]
    public void After_a_suspension_what_the_shell_wrote_stays()
    {
        var (terminal, screen, writer) = Open();
        screen.Show(Block("1 of 3", "  table a"));
        terminal.Write("\n[1]+ Stopped\n$ fg\n");

        screen.Return();
        screen.Show(Block("2 of 3", "  table b"));
        writer.WriteLine("two");

        Assert.Equal("1 of 3\n  table a\n[1]+ Stopped\n$ fg\ntwo\n2 of 3\n  table b", terminal.Text);
    }

    [Fact]
    public void Nothing_but_the_text_is_written_where_there_is_no_block()
    {
        var (terminal, _, writer) = Open();

        writer.Write("no ");
        writer.WriteLine("block");

        Assert.Equal("no block" + Environment.NewLine, string.Concat(terminal.Writes));
    }

    private static ScreenLine[] Block(params string[] lines) => [.. lines.Select(line => new ScreenLine(line, line.Length))];

    private (VirtualTerminal Terminal, Screen Screen, TextWriter Writer) Open()
    {
        var terminal = new VirtualTerminal(_size.Width, _size.Height);
        var screen = new Screen(terminal, () => _size);
        return (terminal, screen, new ScreenWriter(screen, terminal));
    }

    private void Resize(VirtualTerminal terminal, int width, int height)
    {
        _size = new TerminalSize(width, height);
        terminal.Resize(width, height);
    }

    private sealed class Tee(TextWriter first, TextWriter second) : TextWriter
    {
        public override System.Text.Encoding Encoding => first.Encoding;

        public override void Write(char value) => throw new NotSupportedException("a line is written in one piece");

        public override void Write(string? value)
        {
            first.Write(value);
            second.Write(value);
        }
    }
}
