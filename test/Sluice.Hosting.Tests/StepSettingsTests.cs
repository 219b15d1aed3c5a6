using Polly;
using Polly.Retry;
using Sluice.Runs;

namespace Sluice.Hosting.Tests;

/// <summary>How the steps of an asset are run: how long, how often, how many at once.</summary>
public sealed class StepSettingsTests
{
    private sealed record Row(int Id);

    [Fact]
    public async Task An_attempt_that_takes_longer_than_its_limit_is_ended()
    {
        using var bench = new Bench();
        var wasCancelled = false;

        var exit = await bench.RunAsync(
            builder => builder.AddAsset<Row>("slow", async (AssetContext asset, CancellationToken cancel) =>
            {
                await asset.WriteAsync([new Row(1)], cancel);
                await Task.Delay(Timeout.Infinite, cancel).ContinueWith(task => wasCancelled = task.IsCanceled, TaskScheduler.Default);
                cancel.ThrowIfCancellationRequested();
            }).Timeout(TimeSpan.FromMilliseconds(50)),
            "run");

        Assert.Equal((1, true), (exit, wasCancelled));
        Assert.Contains("TIMEOUT", bench.Error, StringComparison.Ordinal);
        Assert.Empty(bench.Query("select 1 from duckdb_tables() where table_name = 'slow'"));
    }

    [Theory]
    [InlineData(true, 3, 0)]
    [InlineData(false, 1, 1)]
    public async Task A_failure_that_may_pass_is_tried_again_as_often_as_the_policy_says(bool mayPass, int attempts, int expectedExit)
    {
        using var bench = new Bench();
        var seen = new List<int>();

        var exit = await bench.RunAsync(
            builder => builder.AddAsset<Row>("rows", (AssetContext asset) =>
            {
                seen.Add(asset.Attempt);
                return asset.Attempt < 3 ? throw new InvalidDataException("half a file") : new[] { new Row(asset.Attempt) };
            }).Retry(new RetryPolicy { MaxAttempts = 3, FirstDelay = TimeSpan.FromMilliseconds(1) }, when: error => mayPass && error is InvalidDataException),
            "run");

        Assert.Equal(expectedExit, exit);
        Assert.Equal(Enumerable.Range(1, attempts), seen);
    }

    [Fact]
    public async Task What_a_pipeline_of_polly_repeats_begins_with_no_rows()
    {
        using var bench = new Bench();
        var calls = 0;
        var pipeline = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 2, Delay = TimeSpan.Zero }).Build();

        await bench.MustRunAsync(
            builder => builder.AddAsset<Row>("rows", async (AssetContext asset, CancellationToken cancel) =>
            {
                calls++;
                await asset.WriteAsync([new Row(calls)], cancel);
                if (calls < 3)
                {
                    throw new InvalidDataException("half a file");
                }
            }).Resilience(pipeline),
            "run");

        Assert.Equal(3, calls);
        Assert.Equal(["3"], bench.Query("select id from rows"));
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task Steps_of_a_pool_take_its_slots_and_those_of_a_key_come_one_by_one(bool hasPool, int most)
    {
        using var bench = new Bench();
        var (now, peak) = (0, 0);

        await bench.MustRunAsync(
            builder =>
            {
                builder.Configuration["Sluice:Threads"] = "4";
                builder.AddPool("api", 2);
                foreach (var name in new[] { "one", "two", "three", "four" })
                {
                    var asset = builder.AddAsset<Row>(name, WorkAsync);
                    _ = hasPool ? asset.Pool("api") : asset.ConcurrencyKey("register");
                }
            },
            "run");

        Assert.Equal(most, peak);

        // Each waits for a companion, which only comes where another slot is free.
        async Task<Row[]> WorkAsync(CancellationToken cancel)
        {
            var mine = Interlocked.Increment(ref now);
            InterlockedMax(ref peak, mine);
            for (var wait = 0; wait < (hasPool ? 200 : 5) && Volatile.Read(ref peak) < 2; wait++)
            {
                await Task.Delay(10, cancel);
            }

            Interlocked.Decrement(ref now);
            return [new Row(mine)];
        }
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); seen < value && Interlocked.CompareExchange(ref target, value, seen) != seen; seen = Volatile.Read(ref target))
        {
        }
    }
}
