namespace Sluice.Diagnostics.Tests;

public sealed class DiagnosticTests
{
    private static readonly SourceText Orders = new("models/orders.sql", "select *\nfrom {{ ref('stg_order') }}\n");

    [Fact]
    public void A_diagnostic_shows_file_line_column_caret_and_hint()
    {
        var start = Orders.Text.IndexOf("'stg_order'", StringComparison.Ordinal);

        var text = new Diagnostic(
            "SLUICE2003", Severity.Error, "no model or seed is named `stg_order`", Orders,
            new SourceSpan(start, start + 11), "did you mean `stg_orders`?").ToString();

        Assert.Equal(
            """
            models/orders.sql:2:13: error SLUICE2003: no model or seed is named `stg_order`
              2 | from {{ ref('stg_order') }}
                |             ^^^^^^^^^^^
              hint: did you mean `stg_orders`?
            """,
            text, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_chain_is_printed_from_the_innermost_call()
    {
        var error = new Diagnostic("SLUICE1001", Severity.Error, "boom", Orders, new SourceSpan(0, 6))
        {
            Chain = [new DiagnosticFrame("in macro `cents`", Orders, new SourceSpan(9, 13))],
        };

        Assert.EndsWith("\n  in macro `cents` (models/orders.sql:2:1)", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_caret_never_runs_past_the_end_of_its_line()
    {
        var text = new Diagnostic("SLUICE1001", Severity.Warning, "x", Orders, new SourceSpan(7, 30)).ToString();

        Assert.EndsWith("|        ^", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 0, 1, 1)]
    [InlineData("a\nb", 2, 2, 1)]
    [InlineData("a\r\nb", 3, 2, 1)]
    [InlineData("a\n", 99, 2, 1)]
    [InlineData("a\rb\r\nc", 5, 3, 1)]
    public void An_offset_becomes_a_line_and_a_column(string text, int offset, int line, int column)
    {
        var place = new SourceText("f", text).Locate(offset);

        Assert.Equal((line, column), (place.Line, place.Column));
    }

    [Theory]
    [InlineData("stg_order", "stg_orders")]
    [InlineData("STG_ODRERS", "stg_orders")]
    [InlineData("customer", "customers")]
    [InlineData("zebra", null)]
    public void The_nearest_name_is_within_a_third_of_the_length(string name, string? expected)
    {
        var nearest = Nearest.To(name, ["stg_orders", "customers", "int_orders"]);

        Assert.Equal(expected, nearest);
    }

    [Fact]
    public void A_bag_lists_each_problem_once_in_the_order_of_the_files()
    {
        var bag = new DiagnosticBag();
        var late = new Diagnostic("SLUICE2001", Severity.Warning, "late", Orders, new SourceSpan(9, 10));
        var early = new Diagnostic("SLUICE2002", Severity.Error, "early", Orders, new SourceSpan(0, 1));
        bag.AddRange([late, early, late]);

        Assert.Equal([early, late], bag.ToSorted());
        Assert.Throws<DiagnosticException>(bag.ThrowIfErrors);
    }

    [Fact]
    public void Of_a_line_that_is_very_long_the_piece_around_the_place_is_shown()
    {
        var source = new SourceText("models/m.sql", new string('a', 500) + "bad" + new string('c', 500));

        var lines = new Diagnostic("SLUICE1020", Severity.Error, "no", source, new SourceSpan(500, 503)).ToString().Split('\n');

        Assert.True(lines[1].Length < 220 && lines[1].Contains("abadc", StringComparison.Ordinal), lines[1]);
        Assert.Equal("bad", lines[1].Substring(lines[2].IndexOf('^', StringComparison.Ordinal), 3));
        Assert.EndsWith("^^^", lines[2]);
    }
}
