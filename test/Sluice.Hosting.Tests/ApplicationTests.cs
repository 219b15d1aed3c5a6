using Microsoft.Extensions.DependencyInjection;
using Sluice.Diagnostics;

namespace Sluice.Hosting.Tests;

/// <summary>An application is the command line of its assets.</summary>
public sealed class ApplicationTests
{
    private sealed record Order(int Id, string Customer, decimal Amount);

    private sealed record Total(string Customer, decimal Amount);

    [Fact]
    public async Task Assets_are_built_in_the_order_in_which_they_read_each_other()
    {
        using var bench = new Bench();

        await bench.MustRunAsync(Shop, "run");

        Assert.Equal(["ann|12.5000", "bob|5.0000"], bench.Query("select * from totals order by customer"));
    }

    [Fact]
    public async Task An_unchanged_asset_is_not_built_again()
    {
        using var bench = new Bench();
        await bench.MustRunAsync(Shop, "run");

        await bench.MustRunAsync(Shop, "run");

        Assert.Contains("SAME     table main.totals  inputs turned out unchanged", bench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sql_models_read_assets_and_assets_read_sql_models()
    {
        using var bench = new Bench();
        bench.Write("models/big.sql", "{{ config(materialized='table') }} select * from {{ ref('orders') }} where amount > 5");

        await bench.MustRunAsync(
            builder =>
            {
                builder.AddSqlProject("models");
                builder.AddAsset<Order>("orders", Orders);
                builder.AddAsset<Total>("totals", (Table<Order> big, AssetContext asset, CancellationToken cancel) =>
                    asset.WriteSqlAsync($"select customer, sum(amount) as amount from {big} group by customer", cancel));
            },
            "run");

        Assert.Equal(["ann|10.0000"], bench.Query("select * from totals"));
    }

    [Fact]
    public async Task A_failing_check_of_severity_error_holds_back_what_lies_downstream()
    {
        using var bench = new Bench();

        var exit = await bench.RunAsync(
            builder =>
            {
                builder.AddAsset<Order>("orders", Orders).Check("few", async (Table<Order> orders) => await orders.CountAsync() < 2);
                builder.AddAsset<Total>("totals", Totals);
            },
            "run");

        Assert.Equal(1, exit);
        Assert.Equal(["3"], bench.Query("select count(*) from orders"));
        Assert.Equal(["0"], bench.Query("select count(*) from duckdb_tables() where table_name = 'totals'"));
    }

    [Fact]
    public async Task A_failing_check_of_severity_warning_holds_back_nothing()
    {
        using var bench = new Bench();

        await bench.MustRunAsync(
            builder =>
            {
                builder.AddAsset<Order>("orders", Orders).Check("few", Severity.Warning, (Table<Order> orders) => CheckResult.Fail("three are too many", 3));
                builder.AddAsset<Total>("totals", Totals);
            },
            "run");

        Assert.Contains("three are too many", bench.Error, StringComparison.Ordinal);
        Assert.Equal(["2"], bench.Query("select count(*) from totals"));
    }

    [Fact]
    public async Task Services_are_parameters()
    {
        using var bench = new Bench();

        await bench.MustRunAsync(
            builder =>
            {
                builder.Services.AddSingleton(new Tariff(3));
                builder.AddAsset<Order>("orders", (Tariff tariff) => new[] { new Order(1, "ann", tariff.Price) });
            },
            "run");

        Assert.Equal(["3.0000"], bench.Query("select amount from orders"));
    }

    [Fact]
    public async Task An_asset_that_writes_nothing_fails()
    {
        using var bench = new Bench();

        var exit = await bench.RunAsync(builder => builder.AddAsset<Order>("orders", () => Task.CompletedTask), "run");

        Assert.Equal(1, exit);
        Assert.Contains("SLUICE3133", bench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assets_are_listed_like_models()
    {
        using var bench = new Bench();

        await bench.MustRunAsync(Shop, "ls", "--select", "tag:raw", "group:sales");

        Assert.Equal("shop.sales.totals\nshop.orders\n".Split('\n').Order(), bench.Output.Split('\n').Order());
    }

    private sealed record Tariff(decimal Price);

    private static Order[] All => [new(1, "ann", 10m), new(2, "bob", 5m), new(3, "ann", 2.5m)];

    private static void Shop(SluiceApplicationBuilder builder)
    {
        builder.AddAsset<Order>("orders", Orders).Tags("raw");
        builder.AddGroup("sales").AddAsset<Total>("totals", Totals);
    }

    private static async Task Orders(AssetContext asset, CancellationToken cancel) => await asset.WriteAsync(All, cancel);

    private static async IAsyncEnumerable<Total> Totals(Table<Order> orders)
    {
        var sums = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        await foreach (var order in orders)
        {
            sums[order.Customer] = sums.GetValueOrDefault(order.Customer) + order.Amount;
        }

        foreach (var (customer, amount) in sums)
        {
            yield return new Total(customer, amount);
        }
    }
}
