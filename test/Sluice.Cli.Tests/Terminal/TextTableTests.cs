using Sluice.Cli.Talking;

namespace Sluice.Cli.Tests.Terminal;

/// <summary>A table is whole in a file, and fits the terminal on one.</summary>
public sealed class TextTableTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(120)]
    [InlineData(80)]
    [InlineData(60)]
    [InlineData(20)]
    public void The_longest_texts_are_cut_to_the_lines_that_there_are(int? width)
    {
        var table = new TextTable(["action", "step", "rows", "why"], [false, false, true, false], cut: [1, 3]);
        table.Add("run", "main.int_employee_compensation_by_year[2029]", "1,234,567", "input int_workforce_needs_by_level[2029] has changed since the last commit");
        table.Add("skip", "main.größe_注文", "", "unchanged");

        var text = table.ToString(width);

        Golden.Check($"table-{width?.ToString() ?? "whole"}.txt", text + "\n");
        Assert.True(width is null or 20 || text.Split('\n').All(line => Cells(line) <= width));
    }

    private static int Cells(string line) => Sluice.Cli.Terminal.Cells.Of(line);
}
