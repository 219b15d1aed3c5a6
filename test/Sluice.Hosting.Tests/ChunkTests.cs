using Sluice.Hosting.Chunks;

namespace Sluice.Hosting.Tests;

/// <summary>Chunks follow the memory.</summary>
public sealed class ChunkTests
{
    private sealed record Item(int Id);

    [Fact]
    public void A_chunk_halves_where_memory_is_short_and_grows_where_it_is_ample()
    {
        var used = 10L;
        var size = new ChunkSize(new ChunkOptions { Rows = 10_000, LeastRows = 2_000, MeasureMemory = () => used }, budget: 100);

        var seen = new List<(int, bool)>();
        foreach (var now in (long[])[10, 81, 81, 96, 96, 60, 40, 40])
        {
            used = now;
            var spills = size.Look();
            seen.Add((size.Rows, spills));
        }

        Assert.Equal([(10_000, false), (5_000, false), (2_500, false), (2_000, true), (2_000, true), (2_000, false), (4_000, false), (8_000, false)], seen);
        Assert.Equal(3, size.Halvings);
        Assert.Equal(96, size.Peak);
    }

    [Fact]
    public async Task What_spills_ends_in_the_table_like_the_rest()
    {
        using var bench = new Bench();
        ChunkReport? report = null;
        var looks = 0;

        await bench.MustRunAsync(
            builder => builder.AddAsset<Item>("items", async (AssetContext asset, CancellationToken cancel) => report = await asset.ForEachChunkAsync(
                Enumerable.Range(0, 1000).Select(id => new Item(id)).ToAsyncEnumerable(),
                chunk => chunk.Where(item => item.Id % 2 == 0),
                new ChunkOptions { Rows = 100, LeastRows = 10, MemoryBudget = 100, MeasureMemory = () => ++looks % 3 == 0 ? 99 : 60 },
                cancel)),
            "run");

        Assert.Equal(["500|249500"], bench.Query("select count(*), sum(id) from items"));
        Assert.NotNull(report);
        Assert.True(report.Spills > 0 && report.Halvings > 0, report.ToString());
        Assert.Equal((1000, 500), (report.RowsIn, report.RowsOut));
    }

    [Fact]
    public async Task A_source_without_rows_makes_an_empty_table()
    {
        using var bench = new Bench();

        await bench.MustRunAsync(
            builder => builder.AddAsset<Item>("items", (AssetContext asset, CancellationToken cancel) =>
                asset.ForEachChunkAsync(AsyncEnumerable.Empty<Item>(), chunk => chunk, null, cancel)),
            "run");

        Assert.Equal(["0"], bench.Query("select count(*) from items"));
    }
}
