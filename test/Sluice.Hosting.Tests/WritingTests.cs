using Sluice.DuckDb;
using Sluice.Partitions;

namespace Sluice.Hosting.Tests;

/// <summary>What an asset's code may do with its table.</summary>
public sealed class WritingTests
{
    private sealed record Row(int Id, string? Text, DateOnly? Day);

    private sealed record Sale(int Year, decimal Amount);

    private sealed record Sum(decimal Amount);

    [Fact]
    public async Task Rows_of_several_calls_add_up_and_null_stays_null()
    {
        using var bench = new Bench();

        await bench.MustRunAsync(
            builder => builder.AddAsset<Row>("rows", async (AssetContext asset, CancellationToken cancel) =>
            {
                await asset.WriteAsync([new Row(1, null, new DateOnly(2024, 2, 29))], cancel);
                await asset.WriteAsync(Later(), cancel);
            }),
            "run");

        Assert.Equal(["1|NULL|2024-02-29", "2|two|NULL"], bench.Query("select id, text, cast(day as varchar) from rows order by id"));

        static async IAsyncEnumerable<Row> Later()
        {
            await Task.Yield();
            yield return new Row(2, "two", null);
        }
    }

    [Fact]
    public async Task Ten_thousand_rows_come_in_batches()
    {
        using var bench = new Bench();

        await bench.MustRunAsync(
            builder => builder.AddAsset<Row>("rows", (CancellationToken cancel) => Many().ToAsyncEnumerable()),
            "run");

        Assert.Equal(["10000|49995000"], bench.Query("select count(*), sum(id) from rows"));

        static IEnumerable<Row> Many() => Enumerable.Range(0, 10_000).Select(id => new Row(id, "x", null));
    }

    [Fact]
    public async Task A_reader_of_any_database_is_written()
    {
        using var bench = new Bench();

        await bench.MustRunAsync(
            builder => builder.AddAsset("rows", async (AssetContext asset, CancellationToken cancel) =>
            {
                using var connection = new DuckDbConnection("Data Source=:memory:");
                connection.Open();
                using var command = connection.CreateCommand("select range as id, 'n' || range as name from range(3)");
                using var reader = command.ExecuteReader();
                await asset.WriteAsync(reader, cancel);
            }),
            "run");

        Assert.Equal(["0|n0", "1|n1", "2|n2"], bench.Query("select * from rows order by id"));
    }

    [Fact]
    public async Task A_csv_file_is_read_by_the_database_and_takes_the_types_of_the_record()
    {
        using var bench = new Bench();
        bench.Write("in/rows.csv", "id,text,day\n1,one,2020-01-02\n2,,\n");

        await bench.MustRunAsync(
            builder => builder.AddAsset<Row>("rows", (AssetContext asset, CancellationToken cancel) => asset.WriteCsvAsync("in/*.csv", cancellationToken: cancel)),
            "run");

        Assert.Equal(["1|one|DATE", "2|NULL|DATE"], bench.Query("select id, text, typeof(day) from rows order by id"));
    }

    [Fact]
    public async Task A_merge_changes_what_is_changed_and_adds_what_is_new()
    {
        using var bench = new Bench();
        await bench.MustRunAsync(builder => Merge(builder, new Row(1, "a", null), new Row(2, "b", null)), "run");

        await bench.MustRunAsync(builder => Merge(builder, new Row(2, "c", null), new Row(3, "d", null)), "run");

        Assert.Equal(["1|a", "2|c", "3|d"], bench.Query("select id, text from rows order by id"));
        var before = bench.Query("select fingerprint from sluice.commits order by sequence desc limit 1");
        await bench.MustRunAsync(builder => Merge(builder, new Row(2, "c", null)), "run");
        Assert.Equal(before, bench.Query("select fingerprint from sluice.commits order by sequence desc limit 1"));

        static void Merge(SluiceApplicationBuilder builder, params Row[] rows) =>
            builder.AddAsset<Row>("rows", (AssetContext asset, CancellationToken cancel) => asset.MergeAsync(rows, ["id"], cancellationToken: cancel));
    }

    [Fact]
    public async Task A_merge_of_a_key_that_occurs_twice_fails_and_leaves_the_table()
    {
        using var bench = new Bench();
        await bench.MustRunAsync(builder => builder.AddAsset<Row>("rows", () => new[] { new Row(1, "a", null) }), "run");

        var exit = await bench.RunAsync(
            builder => builder.AddAsset<Row>("rows", (AssetContext asset) => asset.MergeAsync([new Row(1, "b", null), new Row(1, "c", null)], ["id"])), "run");

        Assert.Equal(1, exit);
        Assert.Contains("SLUICE3131", bench.Error, StringComparison.Ordinal);
        Assert.Equal(["1|a"], bench.Query("select id, text from rows"));
    }

    [Fact]
    public async Task A_part_of_a_table_is_replaced_and_rows_are_appended()
    {
        using var bench = new Bench();
        await bench.MustRunAsync(builder => builder.AddAsset<Row>("rows", () => new[] { new Row(1, "a", null), new Row(2, "b", null) }), "run");

        await bench.MustRunAsync(
            builder => builder.AddAsset<Row>("rows", (AssetContext asset) => asset.ReplacePartitionAsync("text", "b", [new Row(7, "b", null), new Row(8, "b", null)])), "run");
        await bench.MustRunAsync(builder => builder.AddAsset<Row>("rows", (AssetContext asset) => asset.AppendAsync([new Row(9, "z", null)])), "run");

        Assert.Equal(["1|a", "7|b", "8|b", "9|z"], bench.Query("select id, text from rows order by id"));
    }

    [Fact]
    public async Task A_partition_reads_its_own_rows_and_those_of_the_partition_before()
    {
        using var bench = new Bench();

        await bench.MustRunAsync(Years, "run");
        await bench.MustRunAsync(Years, "run", "--partition", "2021");

        Assert.Equal(["2020|100.0000", "2021|201.0000", "2022|303.0000"], bench.Query("select year, amount from totals order by year"));

        static void Years(SluiceApplicationBuilder builder)
        {
            builder.AddPartitions(PartitionSet.Range("year", 2020, 2022));
            builder.AddAsset<Sale>("sales", ([Partition] int year) => new[] { new Sale(year, 100m + (year - 2020)) }).Partitioned("year");
            builder.AddAsset<Sum>("totals", async (Table<Sum> sales, [Previous] Table<Sum> totals, AssetContext asset, CancellationToken cancel) =>
            {
                var before = await totals.Select(total => total.Amount).SumAsync(cancel);
                var now = await sales.Select(sale => sale.Amount).SumAsync(cancel);
                await asset.WriteAsync([new Sum(before + now)], cancel);
            }).Partitioned("year");
        }
    }

    [Fact]
    public async Task An_asset_without_partitions_reads_what_it_wrote_last()
    {
        using var bench = new Bench();

        await bench.MustRunAsync(Count, "run");
        await bench.MustRunAsync(Count, "run");
        await bench.MustRunAsync(Count, "run");

        Assert.Equal(["3.0000"], bench.Query("select amount from counter"));

        static void Count(SluiceApplicationBuilder builder) => builder.AddAsset<Sum>("counter", async ([Previous] Table<Sum> counter, CancellationToken cancel) =>
            new[] { new Sum(1 + await counter.Select(sum => sum.Amount).SumAsync(cancel)) }).AlwaysRuns();
    }

    [Fact]
    public async Task A_function_writes_several_assets_in_one_transaction()
    {
        using var bench = new Bench();

        await bench.MustRunAsync(
            builder =>
            {
                builder.AddAsset("split", async (Output<Row> passed, Output<Row> failed, CancellationToken cancel) =>
                {
                    await passed.WriteAsync([new Row(1, "ok", null)], cancel);
                    await failed.WriteAsync([new Row(2, "bad", null), new Row(3, "bad", null)], cancel);
                }).Produces<Row>("passed").Produces<Row>("failed", failed => failed.Tags("quarantine"));
                builder.AddAsset<Sum>("counts", async (Table<Row> passed, Table<Row> failed) => new[] { new Sum(await passed.CountAsync() * 10 + await failed.CountAsync()) });
            },
            "run");

        Assert.Equal(["12.0000"], bench.Query("select amount from counts"));
        Assert.Equal(["2", "3"], bench.Query("select id from failed order by id"));
    }

    [Fact]
    public async Task An_asset_has_another_one_come_off_with_its_own_commit()
    {
        using var bench = new Bench();
        bench.Write("in/a.csv", "1\n2\n");
        await bench.MustRunAsync(Numbers, "run");
        Assert.Equal(["1", "2"], bench.Query("select id from numbers order by id"));
        Assert.Equal(["2: 2 rows"], bench.Query("select id || ': ' || text from sums"));

        // No new number: the asset's rows are as they were, what comes off is not.
        bench.Write("in/a.csv", "1\n2\n\n");
        await bench.MustRunAsync(Numbers, "run");
        Assert.Equal(["1", "2"], bench.Query("select id from numbers order by id"));
        Assert.Equal(["3: 2 rows"], bench.Query("select id || ': ' || text from sums"));

        static void Numbers(SluiceApplicationBuilder builder) => builder.AddAsset(
            "numbers", async (AssetContext asset, Output<Row> sums, CancellationToken cancel) =>
            {
                var lines = await File.ReadAllLinesAsync("in/a.csv", cancel);
                await asset.MergeSqlAsync($"select unnest([{string.Join(", ", lines.Where(line => line.Length > 0))}]) as id", ["id"], cancellationToken: cancel);
                await sums.WriteWithinCommitAsync(
                    connection =>
                    {
                        using var count = connection.CreateCommand($"select count(*) || ' rows' from {asset.Relation}");
                        return [new Row(lines.Length, (string)count.ExecuteScalar()!, null)];
                    },
                    cancel);
            }).ReadsFiles("in/a.csv").AlsoProduces<Row>("sums");
    }

    [Fact]
    public async Task What_is_to_come_off_and_is_not_written_is_an_error_and_leaves_nothing()
    {
        using var bench = new Bench();

        var exit = await bench.RunAsync(
            builder => builder.AddAsset("numbers", (AssetContext asset, Output<Row> sums, CancellationToken cancel) => asset.WriteSqlAsync("select 1 as id", cancel)).AlsoProduces<Row>("sums"), "run");

        Assert.Equal(1, exit);
        Assert.Contains("sums", bench.Error, StringComparison.Ordinal);
        Assert.Empty(bench.Query("select table_name from duckdb_tables() where table_name = 'numbers'"));
    }

    [Fact]
    public async Task Rows_of_files_are_read_again_only_when_the_content_has_changed()
    {
        using var bench = new Bench();
        bench.Write("in/a.csv", "id,text,day\n1,one,\n");
        await bench.MustRunAsync(Files, "run");
        File.SetLastWriteTimeUtc(Path.Combine(bench.Folder, "in/a.csv"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        await bench.MustRunAsync(Files, "run");

        Assert.Contains("PASS=0", bench.Error, StringComparison.Ordinal);
        bench.Write("in/b.csv", "id,text,day\n2,two,\n");
        await bench.MustRunAsync(Files, "run");
        Assert.Equal(["2"], bench.Query("select count(*) from rows"));

        static void Files(SluiceApplicationBuilder builder) => builder.AddAsset<Row>(
            "rows", (AssetContext asset, CancellationToken cancel) => asset.WriteCsvAsync("in/*.csv", cancellationToken: cancel)).ReadsFiles("in/*.csv");
    }

    [Fact]
    public async Task Data_outside_is_a_view_that_is_observed()
    {
        using var bench = new Bench();
        bench.Write("in/a.csv", "id,text,day\n1,one,\n");

        await bench.MustRunAsync(Outside, "run");
        await bench.MustRunAsync(Outside, "run");

        Assert.Contains("PASS=0", bench.Error, StringComparison.Ordinal);
        Assert.Equal(["1.0000"], bench.Query("select amount from counts"));

        static void Outside(SluiceApplicationBuilder builder)
        {
            builder.AddExternal<Row>("awards", "select * from read_csv('in/*.csv')").ReadsFiles("in/*.csv");
            builder.AddAsset<Sum>("counts", async (Table<Row> awards) => new[] { new Sum(await awards.CountAsync()) });
        }
    }

    [Fact]
    public async Task A_query_that_lacks_a_promised_column_says_so()
    {
        using var bench = new Bench();

        var exit = await bench.RunAsync(
            builder => builder.AddAsset<Row>("rows", (AssetContext asset, CancellationToken cancel) => asset.WriteSqlAsync("select 1 as id, 'x' as txt, null as day", cancel)), "run");

        Assert.Equal(1, exit);
        Assert.Contains("has no column `text`, which Row promises", bench.Error, StringComparison.Ordinal);
        Assert.Contains("did you mean `txt`?", bench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sql_model_that_lacks_a_column_that_is_read_is_a_clear_error()
    {
        using var bench = new Bench();
        bench.Write("models/source.sql", "select 1 as id, 'x' as label");

        var exit = await bench.RunAsync(
            builder =>
            {
                builder.AddSqlProject();
                builder.AddAsset<Row>("rows", (Table<Row> source) => source);
            },
            "run");

        Assert.Equal(1, exit);
        Assert.Contains("reads the column `text` (Row.Text)", bench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_is_told_with_the_place_of_the_asset_and_of_the_throw()
    {
        using var bench = new Bench();

        var exit = await bench.RunAsync(
            builder => builder.AddAsset<Row>("rows", IEnumerable<Row> (AssetContext asset) => throw new InvalidOperationException("no luck")).WithoutTable(), "run");

        Assert.Equal(1, exit);
        Assert.Contains("the code of `rows` threw InvalidOperationException: no luck", bench.Error, StringComparison.Ordinal);
        Assert.Contains("WritingTests.cs:", bench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transient_failure_is_tried_again_and_keeps_no_rows_of_the_first_attempt()
    {
        using var bench = new Bench();
        var attempts = 0;

        await bench.MustRunAsync(
            builder => builder.AddAsset<Row>("rows", async (AssetContext asset, CancellationToken cancel) =>
            {
                await asset.WriteAsync([new Row(asset.Attempt, "x", null)], cancel);
                if (++attempts == 1)
                {
                    throw new TimeoutException("slow");
                }
            }).Retry(new Runs.RetryPolicy { MaxAttempts = 2, FirstDelay = TimeSpan.FromMilliseconds(1) }),
            "run");

        Assert.Equal(["2"], bench.Query("select id from rows"));
    }
}
