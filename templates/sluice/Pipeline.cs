using Sluice.Hosting;

namespace StarterPipeline;

/// <summary>The assets of the application.</summary>
public static class Pipeline
{
    /// <summary>An order as the file has it.</summary>
    public sealed record Order(int Id, string Customer, decimal Amount);

    /// <summary>What a customer has ordered.</summary>
    public sealed record Total(string Customer, decimal Amount);

    /// <summary>Adds the assets.</summary>
    public static void Configure(SluiceApplicationBuilder builder)
    {
        var sales = builder.AddGroup("sales");

        sales.AddAsset<Order>("orders", (AssetContext asset, CancellationToken cancel) => asset.WriteCsvAsync("data/orders.csv", cancellationToken: cancel))
            .ReadsFiles("data/orders.csv")
            .CheckUniqueness("id")
            .CheckCompleteness("customer");

        sales.AddAsset<Total>("totals", async (Table<Order> orders, AssetContext asset, CancellationToken cancel) =>
            {
                var totals = await orders.GroupBy(order => order.Customer).Select(group => new Total(group.Key, group.Sum(order => order.Amount))).ToListAsync(cancel);
                asset.Metadata("customers", totals.Count);
                await asset.WriteAsync(totals, cancel);
            })
            .Describe("What each customer has ordered.");
    }
}
