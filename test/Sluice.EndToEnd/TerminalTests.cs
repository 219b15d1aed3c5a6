using System.Diagnostics;
using System.Text.RegularExpressions;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd;

/// <summary>A run as a person sees it: on a real terminal, which <c>script</c> makes.</summary>
public sealed partial class TerminalTests
{
    private const int Width = 72;

    // Slow enough for a few frames.
    private const string Slow = "{{ config(materialized='table') }}\nselect sum(hash(i)) as total from range(150000000) as t(i)\n";

    [Fact]
    public async Task The_display_comes_goes_and_leaves_the_lines_that_a_pipe_would_get()
    {
        using var folder = Project();

        var written = await OnTerminalAsync(folder, "", "run --threads 2");

        Assert.Contains("\e[?2026h", written, StringComparison.Ordinal);
        Assert.Contains("  table a_model_whose_name_is", written, StringComparison.Ordinal);
        Assert.Matches("\e\\[32m━*\e\\[0m\e\\[2m╌+\e\\[0m \\d of 3", written);
        var seen = Seen(written);
        Assert.DoesNotContain("╌", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("━", seen, StringComparison.Ordinal);
        Assert.Equal(3, StepLines().Count(seen));
        Assert.All(StepLines().Matches(seen), line => Assert.True(line.Length < Width, line.Value));
    }

    [Theory]
    [InlineData("NO_COLOR=1", "run")]
    [InlineData("", "run --no-use-colors")]
    public async Task Without_colours_the_display_moves_the_cursor_and_paints_nothing(string environment, string command)
    {
        using var folder = Project();

        var written = await OnTerminalAsync(folder, environment, command);

        Assert.Contains("\e[?2026h", written, StringComparison.Ordinal);
        Assert.DoesNotMatch("\e\\[[0-9;]*m", written);
    }

    [Fact]
    public async Task A_terminal_that_cannot_move_its_cursor_gets_plain_lines()
    {
        using var folder = Project();

        var written = await OnTerminalAsync(folder, "TERM=dumb", "run");

        Assert.DoesNotContain("\e[?2026h", written, StringComparison.Ordinal);
        Assert.Equal(3, StepLines().Count(Seen(written)));
    }

    [Fact]
    public async Task With_standard_output_in_a_file_the_display_knows_the_terminals_width()
    {
        using var folder = Project();

        var written = await OnTerminalAsync(folder, "", "run --output json > out.json");

        Assert.StartsWith("{", folder.Read("out.json"), StringComparison.Ordinal);
        Assert.DoesNotContain("\"run\"", written, StringComparison.Ordinal);
        Assert.All(StepLines().Matches(Seen(written)), line => Assert.True(line.Length < Width, line.Value));
        Assert.Contains("\e[?2026h", written, StringComparison.Ordinal);
    }

    private static ProjectFolder Project() => ProjectFolder.Toy(
        ("models/first.sql", Slow),
        ("models/a_model_whose_name_is_so_long_that_no_line_of_this_terminal_has_room_for_it.sql", Slow),
        ("models/last.sql", "select * from {{ ref('first') }}\n"));

    /// <summary>What the process writes to a terminal of 72 columns and 20 lines.</summary>
    private static async Task<string> OnTerminalAsync(ProjectFolder folder, string environment, string command)
    {
        folder.Write("call.sh", $"stty cols {Width} rows 20\nTERM=xterm-256color NO_COLOR= \nexport TERM\nexec env {environment} dotnet '{Path.Combine(AppContext.BaseDirectory, "Sluice.Cli.dll")}' {command}\n");
        var start = new ProcessStartInfo("script", ["-qec", "sh call.sh", "written.txt"])
        {
            WorkingDirectory = folder.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var result = await SluiceProcess.EndAsync(process);
            Assert.True(result.Exit == 0, $"exit {result.Exit}\n{result.Output}");
            return string.Join('\n', folder.Read("written.txt").Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n').Where(line => !line.StartsWith("Script ", StringComparison.Ordinal)));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("`script`, which makes a terminal, is not there");
            throw;
        }
    }

    private static string Seen(string written)
    {
        using var terminal = new VirtualTerminal(Width, 20);
        terminal.Write(written);
        return terminal.Text;
    }

    [GeneratedRegex(@"^\d of 3 .*$", RegexOptions.Multiline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex StepLines();
}
