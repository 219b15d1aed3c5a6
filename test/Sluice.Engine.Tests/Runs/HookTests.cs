using Sluice.Assets;
using Sluice.Engine.Tests.Support;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.Tests.Runs;

public sealed class HookTests
{
    private static readonly StepResult Good = new(StepStatus.Succeeded);
    private static readonly StepResult Bad = new(StepStatus.Errored, Message: "no");

    [Fact]
    public async Task Hooks_run_one_after_the_other_around_all_else()
    {
        var project = Hooks(Good).Add("a").Add("b");

        var result = await project.RunAsync();

        Assert.Equal(["start1", "start2"], project.Ran.Take(2));
        Assert.Equal(["end1", "end2"], project.Ran.TakeLast(2));
        Assert.Equal(RunStatus.Succeeded, result.Status);
    }

    [Fact]
    public async Task Nothing_but_the_hooks_at_the_end_runs_where_one_at_the_start_fails()
    {
        var project = Hooks(Bad).Add("a");

        var result = await project.RunAsync();

        Assert.Equal(["start1", "end1", "end2"], project.Ran);
        Assert.Equal("start1 failed", result.MessageOf("a"));
        Assert.Equal("start1 failed", result.MessageOf("start2"));
        Assert.Equal(RunStatus.Failed, result.Status);
    }

    [Fact]
    public async Task A_hook_at_the_end_is_told_every_outcome_until_then()
    {
        IEnumerable<string> told = [];
        var project = new FakeProject().Add("a").Add("b", "a").Add("end", with: asset => Hook(asset, HookMoment.RunEnd, Good) with
        {
            Body = (context, _) =>
            {
                told = context.Outcomes.Select(outcome => $"{outcome.Step} {outcome.Result.Status}");
                return Task.FromResult(Good);
            },
        });

        await project.RunAsync();

        Assert.Equal(["a Succeeded", "b Succeeded"], told);
    }

    [Fact]
    public async Task A_hook_in_the_graph_follows_what_it_reads_and_is_skipped_with_it()
    {
        var project = new FakeProject()
            .Add("a", with: asset => asset with { Body = (_, _) => Task.FromResult(Bad) }).Add("b")
            .Add("report_a", "a", asset => Hook(asset, HookMoment.InGraph, Good)).Add("report_b", "b", asset => Hook(asset, HookMoment.InGraph, Good));

        var result = await project.RunAsync();

        Assert.Equal("a failed", result.MessageOf("report_a"));
        Assert.Equal(StepStatus.Succeeded, result.StatusOf("report_b"));
    }

    [Fact]
    public async Task Hooks_can_be_left_out()
    {
        var project = Hooks(Good).Add("a");

        await project.RunAsync(new PlanRequest { IncludeHooks = false });

        Assert.Equal(["a"], project.Ran);
    }

    private static FakeProject Hooks(StepResult first) => new FakeProject()
        .Add("start1", with: asset => Hook(asset, HookMoment.RunStart, first)).Add("start2", with: asset => Hook(asset, HookMoment.RunStart, Good))
        .Add("end1", with: asset => Hook(asset, HookMoment.RunEnd, Good)).Add("end2", with: asset => Hook(asset, HookMoment.RunEnd, Good));

    private static AssetDefinition Hook(AssetDefinition asset, HookMoment moment, StepResult result) => asset with
    {
        Kind = AssetKind.Hook,
        Moment = moment,
        Body = (_, _) => Task.FromResult(result),
    };
}
