using System.ComponentModel.DataAnnotations.Schema;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sluice.Diagnostics;
using Sluice.Partitions;
using Sluice.Runs;

namespace Sluice.Hosting.Tests.Guide;

/// <summary>The code of docs/guides/csharp-assets.md, which is run here.</summary>
internal static class GuideExamples
{
    // snippet: records
    public sealed record RawOrder(string Id, string Customer, string Amount, string Day);

    public sealed record Order(int Id, string Customer, [property: Column(TypeName = "DECIMAL(12,2)")] decimal Amount, DateOnly Day);

    public sealed record Rejected(string Id, string Reason);

    public sealed record Balance(string Customer, [property: Column(TypeName = "DECIMAL(12,2)")] decimal Amount);
    // end

    public sealed class ShopOptions
    {
        public decimal LargestAmount { get; set; } = 1000;
    }

    // snippet: class
    public sealed class CustomerList(HttpClient http)
    {
        public async Task MaterializeAsync(AssetContext asset, CancellationToken cancel)
        {
            var names = await http.GetStringAsync(new Uri("https://example.org/customers"), cancel);
            await asset.WriteAsync(names.Split('\n').Select(name => new Customer(name)), cancel);
        }
    }

    public sealed record Customer(string Name);
    // end

    internal static void Shop(SluiceApplicationBuilder builder)
    {
        // snippet: first
        var sales = builder.AddGroup("sales");
        sales.AddAsset<RawOrder>("raw_orders", (AssetContext asset, CancellationToken cancel) =>
            asset.WriteCsvAsync("in/orders.csv", "header = true, all_varchar = true", cancel)).ReadsFiles("in/orders.csv");
        // end

        // snippet: options
        builder.Services.AddOptions<ShopOptions>().BindConfiguration("Shop").Validate(shop => shop.LargestAmount > 0, "LargestAmount must be above 0").ValidateOnStart();
        // end

        // snippet: function
        sales.AddAsset("validate_orders", async (
                Table<RawOrder> raw_orders, IOptions<ShopOptions> shop, Output<Order> orders, Output<Rejected> rejected, AssetContext asset, CancellationToken cancel) =>
            {
                var (good, bad) = (new List<Order>(), new List<Rejected>());
                await foreach (var raw in raw_orders.WithCancellation(cancel))
                {
                    if (decimal.TryParse(raw.Amount, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) && amount <= shop.Value.LargestAmount)
                    {
                        good.Add(new Order(int.Parse(raw.Id, CultureInfo.InvariantCulture), raw.Customer, amount, DateOnly.Parse(raw.Day, CultureInfo.InvariantCulture)));
                    }
                    else
                    {
                        bad.Add(new Rejected(raw.Id, $"amount `{raw.Amount}`"));
                    }
                }

                await orders.WriteAsync(good, cancel);
                await rejected.WriteAsync(bad, cancel);
                asset.Metadata("rows_failed", bad.Count);
            })
            .Produces<Order>("orders", orders => orders.CheckUniqueness("id").CheckReconciliation("raw_orders", ["rejected"]))
            .Produces<Rejected>("rejected");
        // end

        // snippet: check
        sales.AddAsset<Balance>("balances", (Table<Order> orders, AssetContext asset, CancellationToken cancel) =>
                asset.WriteSqlAsync($"select customer, sum(amount) as amount from {orders} group by customer", cancel))
            .Describe("What each customer has ordered.")
            .Owner("finance")
            .Check("nothing_below_zero", async (Table<Balance> balances, CancellationToken cancel) =>
                await balances.Where("amount < 0").CountAsync(cancel) is var below and > 0 ? CheckResult.Fail("balances below zero", below) : CheckResult.Pass())
            .CheckCompleteness("customer", atLeast: 0.98, Severity.Warning);
        // end
    }

    internal static void Years(SluiceApplicationBuilder builder)
    {
        // snippet: partitions
        builder.AddPartitions(PartitionSet.Range("year", 2024, 2026));
        builder.AddAsset<Balance>("yearly", async ([Partition] int year, [Previous] Table<Balance> yearly, CancellationToken cancel) =>
        {
            var before = await yearly.Select(balance => balance.Amount).SumAsync(cancel);
            return new[] { new Balance("all", before + year) };
        }).Partitioned("year");
        // end
    }

    internal static void Reliable(SluiceApplicationBuilder builder)
    {
        // snippet: retry
        builder.AddPool("api", 2);
        builder.AddAsset<Customer, CustomerList>("customers")
            .Retry(new RetryPolicy { MaxAttempts = 3, FirstDelay = TimeSpan.FromSeconds(2), MaxDelay = TimeSpan.FromSeconds(30) })
            .Timeout(TimeSpan.FromMinutes(1))
            .Pool("api");
        // end
        builder.Services.AddSingleton(new HttpClient());
    }

    internal static void Large(SluiceApplicationBuilder builder)
    {
        builder.AddAsset<Customer>("names", () => Enumerable.Range(0, 50).Select(number => new Customer($"n{number:D2}")));

        // snippet: chunks
        builder.AddAsset<Customer>("clean_names", (Table<Customer> names, AssetContext asset, CancellationToken cancel) =>
            asset.ForEachChunkAsync(
                names.OrderBy("name"),
                chunk => chunk.Select(customer => new Customer(customer.Name.ToUpperInvariant())),
                new ChunkOptions { Rows = 10_000 },
                cancel));
        // end
    }

    internal static void Incremental(SluiceApplicationBuilder builder)
    {
        // snippet: changes
        builder.AddAsset<Balance>("accounts", () => new[] { new Balance("ann", 10m), new Balance("bob", 5m) }).TrackChanges("customer");
        builder.AddAsset<Balance>("interest", (Changes<Balance> accounts, AssetContext asset, CancellationToken cancel) =>
            asset.ApplyChangesAsync(accounts, accounts.Rows.Select(account => account with { Amount = Math.Round(account.Amount * 0.02m, 2) }), cancel));
        // end
    }
}
