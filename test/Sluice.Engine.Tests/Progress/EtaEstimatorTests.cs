using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Engine.Progress;
using Sluice.Engine.Runs;
using Sluice.Engine.Tests.Support;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.Tests.Progress;

public sealed class EtaEstimatorTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Nothing_is_expected_where_nothing_is_known()
    {
        var eta = Start([], 1, "a", "b");

        Assert.Equal(new RunEstimate(0, 2, 0, null), eta.Estimate());
    }

    [Fact]
    public void A_step_is_expected_to_take_as_long_as_last_time()
    {
        var eta = Start([("a", 10), ("b", 30)], 1, "a", "b");
        eta.StepStarted(Keys.Step("a"), 1);
        _time.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(TimeSpan.FromSeconds(36), eta.Estimate().Remaining);
    }

    [Fact]
    public void A_step_that_takes_longer_than_last_time_is_about_to_end()
    {
        var eta = Start([("a", 10)], 1, "a");
        eta.StepStarted(Keys.Step("a"), 1);
        _time.Advance(TimeSpan.FromSeconds(25));

        Assert.Equal(TimeSpan.Zero, eta.Estimate().Remaining);
    }

    [Fact]
    public void A_partition_that_never_ran_is_expected_to_take_as_long_as_the_others_of_its_asset()
    {
        var eta = Start([("a[2025]", 10), ("a[2026]", 20), ("b", 100)], 1, "a[2027]");

        Assert.Equal(TimeSpan.FromSeconds(15), eta.Estimate().Remaining);
    }

    [Fact]
    public void An_asset_that_never_ran_is_expected_to_take_as_long_as_the_average_step()
    {
        var eta = Start([("a", 10), ("b", 20)], 1, "new");

        Assert.Equal(TimeSpan.FromSeconds(15), eta.Estimate().Remaining);
    }

    [Fact]
    public void Steps_side_by_side_share_the_time_but_the_longest_one_is_waited_for()
    {
        Assert.Equal(TimeSpan.FromSeconds(20), Start([("a", 20), ("b", 20), ("c", 20), ("d", 20)], 4, "a", "b", "c", "d").Estimate().Remaining);
        Assert.Equal(TimeSpan.FromSeconds(60), Start([("a", 60), ("b", 1)], 4, "a", "b").Estimate().Remaining);
    }

    [Fact]
    public void What_is_skipped_takes_no_time()
    {
        var eta = Start([("a", 10)], 1, "a", "-b");

        Assert.Equal(TimeSpan.FromSeconds(10), eta.Estimate().Remaining);
    }

    [Fact]
    public void The_fraction_follows_the_work_and_ends_at_one()
    {
        var eta = Start([("a", 30), ("b", 10)], 1, "a", "b");

        Finish(eta, "a", 30);
        var middle = eta.Estimate();
        Finish(eta, "b", 10);

        Assert.Equal((1, 0.75, TimeSpan.FromSeconds(10)), (middle.Done, middle.Fraction, middle.Remaining));
        Assert.Equal(new RunEstimate(2, 2, 1, TimeSpan.Zero), eta.Estimate());
    }

    [Fact]
    public async Task A_run_tells_it_beside_another_observer()
    {
        var (eta, other) = (new EtaEstimator(ImmutableDictionary<StepKey, TimeSpan>.Empty, 1, TimeProvider.System), new RecordingObserver());

        await new FakeProject().Add("a").Add("b").RunAsync(options: new RunOptions { Observer = new ObserverList(eta, other) });

        Assert.Equal((2, 2, TimeSpan.Zero), (eta.Estimate().Done, eta.Estimate().Total, eta.Estimate().Remaining));
        Assert.Equal("run Succeeded", other.Told[^1]);
    }

    private static void Finish(EtaEstimator eta, string step, int seconds) =>
        eta.StepFinished(new StepOutcome(Keys.Step(step), new StepResult(StepStatus.Succeeded), 1, TimeSpan.FromSeconds(seconds)));

    private EtaEstimator Start((string Step, int Seconds)[] history, int threads, params string[] steps)
    {
        var eta = new EtaEstimator(history.ToDictionary(known => Keys.Step(known.Step), known => TimeSpan.FromSeconds(known.Seconds)), threads, _time);
        var planned = steps.Select(step => new PlannedStep
        {
            Step = Keys.Step(step.TrimStart('-')),
            Name = step,
            Action = step[0] == '-' ? PlanAction.Skip : PlanAction.Run,
        });
        eta.RunStarted(default, new RunPlan { Request = new PlanRequest(), Steps = [.. planned] });
        return eta;
    }
}
