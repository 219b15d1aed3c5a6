using Sluice.Runs;

namespace Sluice.Sql.DuckDb.Tests;

public sealed class ExternalTests
{
    private const string Rows = "select * from (values (1, 'x', 2025), (2, 'y', 2026)) t(id, v, y)";

    [Theory]
    [InlineData("parquet", "INTEGER")]
    [InlineData("csv", "BIGINT")]
    [InlineData("json", "BIGINT")]
    public async Task Rows_are_written_to_a_file_and_read_through_a_view(string format, string type)
    {
        await using var bench = await Workbench.OpenAsync();
        var location = Path.Combine(bench.Folder, "new", $"out.{format}");

        var result = await bench.MustBuildAsync(bench.Model("e", Rows, ("materialized", "external"), ("location", location)));

        Assert.Equal(2, result.Rows);
        Assert.Equal(["1|x|2025", "2|y|2026"], await bench.RowsAsync("select * from e"));
        Assert.Contains($"id {type}", await bench.ColumnsAsync("e"));
        Assert.Equal([location], Directory.GetFiles(Path.GetDirectoryName(location)!, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }));
    }

    [Theory]
    [InlineData("parquet")]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task A_file_without_rows_has_columns(string format)
    {
        await using var bench = await Workbench.OpenAsync();

        await bench.MustBuildAsync(bench.Model("e", $"{Rows} where false", ("materialized", "external"), ("location", Path.Combine(bench.Folder, $"out.{format}"))));

        Assert.Equal(["0"], await bench.RowsAsync("select count(id) + count(v) + count(*) from e"));
    }

    [Fact]
    public async Task Options_reach_the_writer_and_the_reader()
    {
        await using var bench = await Workbench.OpenAsync();
        var location = Path.Combine(bench.Folder, "out.txt");

        await bench.MustBuildAsync(bench.Model(
            "e", "select 1 as id, 'a;b' as v", ("materialized", "external"), ("format", "csv"), ("delimiter", "|"), ("location", location), ("options", Map(("quote", "~"), ("force_quote", "(v)")))));

        Assert.Equal("id|~v~\n1|~a;b~\n", await File.ReadAllTextAsync(location));
        Assert.Equal(["1|a;b"], await bench.RowsAsync("select * from e"));
    }

    [Fact]
    public async Task Partitions_become_folders_that_are_replaced_as_a_whole()
    {
        await using var bench = await Workbench.OpenAsync();
        var location = Path.Combine(bench.Folder, "out");
        (string, object?)[] config = [("materialized", "external"), ("location", location), ("options", Map(("partition_by", "y, v")))];

        await bench.MustBuildAsync(bench.Model("e", Rows, config));
        await bench.MustBuildAsync(bench.Model("e", $"{Rows} where id = 2", config));

        Assert.Equal(["2|y|2026"], await bench.RowsAsync("select id, v, y from e"));
        Assert.Equal([Path.Combine(location, "y=2026")], Directory.GetDirectories(location));
        Assert.Equal([location], Directory.GetDirectories(bench.Folder, "*out*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }));
    }

    [Theory]
    [InlineData("overwrite_or_ignore", 2)]
    [InlineData("append", 3)]
    public async Task Files_of_earlier_builds_stay_where_the_options_say_so(string option, int rows)
    {
        await using var bench = await Workbench.OpenAsync();
        (string, object?)[] config =
            [("materialized", "external"), ("location", Path.Combine(bench.Folder, "out")), ("partition_by", "y"), ("options", Map((option, true)))];

        await bench.MustBuildAsync(bench.Model("e", Rows, config));
        await bench.MustBuildAsync(bench.Model("e", $"{Rows} where id = 2", config));

        Assert.Equal([$"{rows}"], await bench.RowsAsync("select count(*) from e"));
    }

    [Fact]
    public async Task A_build_that_fails_leaves_the_old_file()
    {
        await using var bench = await Workbench.OpenAsync();
        (string, object?)[] config = [("materialized", "external"), ("location", Path.Combine(bench.Folder, "out.csv"))];
        await bench.MustBuildAsync(bench.Model("e", Rows, config));

        var failed = await bench.BuildAsync(bench.Model("e", "select case when i < 200000 then i else error('stop') end as i from range(300000) t(i)", config));

        Assert.Equal(StepStatus.Errored, failed.Status);
        Assert.Equal(["2"], await bench.RowsAsync("select count(*) from e"));
        Assert.Equal(["case.duckdb", "out.csv"], Directory.GetFiles(bench.Folder).Select(file => Path.GetFileName(file)!).Where(name => !name.EndsWith(".wal", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_reader_finds_the_old_rows_or_the_new_ones()
    {
        await using var bench = await Workbench.OpenAsync();
        var folder = Path.Combine(bench.Folder, "out");
        (string, object?)[] config = [("materialized", "external"), ("location", folder), ("partition_by", "part")];
        await bench.MustBuildAsync(bench.Model("e", "select i, 0 as build, i % 3 as part from range(300) t(i)", config));
        using var stop = new CancellationTokenSource();
        var (looks, gone) = (0, 0);
        var reader = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                looks++;
                gone += File.Exists(Path.Combine(folder, "part=0", "data_0.parquet")) ? 0 : 1;
            }
        });
        reader.Start();

        for (var build = 1; build < 20; build++)
        {
            await bench.MustBuildAsync(bench.Model("e", $"select i, {build} as build, i % 3 as part from range(300) t(i)", config));
        }

        await stop.CancelAsync();
        reader.Join();
        Assert.True(looks > 20);
        Assert.Equal(0, gone);
    }

    [Fact]
    public async Task A_table_of_its_name_gives_way()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.MustBuildAsync(bench.Model("e", "select 1 as id", ("materialized", "table")));

        await bench.MustBuildAsync(bench.Model("e", Rows, ("materialized", "external"), ("location", Path.Combine(bench.Folder, "out.parquet"))));

        Assert.Equal(["VIEW"], await bench.RowsAsync("select table_type from information_schema.tables where table_name = 'e'"));
    }

    [Fact]
    public async Task An_unknown_format_is_named_with_its_nearest()
    {
        await using var bench = await Workbench.OpenAsync();

        var result = await bench.BuildAsync(bench.Model("e", "select 1 as id", ("materialized", "external"), ("format", "parket")));

        Assert.Equal(
            "models/e.sql:1:1: error SLUICE3118: external files cannot be written as `parket`\n  1 | select 1 as id\n    | ^\n  hint: did you mean `parquet`?",
            Assert.Single(result.Diagnostics).ToString());
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_file_is_named()
    {
        await using var bench = await Workbench.OpenAsync();
        Directory.CreateDirectory(Path.Combine(bench.Folder, "out.csv"));

        var result = await bench.BuildAsync(bench.Model("e", "select 1 as id", ("materialized", "external"), ("location", Path.Combine(bench.Folder, "out.csv"))));

        Assert.Equal("SLUICE3119", Assert.Single(result.Diagnostics).Code);
    }

    private static Dictionary<string, object?> Map(params (string Key, object? Value)[] items) => items.ToDictionary(item => item.Key, item => item.Value, StringComparer.Ordinal);
}
