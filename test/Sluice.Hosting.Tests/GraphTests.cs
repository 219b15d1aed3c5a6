using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.DuckDb;

namespace Sluice.Hosting.Tests;

/// <summary>An asset of code is a node like a model, for every verb and file of the project.</summary>
public sealed class GraphTests
{
    private sealed record Order(int Id, string Customer);

    private sealed class Attempt
    {
        private static int _made;

        public int Number { get; } = Interlocked.Increment(ref _made);
    }

    private sealed class Copy(Attempt attempt)
    {
        public async Task MaterializeAsync(Table<Order> orders, AssetContext asset, CancellationToken cancel)
        {
            asset.Metadata("attempt", attempt.Number);
            await asset.WriteAsync(orders, cancel);
        }
    }

    [Fact]
    public async Task A_properties_file_describes_and_tests_an_asset_of_code()
    {
        using var bench = new Bench();
        bench.Write("models/schema.yml", """
            models:
              - name: orders
                description: All of them.
                config: { alias: all_orders }
                columns:
                  - name: customer
                    data_tests: [not_null, unique]
            """);

        var exit = await bench.RunAsync(Orders, "run");

        Assert.Equal(1, exit);
        Assert.Contains("unique_orders_customer", bench.Error, StringComparison.Ordinal);
        Assert.Equal(["3"], bench.Query("select count(*) from all_orders"));
        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(bench.Folder, "target", "manifest.json"), TestContext.Current.CancellationToken));
        var node = manifest.RootElement.GetProperty("nodes").GetProperty("model.shop.orders");
        Assert.Equal("csharp", node.GetProperty("language").GetString());
        Assert.Equal("All of them.", node.GetProperty("description").GetString());
        Assert.True(node.GetProperty("columns").TryGetProperty("id", out _));
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("graph")]
    [InlineData("parse")]
    [InlineData("compile")]
    [InlineData("test")]
    [InlineData("checks")]
    [InlineData("docs", "generate")]
    [InlineData("show", "--select", "orders")]
    [InlineData("runs")]
    [InlineData("build")]
    [InlineData("debug")]
    public async Task Every_verb_knows_the_assets(params string[] verb)
    {
        using var bench = new Bench();
        await bench.MustRunAsync(Orders, "run");

        await bench.MustRunAsync(Orders, verb);
    }

    [Fact]
    public async Task Stages_of_sluice_yml_hold_assets_of_code()
    {
        using var bench = new Bench();
        bench.Write("sluice.yml", """
            name: shop
            workflow:
              stages:
                - name: load
                  select: orders
                  gate: [enough]
                - name: rest
                  select: tag:late
            rules:
              enough: { kind: row_count, model: orders, min: 10 }
            """);

        var exit = await bench.RunAsync(
            builder =>
            {
                builder.AddAsset<Order>("orders", () => new[] { new Order(1, "ann") });
                builder.AddAsset<Order>("late", (Table<Order> orders) => orders).Tags("late");
            },
            "run");

        Assert.True(exit == 1, bench.Error);
        Assert.Equal(["orders"], bench.Query("select table_name from duckdb_tables() where schema_name = 'main'"));
    }

    [Fact]
    public async Task A_class_is_an_asset_and_a_scoped_service_lives_for_one_attempt()
    {
        using var bench = new Bench();

        await bench.MustRunAsync(
            builder =>
            {
                builder.Services.AddScoped<Attempt>();
                builder.AddAsset<Order>("orders", () => new[] { new Order(1, "ann") });
                builder.AddAsset<Order, Copy>("one");
                builder.AddAsset<Order>("two", (Attempt attempt, [From("orders")] Table<Order> rows, AssetContext asset, ILogger logger) =>
                {
                    logger.LogInformation("attempt is made");
                    asset.Metadata("attempt", attempt.Number);
                    return rows;
                });
            },
            "run", "--output", "json");

        Assert.Contains("two: attempt ", bench.Error, StringComparison.Ordinal);
        Assert.Equal(["1"], bench.Query("select count(*) from one"));
        using var result = JsonDocument.Parse(bench.Output);
        var attempts = result.RootElement.GetProperty("steps").EnumerateArray().Where(step => step.TryGetProperty("metadata", out _))
            .Select(step => step.GetProperty("metadata").GetProperty("attempt").GetProperty("value").GetInt32()).ToList();
        Assert.Equal(2, attempts.Distinct().Count());
    }

    [Fact]
    public async Task A_resource_that_cannot_be_used_keeps_a_run_from_beginning()
    {
        using var bench = new Bench();

        var exit = await bench.RunAsync(
            builder =>
            {
                Orders(builder);
                builder.Services.AddSingleton(new HttpClient());
                builder.AddResourceCheck<HttpClient>("the register", (_, _) => throw new InvalidOperationException("it is closed on Sundays"));
            },
            "run");

        Assert.Equal(2, exit);
        Assert.Contains("the resource `the register` cannot be used: it is closed on Sundays", bench.Error, StringComparison.Ordinal);
        await bench.MustRunAsync(Orders, "ls");
    }

    [Fact]
    public async Task Work_within_the_commit_is_there_with_the_rows_or_not_at_all()
    {
        using var bench = new Bench();

        var exit = await bench.RunAsync(builder => Work(builder, "select error('no')"), "run");
        var after = bench.Query("select count(*) from duckdb_tables() where table_name in ('side', 'orders')");
        await bench.MustRunAsync(builder => Work(builder, "select 1"), "run");

        Assert.Equal(1, exit);
        Assert.Equal(["0"], after);
        Assert.Equal(["1"], bench.Query("select n from side"));

        static void Work(SluiceApplicationBuilder builder, string last) => builder.AddAsset<Order>("orders", async (AssetContext asset, CancellationToken cancel) =>
        {
            asset.WithinCommit(connection =>
            {
                Execute(connection, "create table side as select 1 as n");
                Execute(connection, last);
            });
            await asset.WriteAsync([new Order(1, "ann")], cancel);
        });

        static void Execute(DuckDbConnection connection, string sql)
        {
            using var command = connection.CreateCommand(sql);
            command.ExecuteNonQuery();
        }
    }

    [Fact]
    public async Task Rows_that_are_staged_can_be_written_and_used_within_the_commit_and_go_with_the_attempt()
    {
        using var bench = new Bench();

        await bench.MustRunAsync(
            builder => builder.AddAsset<Order>("orders", async (AssetContext asset, CancellationToken cancel) =>
            {
                var staged = await asset.StageSqlAsync("found", "select n::integer as id, 'ann' as customer from range(3) as r(n)", cancel);
                await asset.WriteSqlAsync($"select * from {staged} where id > 0", cancel);
                asset.WithinCommit(connection =>
                {
                    using var side = connection.CreateCommand($"create table side as select count(*) as n from {staged}");
                    side.ExecuteNonQuery();
                });
            }),
            "run");

        Assert.Equal(["1|ann", "2|ann"], bench.Query("from orders order by id"));
        Assert.Equal(["3|0"], bench.Query("select n, (select count(*) from duckdb_tables() where table_name like '%found%') from side"));
    }

    [Fact]
    public async Task Rows_that_say_what_was_done_within_the_commit_are_there_with_it_or_not_at_all()
    {
        using var bench = new Bench();

        var exit = await bench.RunAsync(builder => Load(builder, "select error('no')"), "run");
        var after = bench.Query("select count(*) from duckdb_tables() where table_name in ('side', 'loaded')");
        await bench.MustRunAsync(builder => Load(builder, "select 1"), "run", "--output", "json");

        Assert.Equal(1, exit);
        Assert.Equal(["0"], after);
        Assert.Equal(["7|seven"], bench.Query("select id, customer from loaded join side on n = id"));
        Assert.Contains("\"inserted\"", bench.Output, StringComparison.Ordinal);

        static void Load(SluiceApplicationBuilder builder, string last) => builder.AddAsset<Order>("loaded", (AssetContext asset, CancellationToken cancel) => asset.WriteWithinCommitAsync<Order>(
            async (connection, stop) =>
            {
                await ExecuteAsync(connection, "create table side as select 7 as n", stop);
                await ExecuteAsync(connection, last, stop);
                asset.Metadata("inserted", 1);
                return [new Order(7, "seven")];
            },
            cancel));

        static async Task ExecuteAsync(DuckDbConnection connection, string sql, CancellationToken cancel)
        {
            await using var command = connection.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(cancel);
        }
    }

    [Fact]
    public async Task A_storm_of_log_lines_is_cut()
    {
        using var bench = new Bench();

        await bench.MustRunAsync(
            builder => builder.AddAsset<Order>("orders", (ILogger logger) =>
            {
                for (var line = 0; line < 20_000; line++)
                {
                    logger.LogInformation("again");
                }

                return new[] { new Order(1, "ann") };
            }),
            "run");

        Assert.InRange(bench.Error.Split('\n').Length, 10_000, 10_100);
        Assert.Contains("the rest is not shown", bench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_of_the_command_line_win()
    {
        using var bench = new Bench();
        bench.Write("appsettings.json", """{ "Shop": { "Name": "file", "Other": "kept" } }""");
        var builder = bench.Builder("--config", "Shop:Name=line");

        Assert.Equal("line kept", $"{builder.Configuration["Shop:Name"]} {builder.Configuration["Shop:Other"]}");
    }

    private static void Orders(SluiceApplicationBuilder builder)
    {
        builder.AddSqlProject("models");
        builder.AddAsset<Order>("orders", () => new[] { new Order(1, "ann"), new Order(2, "bob"), new Order(3, "ann") }).Check("some", async (Table<Order> orders) => await orders.CountAsync() > 0);
    }
}
