using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sluice.Diagnostics;

namespace Sluice.Hosting.Tests;

/// <summary>What is wrong with an application is said when it is built.</summary>
public sealed class BuildTests
{
    private sealed record Order(int Id, string Customer);

    private sealed record Wrong(string Id, string Custmer);

    private sealed record Unfit(Stream Content);

    private sealed class Settings
    {
        public double Threshold { get; set; }
    }

    [Fact]
    public void A_parameter_that_names_no_asset_offers_the_nearest()
    {
        var problems = Problems(builder =>
        {
            builder.AddAsset<Order>("orders", () => Array.Empty<Order>());
            builder.AddAsset<Order>("copy", (Table<Order> ordres) => ordres);
        });

        var problem = Assert.Single(problems);
        Assert.Equal("SLUICE2300", problem.Code);
        Assert.Equal("did you mean `orders`?", problem.Hint);
        Assert.Equal("copy", problem.Source.Slice(problem.Span));
        Assert.EndsWith("BuildTests.cs", problem.Source.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_that_are_missing_or_of_another_type_are_found()
    {
        var problems = Problems(builder =>
        {
            builder.AddAsset<Order>("orders", () => Array.Empty<Order>());
            builder.AddAsset<Order>("copy", (Table<Wrong> orders) => Array.Empty<Order>());
        });

        Assert.Equal(["SLUICE2302", "SLUICE2303"], problems.Select(problem => problem.Code).Order());
        Assert.Contains(problems, problem => problem.Hint == "did you mean `customer`?");
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var problems = Problems(builder =>
        {
            builder.AddAsset<Order>("a", (Table<Order> b) => b);
            builder.AddAsset<Order>("b", (Table<Order> a) => a);
            builder.AddAsset<Order>("b", () => Array.Empty<Order>());
            builder.AddAsset<Order>("no-name", () => Array.Empty<Order>());
            builder.AddAsset<Unfit>("unfit", () => Array.Empty<Unfit>());
            builder.AddAsset<Order>("service", (Settings settings) => Array.Empty<Order>());
            builder.AddAsset<Order>("sync", () => 5);
            builder.AddAsset<Order>("key", ([Partition] int year) => Array.Empty<Order>());
            builder.AddAsset<Order>("year", ([Partition] double year) => Array.Empty<Order>()).Partitioned(Partitions.PartitionSet.Range("year", 1, 2));
            builder.AddAsset<Order>("twice", () => Array.Empty<Order>()).Pool("p").ConcurrencyKey("k").Check("c", () => 5);
            builder.AddAsset<Order>("month", () => Array.Empty<Order>()).Partitioned("mnth");
            builder.AddAsset<Order, Settings>("class");
            builder.AddAsset("function", (Output<Order> left) => Task.CompletedTask).Produces<Order>("right");
        });

        Assert.Equal(
            [
                "SLUICE2301", "SLUICE2304", "SLUICE2305", "SLUICE2306", "SLUICE2307", "SLUICE2308", "SLUICE2309", "SLUICE2310", "SLUICE2311", "SLUICE2313", "SLUICE2315", "SLUICE2316",
                "SLUICE2317", "SLUICE2317",
            ],
            problems.Select(problem => problem.Code).Order());
    }

    [Fact]
    public void Options_that_are_not_valid_are_found()
    {
        var problems = Problems(builder =>
        {
            builder.Services.AddOptions<Settings>().Validate(settings => settings.Threshold > 0, "Threshold must be above 0");
            builder.AddAsset<Order>("orders", (IOptions<Settings> settings) => Array.Empty<Order>());
        });

        Assert.Contains("Threshold must be above 0", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changed_options_and_versions_build_an_asset_again_and_nothing_else_does()
    {
        using var bench = new Bench();
        await bench.MustRunAsync(builder => Orders(builder, 1, "1"), "run");

        await bench.MustRunAsync(builder => Orders(builder, 1, "1"), "run");
        var same = bench.Error;
        await bench.MustRunAsync(builder => Orders(builder, 2, "1"), "run");
        var options = bench.Error;
        await bench.MustRunAsync(builder => Orders(builder, 2, "2"), "run");

        Assert.Contains("PASS=0", same, StringComparison.Ordinal);
        Assert.Contains("PASS=1", options, StringComparison.Ordinal);
        Assert.Contains("PASS=1", bench.Error, StringComparison.Ordinal);

        static void Orders(SluiceApplicationBuilder builder, int threshold, string version)
        {
            builder.Configuration["Shop:Threshold"] = threshold.ToString(System.Globalization.CultureInfo.InvariantCulture);
            builder.Services.AddOptions<Settings>().BindConfiguration("Shop");
            builder.AddAsset<Order>("orders", (IOptions<Settings> settings) => new[] { new Order((int)settings.Value.Threshold, "x") }).AlwaysRuns(false).Version(version);
        }
    }

    private static System.Collections.Immutable.ImmutableArray<Diagnostic> Problems(Action<SluiceApplicationBuilder> configure)
    {
        using var bench = new Bench();
        var builder = bench.Builder();
        configure(builder);
        return Assert.Throws<DiagnosticException>(builder.Build).Diagnostics;
    }
}
