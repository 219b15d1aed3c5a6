using Sluice.Cli.Terminal;

namespace Sluice.Cli.Tests.Terminal;

/// <summary>Names are cut to the cells that there are.</summary>
public sealed class CellsTests
{
    [Theory]
    [InlineData("orders", 6)]
    [InlineData("", 0)]
    [InlineData("größe", 5)]
    [InlineData("gro\u0308ße", 5)]
    [InlineData("注文", 4)]
    [InlineData("🚀", 2)]
    public void A_text_takes_the_cells_that_a_terminal_gives_it(string text, int cells) => Assert.Equal(cells, Cells.Of(text));

    [Theory]
    [InlineData("orders", 6, "orders")]
    [InlineData("int_employee_contributions[2028]", 20, "int_employ…ons[2028]")]
    [InlineData("int_employee_contributions[2028]", 21, "int_employ…ions[2028]")]
    [InlineData("orders", 2, "o…")]
    [InlineData("orders", 0, "")]
    [InlineData("注文注文注文", 7, "注文…文")]
    public void A_name_loses_its_middle_and_keeps_its_partition(string text, int room, string expected)
    {
        var cut = Cells.Middle(text, room);

        Assert.Equal(expected, cut);
        Assert.True(Cells.Of(cut) <= room);
    }
}
