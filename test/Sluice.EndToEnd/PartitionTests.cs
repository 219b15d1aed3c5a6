using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd;

/// <summary>Partitions through the command line: in order where they must be, side by side where they may, one by one where asked.</summary>
public sealed class PartitionTests
{
    [Fact]
    public async Task Each_partition_reads_the_one_before()
    {
        using var folder = Projects.Growth();

        (await folder.RunAsync("run", "--threads", "8")).Ends(0);

        Assert.Equal(
            ["2024|300", "2025|600", "2026|1200", "2027|2400", "2028|4800"],
            await Database.RowsAsync(folder.Database, "select year, amount::integer from total order by year"));
    }

    [Fact]
    public async Task Partitions_that_read_nothing_of_each_other_run_side_by_side()
    {
        using var folder = ProjectFolder.Toy(
            ("sluice.yml", Projects.Years),
            ("models/slow.sql", """
                {{ config(materialized='table', partition_by='year') }}
                select {{ partition.key }} as year, sum(hash(i)) as x from range(30000000) as t(i)

                """));

        (await folder.RunAsync("run", "--threads", "5")).Ends(0);

        Assert.Equal("5", await Database.ScalarAsync(folder.Database, "select count(distinct year) from slow"));
        var log = folder.Read("logs/dbt.log").Split('\n');
        var begun = log.TakeWhile(line => !line.Contains(" OK ", StringComparison.Ordinal)).Count(line => line.Contains(" START ", StringComparison.Ordinal));
        Assert.True(begun > 1, $"no two partitions overlapped:\n{string.Join('\n', log)}");
    }

    [Fact]
    public async Task A_range_of_partitions_is_built_and_the_rest_is_left_alone()
    {
        using var folder = Projects.Growth();

        (await folder.RunAsync("run", "--select", "start", "growth", "--partition", "2024-2026")).Ends(0);

        Assert.Equal(["2024", "2025", "2026"], await Database.RowsAsync(folder.Database, "select distinct year from growth order by 1"));
    }

    [Fact]
    public async Task What_reads_all_partitions_waits_until_they_are_there()
    {
        using var folder = Projects.Growth();

        var first = await folder.RunAsync("run", "--partition", "2024");

        Assert.Contains("waits for partitions 2025..2028 of growth", first.Ends(0).Error, StringComparison.Ordinal);
        Assert.Empty(await Database.RowsAsync(folder.Database, "select table_name from information_schema.tables where table_name = 'total'"));

        (await folder.RunAsync("run", "--partition", "2025-2028")).Ends(0);
        Assert.Equal("5", await Database.ScalarAsync(folder.Database, "select count(*) from total"));
    }

    [Fact]
    public async Task The_plan_says_what_waits()
    {
        using var folder = Projects.Growth();

        var plan = await folder.RunAsync("plan", "--partition", "2024");

        Assert.Contains("waits for partitions 2025..2028 of growth", plan.Ends(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_of_all_partitions_that_is_selected_by_itself_is_told_what_is_missing()
    {
        using var folder = Projects.Growth();
        (await folder.RunAsync("run", "--partition", "2024")).Ends(0);

        var result = await folder.RunAsync("run", "--select", "total", "--partition", "2024");

        Assert.Contains("partitions 2025..2028 of growth were never built", result.Ends(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_partition_whose_year_before_was_never_built_is_refused_with_the_reason()
    {
        using var folder = Projects.Growth();
        (await folder.RunAsync("run", "--select", "start")).Ends(0);

        var result = await folder.RunAsync("run", "--select", "growth", "--partition", "2026");

        Assert.Contains("growth[2025]", result.Error, StringComparison.Ordinal);
        Assert.Empty(await Database.RowsAsync(folder.Database, "select table_name from information_schema.tables where table_name = 'growth'"));
    }

    [Fact]
    public async Task Threads_do_not_change_the_result()
    {
        using var one = Projects.Growth();
        using var eight = Projects.Growth();

        (await one.RunAsync("run", "--threads", "1")).Ends(0);
        (await eight.RunAsync("run", "--threads", "8")).Ends(0);

        const string Everything = "select * from growth order by all";
        Assert.Equal(await Database.RowsAsync(one.Database, Everything), await Database.RowsAsync(eight.Database, Everything));
    }

    [Fact]
    public async Task A_full_refresh_builds_every_partition_again()
    {
        using var folder = Projects.Growth();
        (await folder.RunAsync("run")).Ends(0);

        var again = await folder.RunAsync("run", "--full-refresh");

        Assert.Contains("PASS=7", again.Ends(0).Error, StringComparison.Ordinal);
        Assert.Equal("15", await Database.ScalarAsync(folder.Database, "select count(*) from growth"));
    }
}
