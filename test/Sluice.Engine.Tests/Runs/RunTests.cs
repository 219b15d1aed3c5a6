using Sluice.Engine.Tests.Support;
using Sluice.Runs;

namespace Sluice.Engine.Tests.Runs;

public sealed class RunTests
{
    [Fact]
    public async Task Every_step_runs_after_what_it_reads()
    {
        var project = new FakeProject()
            .Add("report", "*events")
            .Add("events", "state", years: true)
            .Add("state", "census -events", years: true)
            .Add("census");

        var result = await project.RunAsync();

        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.Equal(
            ["census", "state[2025]", "events[2025]", "state[2026]", "events[2026]", "state[2027]", "events[2027]", "report"], project.Ran);
    }

    [Fact]
    public async Task A_second_run_finds_everything_unchanged()
    {
        var project = new FakeProject().Add("a").Add("b", "a", years: true);
        await project.RunAsync();
        project.Forget();

        var result = await project.RunAsync();

        Assert.Empty(project.Ran);
        Assert.All(result.Outcomes, outcome => Assert.Equal(StepStatus.Unchanged, outcome.Result.Status));
    }

    [Fact]
    public async Task What_reads_a_failed_step_is_skipped_and_says_why()
    {
        var project = new FakeProject()
            .Add("a", with: asset => asset with { Body = (_, _) => throw new InvalidOperationException("no") })
            .Add("b", "a").Add("c", "b").Add("d");

        var result = await project.RunAsync();

        Assert.Equal(RunStatus.Failed, result.Status);
        Assert.Equal("InvalidOperationException: no", result.MessageOf("a"));
        Assert.Equal("a failed", result.MessageOf("c"));
        Assert.Equal(StepStatus.Skipped, result.StatusOf("c"));
        Assert.Equal(StepStatus.Succeeded, result.StatusOf("d"));
    }
}
