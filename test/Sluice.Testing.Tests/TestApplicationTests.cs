using System.Globalization;
using Sluice.Hosting;
using StarterPipeline;

namespace Sluice.Testing.Tests;

/// <summary>Assets are tested on rows of the test's own.</summary>
public sealed class TestApplicationTests
{
    private sealed record Moment(DateTimeOffset At);

    [Fact]
    public async Task What_the_template_writes_runs_as_it_is()
    {
        await using var application = TestApplication.Create(Pipeline.Configure, Clone.Path("templates", "sluice"));

        var run = await application.RunAsync();

        Assert.True(run.Succeeded, run.Text);
        Assert.Equal("2", run["totals"].Metadata["customers"]);
        Assert.Equal([new Pipeline.Total("ann", 12.5m), new Pipeline.Total("bob", 5m)], application.Rows<Pipeline.Total>("totals").OrderBy(total => total.Customer));
    }

    [Fact]
    public async Task What_comes_off_with_an_asset_is_given_or_has_no_rows()
    {
        await using (var application = TestApplication.Create(Split))
        {
            application.Given("rejected", [new Moment(DateTimeOffset.UnixEpoch), new Moment(DateTimeOffset.UnixEpoch)]);
            var run = await application.RunAsync();
            Assert.True(run.Succeeded, run.Text);
            Assert.Single(application.Rows<Moment>("moments"));
            Assert.Equal(2, application.Rows<Moment>("rejected").Count);
        }

        await using (var application = TestApplication.Create(Split))
        {
            application.Given("moments", [new Moment(DateTimeOffset.UnixEpoch)]);
            var run = await application.RunAsync();
            Assert.True(run.Succeeded, run.Text);
            Assert.Empty(application.Rows<Moment>("rejected"));
        }

        static void Split(SluiceApplicationBuilder builder) => builder.AddAsset<Moment>("moments", async (AssetContext asset, Output<Moment> rejected, CancellationToken cancel) =>
        {
            await asset.WriteAsync([new Moment(DateTimeOffset.UnixEpoch)], cancel);
            await rejected.WriteAsync([new Moment(DateTimeOffset.UnixEpoch)], cancel);
        }).AlsoProduces<Moment>("rejected");
    }

    [Fact]
    public async Task The_database_stays_from_run_to_run_and_time_stands_still()
    {
        var time = new ManualTime();
        await using var application = TestApplication.Create(
            builder => builder.AddAsset<Moment>("moments", async (TimeProvider clock, AssetContext asset, CancellationToken cancel) =>
                await asset.AppendAsync([new Moment(clock.GetUtcNow())], cancel)),
            time: time);

        await application.RunAsync();
        time.Advance(TimeSpan.FromDays(1));
        var run = await application.RunAsync();

        Assert.True(run.Succeeded, run.Text);
        Assert.Equal(["2026-01-01", "2026-01-02"], application.Rows<Moment>("moments").Select(moment => moment.At.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Order());
    }

    [Fact]
    public void A_timer_fires_when_the_clock_passes_it()
    {
        var time = new ManualTime();
        var fired = new List<DateTimeOffset>();
        using var timer = time.CreateTimer(_ => fired.Add(time.GetUtcNow()), null, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10));

        time.Advance(TimeSpan.FromSeconds(4));
        time.Advance(TimeSpan.FromSeconds(12));

        Assert.Equal([5, 15], fired.Select(at => (at - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalSeconds));
    }

    [Fact]
    public async Task The_clock_tells_of_each_wait_that_begins_and_of_none_that_was_given_up()
    {
        var time = new ManualTime();
        using var cancel = new CancellationTokenSource();
        var givenUp = Task.Delay(TimeSpan.FromSeconds(1), time, cancel.Token);
        await cancel.CancelAsync();
        var later = Task.Delay(TimeSpan.FromSeconds(5), time, CancellationToken.None);
        var sooner = Task.Delay(TimeSpan.FromSeconds(2), time, CancellationToken.None);

        TimeSpan[] waits = [await time.NextTimerAsync(), await time.NextTimerAsync()];
        time.Advance(waits[1]);

        Assert.Equal([TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(2)], waits);
        Assert.Equal((true, false, true), (givenUp.IsCanceled, later.IsCompleted, sooner.IsCompleted));
    }
}
