using System.Text.Json;
using Sluice.Diagnostics;

namespace Sluice.Hosting.Tests;

/// <summary>The checks that the library brings along, and metadata.</summary>
public sealed class CheckTests
{
    private sealed record Award(string Key, string? Uei, int Year, DateTime Loaded);

    private static readonly Award[] Awards =
    [
        new("a", "U1", 2020, new DateTime(2026, 1, 1)), new("b", null, 2021, new DateTime(2026, 1, 2)), new("c", "U3", 1901, new DateTime(2026, 1, 2)), new("c", "u4", 2022, new DateTime(2026, 1, 2)),
    ];

    public static TheoryData<string, bool> Cases => new()
    {
        { "completeness .75", true },
        { "completeness 1", false },
        { "uniqueness key", false },
        { "uniqueness key, uei", true },
        { "range", false },
        { "range .75", true },
        { "values", false },
        { "pattern", false },
        { "pattern .75", true },
        { "fresh", true },
        { "stale", false },
        { "rows", true },
        { "too few", false },
        { "reconciled", true },
        { "not reconciled", false },
        { "reference", false },
        { "own reference", true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_check_holds_or_it_does_not(string check, bool holds)
    {
        using var bench = new Bench();

        var exit = await bench.RunAsync(
            builder =>
            {
                builder.AddAsset<Award>("others", () => Awards[..1]);
                Add(builder.AddAsset<Award>("awards", () => Awards), check);
            },
            "run");

        Assert.True((exit == 0) == holds, bench.Error);
    }

    [Fact]
    public async Task A_row_count_is_held_against_that_of_the_commit_before()
    {
        using var bench = new Bench();
        await bench.MustRunAsync(builder => builder.AddAsset<Award>("awards", () => Awards).CheckRowCountChange(.1), "run");

        var exit = await bench.RunAsync(builder => builder.AddAsset<Award>("awards", () => Awards[..2]).CheckRowCountChange(.1), "run");

        Assert.Equal(1, exit);
        Assert.Contains("2 rows after 4: a change of 50", bench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_is_kept_with_the_run()
    {
        using var bench = new Bench();
        await bench.MustRunAsync(
            builder => builder.AddAsset<Award>("awards", async (AssetContext asset, CancellationToken cancel) =>
            {
                asset.Metadata("rows_failed", 3);
                asset.Metadata("note", MetadataValue.Markdown("# all is well"));
                asset.Metadata("issues", MetadataValue.Table(Awards.Take(1)));
                await asset.WriteAsync(Awards, cancel);
            }).CheckCompleteness("uei", .5),
            "run", "--output", "json");
        using var result = JsonDocument.Parse(bench.Output);
        var run = result.RootElement.GetProperty("run").GetString()!;

        await bench.MustRunAsync(builder => builder.AddAsset<Award>("awards", () => Awards), "runs", run, "--output", "json");

        using var kept = JsonDocument.Parse(bench.Output);
        var steps = kept.RootElement.GetProperty("steps");
        var metadata = steps[0].GetProperty("metadata");
        Assert.Equal(3, metadata.GetProperty("rows_failed").GetProperty("value").GetInt32());
        Assert.Equal("markdown", metadata.GetProperty("note").GetProperty("kind").GetString());
        Assert.Equal("a", metadata.GetProperty("issues").GetProperty("value")[0].GetProperty("key").GetString());
        Assert.Equal(0.75, steps[1].GetProperty("metadata").GetProperty("share").GetProperty("value").GetDouble());
    }

    private static AssetBuilder Add(AssetBuilder asset, string check) => check switch
    {
        "completeness .75" => asset.CheckCompleteness("uei", .75),
        "completeness 1" => asset.CheckCompleteness("uei"),
        "uniqueness key" => asset.CheckUniqueness("key"),
        "uniqueness key, uei" => asset.CheckUniqueness("key, uei"),
        "range" => asset.CheckRange("year", 1983, 2030),
        "range .75" => asset.CheckRange("year", 1983, atLeast: .75),
        "values" => asset.CheckValues("key", ["a", "b"], severity: Severity.Error),
        "pattern" => asset.CheckPattern("uei", "U[0-9]"),
        "pattern .75" => asset.CheckPattern("uei", "U[0-9]", .75),
        "fresh" => asset.CheckFreshness("loaded", TimeSpan.FromDays(100_000)),
        "stale" => asset.CheckFreshness("loaded", TimeSpan.FromTicks(1)),
        "rows" => asset.CheckRowCount(4, 4),
        "too few" => asset.CheckRowCount(5),
        "reconciled" => asset.CheckReconciliation("awards", []),
        "not reconciled" => asset.CheckReconciliation("awards", ["others"]),
        "reference" => asset.CheckReference("key", "others"),
        _ => asset.CheckReference("key", "awards"),
    };
}
