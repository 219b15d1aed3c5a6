using System.Globalization;
using Sluice.Runs;

namespace Sluice.Sql.DuckDb.Tests;

public sealed class SeedTests
{
    private const string Recorded = """
        i,n,d,ts,iso,b,t,nulls,mixed,lead,neg,sci
        1,1.5,2024-01-02,2024-01-02 03:04:05,2024-01-02T03:04:05,true,abc,,1,007,-3,1e3
        2,2,2024-02-03,2024-02-03 00:00:00,2024-02-03T00:00:00,False,null,,x,08,4,2.5
        ,,,,,,,,,,,

        """;

    [Fact]
    public async Task Types_are_inferred_as_dbt_infers_them()
    {
        await using var bench = await Workbench.OpenAsync();

        var result = await bench.MustBuildAsync(bench.Seed("t", Recorded));

        Assert.Equal(
            [
                "i INTEGER", "n DOUBLE", "d DATE", "ts TIMESTAMP", "iso TIMESTAMP", "b BOOLEAN", "t VARCHAR", "nulls INTEGER", "mixed VARCHAR",
                "lead INTEGER", "neg INTEGER", "sci DOUBLE",
            ],
            await bench.ColumnsAsync("t"));
        Assert.Equal(
            [
                "1|1.5|2024-01-02|2024-01-02 03:04:05|2024-01-02 03:04:05|true|abc||1|7|-3|1000",
                "2|2|2024-02-03|2024-02-03 00:00:00|2024-02-03 00:00:00|false|null||x|8|4|2.5",
                "|||||||||||",
            ],
            await bench.RowsAsync("select * from t"));
        Assert.Equal(3, result.Marker!.RowCount);
    }

    [Theory]
    [InlineData("1", "INTEGER")]
    [InlineData("+1", "INTEGER")]
    [InlineData(" 12 ", "INTEGER")]
    [InlineData("1e3", "INTEGER")]
    [InlineData("1.0", "DOUBLE")]
    [InlineData(".5", "DOUBLE")]
    [InlineData("1e-2", "DOUBLE")]
    [InlineData("1,5", "VARCHAR")]
    [InlineData("$5", "VARCHAR")]
    [InlineData("2024-01-02", "DATE")]
    [InlineData("2024-1-2", "DATE")]
    [InlineData("2024-02-30", "VARCHAR")]
    [InlineData("01/02/2024", "VARCHAR")]
    [InlineData("2024-01-02 03:04:05", "TIMESTAMP")]
    [InlineData("2024-01-02T03:04:05", "TIMESTAMP")]
    [InlineData("2024-01-02T03:04:05.25", "TIMESTAMP")]
    [InlineData("2024-01-02 25:00:00", "VARCHAR")]
    [InlineData("TRUE", "BOOLEAN")]
    [InlineData("yes", "VARCHAR")]
    [InlineData("t", "VARCHAR")]
    [InlineData("null", "INTEGER")]
    [InlineData("NULL", "INTEGER")]
    [InlineData("", "INTEGER")]
    [InlineData("nan", "VARCHAR")]
    [InlineData("0x10", "VARCHAR")]
    public async Task One_value_decides_the_type(string value, string type)
    {
        await using var bench = await Workbench.OpenAsync();

        await bench.MustBuildAsync(bench.Seed("t", $"a,b\n\"{value}\",1\n"));

        Assert.Equal($"a {type}", (await bench.ColumnsAsync("t"))[0]);
    }

    [Fact]
    public async Task Quotes_line_breaks_delimiters_and_the_byte_order_mark_are_read()
    {
        await using var bench = await Workbench.OpenAsync();

        await bench.MustBuildAsync(bench.Seed("t", "\uFEFFId;Full Name\r\n1;\"A \"\"quoted\"\"; one\"\r\n\r\n2;\"two\nlines\"\r\n3;it's", ("delimiter", ";")));

        Assert.Equal(["Id INTEGER", "Full Name VARCHAR"], await bench.ColumnsAsync("t"));
        Assert.Equal(["1|A \"quoted\"; one", "2|two\nlines", "3|it's"], await bench.RowsAsync("select * from t"));
    }

    [Fact]
    public async Task Line_ends_of_windows_tabs_and_quoted_names_are_read()
    {
        await using var bench = await Workbench.OpenAsync();

        await bench.MustBuildAsync(bench.Seed("s", "id\tOrder No\tnothing\r\n1\t\"a\tb\"\t\r\n2\tc\t\r\n", ("delimiter", "\\t"), ("quote_columns", true)));

        Assert.Equal(["id INTEGER", "Order No VARCHAR", "nothing INTEGER"], await bench.ColumnsAsync("s"));
        Assert.Equal(["1|a\tb|", "2|c|"], await bench.RowsAsync("select * from s"));
    }

    [Fact]
    public async Task Column_types_win_over_inference()
    {
        await using var bench = await Workbench.OpenAsync();

        await bench.MustBuildAsync(bench.Seed("t", "id,zip,n\n5000000000,01234,7\n", ("column_types", Map(("ID", "bigint"), ("zip", "varchar(5)"), ("n", "decimal(9,2)")))));

        Assert.Equal(["id BIGINT", "zip VARCHAR", "n DECIMAL(9,2)"], await bench.ColumnsAsync("t"));
        Assert.Equal(["5000000000|01234|7.00"], await bench.RowsAsync("select * from t"));
    }

    [Fact]
    public async Task Many_rows_take_the_way_through_a_table_of_text()
    {
        await using var bench = await Workbench.OpenAsync();
        var lines = Enumerable.Range(0, 5000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i},name {i},{(i % 2 == 0 ? "" : "x''\"y")}"));

        var result = await bench.MustBuildAsync(bench.Seed("t", "id,name,note\n" + string.Join('\n', lines.Select(line => line.Replace("x''\"y", "\"x''\"\"y\"", StringComparison.Ordinal)))));

        Assert.Equal(5000, result.Rows);
        Assert.Equal(["5000|12497500|2500|x''\"y"], await bench.RowsAsync("select count(*), sum(id), count(note), max(note) from t"));
    }

    [Fact]
    public async Task A_second_load_replaces_the_rows_and_keeps_the_table()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.MustBuildAsync(bench.Seed("t", "id,a\n1,x\n"));

        await bench.MustBuildAsync(bench.Seed("t", "a,id\ny,2\nx,1\n"));

        Assert.Equal(["id INTEGER", "a VARCHAR"], await bench.ColumnsAsync("t"));
        Assert.Equal(["1|x", "2|y"], await bench.RowsAsync("select id, a from t"));
    }

    [Fact]
    public async Task Other_columns_are_refused_until_the_table_is_refreshed()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.MustBuildAsync(bench.Seed("t", "id,a\n1,x\n"));

        var failed = await bench.BuildAsync(bench.Seed("t", "id,b\n1,9\n"));
        var rows = await bench.RowsAsync("select * from t");
        await bench.MustBuildAsync(bench.Seed("t", "id,b\n1,9\n"), fullRefresh: true);

        Assert.Equal("""
            seeds/t.csv:1:1: error SLUICE3125: the columns of the file are not those of the table "case"."main"."t": not in the table: `b`; not in the file: `a`
              1 | id,b
                | ^^^^
              hint: load it anew with --full-refresh
            """, failed.Diagnostics.Single().ToString(), ignoreLineEndingDifferences: true);
        Assert.Equal(["1|x"], rows);
        Assert.Equal(["id INTEGER", "b INTEGER"], await bench.ColumnsAsync("t"));
    }

    [Fact]
    public async Task The_same_rows_in_another_order_keep_the_fingerprint()
    {
        await using var bench = await Workbench.OpenAsync();
        var first = await bench.MustBuildAsync(bench.Seed("t", "id\n1\n2\n"));
        bench.NextRun();

        var same = await bench.MustBuildAsync(bench.Seed("t", "id\n2\n1\n"));
        bench.NextRun();
        var other = await bench.MustBuildAsync(bench.Seed("t", "id\n2\n3\n"));

        Assert.Equal(first.Marker!.Fingerprint, same.Marker!.Fingerprint);
        Assert.NotEqual(first.Marker.Fingerprint, other.Marker!.Fingerprint);
    }

    [Fact]
    public async Task A_file_with_a_header_alone_is_an_empty_table()
    {
        await using var bench = await Workbench.OpenAsync();

        var result = await bench.MustBuildAsync(bench.Seed("t", "id,name\n"));

        Assert.Equal(0, result.Rows);
        Assert.Equal(["id INTEGER", "name INTEGER"], await bench.ColumnsAsync("t"));
    }

    [Theory]
    [InlineData("", """
        seeds/t.csv:1:1: error SLUICE3122: the file is empty; its first line names the columns
          1 | 
            | ^
          hint: write the names of the columns into the first line
        """)]
    [InlineData("a,A\n1,2\n", """
        seeds/t.csv:1:1: error SLUICE3123: two columns are named `A`
          1 | a,A
            | ^^^
          hint: rename one of them
        """)]
    [InlineData("a,b\n1,2\n3\n", """
        seeds/t.csv:3:1: error SLUICE3124: the line has 1 value where the header has 2 columns
          3 | 3
            | ^
          hint: put a value that holds the delimiter into double quotes, or set the config `delimiter`
        """)]
    [InlineData("a,b\n1,2,3\n", """
        seeds/t.csv:2:1: error SLUICE3124: the line has 3 values where the header has 2 columns
          2 | 1,2,3
            | ^^^^^
          hint: put a value that holds the delimiter into double quotes, or set the config `delimiter`
        """)]
    [InlineData("a,b\n1,2\n3,\"x\n", """
        seeds/t.csv:3:3: error SLUICE3120: a quote is opened here and never closed
          3 | 3,"x
            |   ^
          hint: close it, or double each quote inside of a quoted value
        """)]
    [InlineData("a,b\n1,2\n3000000000,4\n", """
        seeds/t.csv:3:1: error SLUICE3126: `3000000000` in column `a` is not of type INTEGER
          3 | 3000000000,4
            | ^^^^^^^^^^^^
          hint: correct the value, or give the column another type: column_types: {a: bigint}
        """)]
    public async Task A_bad_file_is_named_with_its_line(string csv, string expected)
    {
        await using var bench = await Workbench.OpenAsync();

        var failed = await bench.BuildAsync(bench.Seed("t", csv));

        Assert.Equal(StepStatus.Errored, failed.Status);
        Assert.Equal(expected, failed.Diagnostics.Single().ToString(), ignoreLineEndingDifferences: true);
        Assert.Empty(await bench.RowsAsync("select table_name from duckdb_tables() where table_name = 't'"));
    }

    [Fact]
    public async Task A_value_that_its_given_type_refuses_is_shown_with_its_line()
    {
        await using var bench = await Workbench.OpenAsync();

        var failed = await bench.BuildAsync(bench.Seed("t", "a,b\n1,x\n2,\"y\nz\"\nthree,w\n", ("column_types", Map(("a", "integer")))));

        Assert.Equal("""
            seeds/t.csv:5:1: error SLUICE3126: `three` in column `a` is not of type INTEGER
              5 | three,w
                | ^^^^^^^
              hint: correct the value, or give the column another type: column_types: {a: bigint}
            """, failed.Diagnostics.Single().ToString(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task A_type_that_does_not_exist_is_named()
    {
        await using var bench = await Workbench.OpenAsync();

        var failed = await bench.BuildAsync(bench.Seed("t", "a\n1\n", ("column_types", Map(("a", "integre")))));

        Assert.StartsWith("seeds/t.csv:1:1: error SLUICE3127: `integre` in column_types of `a` is not a type: ", failed.Diagnostics.Single().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_text_is_named()
    {
        await using var bench = await Workbench.OpenAsync();
        var seed = bench.Seed("t", "a\n1\n");
        await File.WriteAllBytesAsync(seed.FilePath, [0x61, 0x0A, 0xFF, 0xFE, 0x0A], TestContext.Current.CancellationToken);

        var failed = await bench.BuildAsync(seed);

        Assert.Equal("the file cannot be read: it is not UTF-8 text", failed.Diagnostics.Single().Message);
    }

    [Fact]
    public async Task A_value_of_many_megabytes_is_refused_in_bounded_memory()
    {
        await using var bench = await Workbench.OpenAsync();

        var failed = await bench.BuildAsync(bench.Seed("t", "a\n\"" + new string('x', 17 * 1024 * 1024) + "\"\n"));

        Assert.Equal("a value has 17825792 characters; at most 16777216 are read", failed.Diagnostics.Single().Message);
    }

    private static Dictionary<string, object?> Map(params (string Key, object? Value)[] items) =>
        items.ToDictionary(item => item.Key, item => item.Value, StringComparer.Ordinal);
}
