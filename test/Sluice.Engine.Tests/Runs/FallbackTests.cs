using Sluice.Assets;
using Sluice.Engine.Tests.Support;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.Tests.Runs;

public sealed class FallbackTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("primary", "conditional")]
    [InlineData("primary conditional", "baseline")]
    public async Task The_best_layer_that_works_builds_the_asset(string broken, string? layer)
    {
        var project = Layers(broken);

        var result = await project.RunAsync();

        Assert.Equal(layer is null ? StepStatus.Succeeded : StepStatus.Warned, result.StatusOf("pay"));
        Assert.Equal(layer, project.Commits["pay"]!.Degraded);
        Assert.Equal(layer, project.Events.OfType<StepEnded>().Single(ended => ended.Step.ToString() == "pay").Degraded);
        Assert.Equal(StepStatus.Succeeded, result.StatusOf("reader"));
    }

    [Fact]
    public async Task What_a_fallback_built_says_so_and_why()
    {
        var result = await Layers("primary").RunAsync();

        Assert.Equal("degraded: built by its fallback conditional, because InvalidOperationException: primary is broken", result.MessageOf("pay"));
    }

    [Fact]
    public async Task Where_no_layer_works_the_failure_of_the_first_counts()
    {
        var result = await Layers("primary conditional baseline").RunAsync();

        Assert.Equal("InvalidOperationException: primary is broken", result.MessageOf("pay"));
        Assert.Equal(StepStatus.Skipped, result.StatusOf("reader"));
    }

    [Fact]
    public async Task An_asset_whose_input_failed_is_built_by_its_fallback()
    {
        var project = Layers("").Add("input", with: asset => asset with { Body = (_, _) => throw new InvalidOperationException("no input") });

        var result = await project.RunAsync();

        Assert.Equal("degraded: built by its fallback conditional, because input failed", result.MessageOf("pay"));
        Assert.Equal("conditional", project.Commits["pay"]!.Degraded);
    }

    [Fact]
    public async Task What_is_degraded_is_built_again_by_the_next_run()
    {
        var project = Layers("primary");
        await project.RunAsync();

        var step = (await project.PlanAsync()).Steps.Single(step => step.Name == "pay");

        Assert.Equal((PlanAction.Run, PlanReasonKind.Degraded), (step.Action, step.Reason.Kind));
        Assert.Equal("degraded: its fallback conditional built it", step.Reason.Text);
    }

    private static FakeProject Layers(string broken)
    {
        var project = new FakeProject();
        return project
            .Add("input")
            .Add("pay", "input", asset => asset with
            {
                Body = Layer("primary"),
                Fallbacks = [new AssetFallback("conditional", Layer("conditional")), new AssetFallback("baseline", Layer("baseline"))],
            })
            .Add("reader", "pay");

        Func<StepContext, CancellationToken, Task<StepResult>> Layer(string name) => (context, _) => broken.Split(' ').Contains(name)
            ? throw new InvalidOperationException($"{name} is broken")
            : Task.FromResult(project.Commits.Commit(context, name));
    }
}
