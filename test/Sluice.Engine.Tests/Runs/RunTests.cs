using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Engine.Tests.Support;
using Sluice.Plans;
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

        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.Empty(project.Ran);
        Assert.All(result.Outcomes, outcome => Assert.Equal(StepStatus.Unchanged, outcome.Result.Status));
    }

    [Fact]
    public async Task Changed_code_is_followed_downstream()
    {
        var project = new FakeProject().Add("a").Add("b", "a").Add("c", "b");
        await project.RunAsync();
        project.Forget();

        await project.Change("b", "2").RunAsync();

        Assert.Equal(["b", "c"], project.Ran);
    }

    [Fact]
    public async Task A_rebuild_that_yields_the_same_content_ends_there()
    {
        var project = new FakeProject();
        project.Add("a", with: asset => asset with { Body = (context, _) => Task.FromResult(project.Commits.Commit(context, "always the same")) })
            .Add("b", "a").Add("c", "b");
        await project.RunAsync();
        project.Forget();

        var result = await project.Change("a", "2").RunAsync();

        Assert.Equal(["a"], project.Ran);
        Assert.Equal("inputs turned out unchanged", result.MessageOf("b"));
        Assert.Equal(StepStatus.Unchanged, result.StatusOf("c"));
    }

    [Fact]
    public async Task A_step_is_told_its_versions_and_its_last_commit()
    {
        var contexts = new List<StepContext>();
        var project = new FakeProject().Add("a");
        project.Add("b", "a", asset => asset with
        {
            Body = (context, _) =>
            {
                contexts.Add(context);
                return Task.FromResult(project.Commits.Commit(context, "b"));
            },
        });
        await project.RunAsync();

        await project.Change("b", "2").RunAsync(new PlanRequest { FullRefresh = true });

        Assert.Equal(("1", null, false), (contexts[0].CodeVersion, contexts[0].Previous, contexts[0].FullRefresh));
        Assert.Equal(("2", "1", true), (contexts[1].CodeVersion, contexts[1].Previous?.CodeVersion, contexts[1].FullRefresh));
        Assert.Equal(project.Commits["b"]!.InputVersion, contexts[1].InputVersion);
        Assert.NotEqual(InputVersion.None, contexts[1].InputVersion);
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

    [Fact]
    public async Task A_failure_is_followed_through_assets_that_are_not_selected()
    {
        var project = new FakeProject().Add("a").Add("b", "a").Add("c", "b");
        await project.RunAsync();
        project.Add("a", with: asset => asset with { Body = (_, _) => Task.FromResult(new StepResult(StepStatus.Errored, Message: "no")) });

        var result = await project.RunAsync(new PlanRequest { Selected = [new AssetKey("a"), new AssetKey("c")], Force = true });

        Assert.Equal("a failed", result.MessageOf("c"));
    }

    [Fact]
    public async Task A_year_that_fails_keeps_the_next_years_from_running()
    {
        var project = new FakeProject();
        project.Add("state", "-state", years: true, with: asset => asset with
        {
            Body = (context, _) => Task.FromResult(context.Step.Partition.Text == "2026"
                ? new StepResult(StepStatus.Errored, Message: "no")
                : project.Commits.Commit(context, context.Step.ToString())),
        });

        var result = await project.RunAsync();

        Assert.Equal(["state[2025]", "state[2026]"], project.Ran);
        Assert.Equal("state[2026] failed", result.MessageOf("state[2027]"));
    }

    [Fact]
    public async Task A_year_out_of_order_is_refused()
    {
        var project = new FakeProject().Add("state", "-state", years: true);

        var result = await project.RunAsync(new PlanRequest { Partitions = [new PartitionKey("2027")] });

        Assert.Empty(project.Ran);
        Assert.Equal(RunStatus.Failed, result.Status);
        Assert.Equal((StepStatus.Skipped, "input state[2026] was never built"), (result.StatusOf("state[2027]"), result.MessageOf("state[2027]")));
    }

    [Fact]
    public async Task Success_without_a_commit_is_an_error_that_says_so()
    {
        var project = new FakeProject()
            .Add("a", with: asset => asset with { Body = (_, _) => Task.FromResult(new StepResult(StepStatus.Succeeded, 10)) }).Add("b", "a");

        var result = await project.RunAsync();

        Assert.Equal((StepStatus.Errored, "SLUICE3010: a reported success without committing anything"), (result.StatusOf("a"), result.MessageOf("a")));
        Assert.Equal(StepStatus.Skipped, result.StatusOf("b"));
    }

    [Fact]
    public async Task A_commit_of_something_else_is_an_error_that_says_so()
    {
        var project = new FakeProject();
        project.Add("a", with: asset => asset with
        {
            Body = (context, _) => Task.FromResult(project.Commits.Commit(context with { Step = Keys.Step("other") }, "x")),
        });

        var result = await project.RunAsync();

        Assert.Equal($"SLUICE3011: a returned the commit marker of other in run {result.Run}", result.MessageOf("a"));
    }

    [Fact]
    public async Task An_asset_without_a_body_is_an_error_that_says_so()
    {
        var result = await new FakeProject().Add("a", with: asset => asset with { Body = null }).RunAsync();

        Assert.Equal("SLUICE3014: a has nothing that builds it", result.MessageOf("a"));
    }

    [Fact]
    public async Task Diagnostics_of_a_body_are_kept()
    {
        var diagnostic = new Diagnostic("SLUICE1001", Severity.Error, "no such filter", new SourceText("a.sql", "select"), new SourceSpan(0, 6));
        var project = new FakeProject().Add("a", with: asset => asset with { Body = (_, _) => throw new DiagnosticException(diagnostic) });

        var result = await project.RunAsync();

        Assert.Equal("no such filter", result.MessageOf("a"));
        Assert.Equal([diagnostic], result.OutcomeOf("a").Result.Diagnostics);
        var ended = Assert.Single((await project.Log.ReadAsync(result.Run)).OfType<StepEnded>());
        Assert.Equal(diagnostic.ToString(), ended.Details);
    }

    [Theory]
    [InlineData(StepStatus.Failed, true, StepStatus.Skipped, RunStatus.Failed)]
    [InlineData(StepStatus.Errored, true, StepStatus.Skipped, RunStatus.Failed)]
    [InlineData(StepStatus.Failed, false, StepStatus.Succeeded, RunStatus.Failed)]
    [InlineData(StepStatus.Warned, true, StepStatus.Succeeded, RunStatus.Succeeded)]
    [InlineData(StepStatus.Succeeded, true, StepStatus.Succeeded, RunStatus.Succeeded)]
    public async Task Only_a_blocking_check_that_fails_holds_back_what_is_downstream(
        StepStatus check, bool blocking, StepStatus downstream, RunStatus run)
    {
        var project = new FakeProject().Add("a").Check("a_is_good", "a", check, blocking).Add("b", "a");

        var result = await project.RunAsync();

        Assert.Equal((downstream, run), (result.StatusOf("b"), result.Status));
        Assert.Equal(downstream == StepStatus.Skipped ? "a_is_good failed" : null, result.MessageOf("b"));
    }

    [Fact]
    public async Task A_plan_for_other_code_is_refused()
    {
        var project = new FakeProject().Add("a").Add("b", "a");
        var plan = await project.PlanAsync();
        project.Change("b", "2");

        var error = await Assert.ThrowsAsync<EngineException>(() => project.Engine.RunAsync(project.Graph(), plan));

        Assert.Equal(
            "error SLUICE3023: the plan no longer fits: the code of b changed\n  hint: make a new plan", error.ToDisplay());
        Assert.Empty(project.Ran);
    }

    [Fact]
    public async Task A_plan_over_other_data_is_refused()
    {
        var project = new FakeProject().Add("a").Add("b", "a");
        await project.RunAsync();
        var plan = await project.PlanAsync();
        project.Commits.Drop("a");

        var error = await Assert.ThrowsAsync<EngineException>(() => project.Engine.RunAsync(project.Graph(), plan));

        Assert.Equal("the plan no longer fits: the data of a changed", error.Message);
    }

    [Fact]
    public async Task The_outcomes_come_in_the_order_in_which_they_were_settled()
    {
        var project = new FakeProject().Add("b", "a").Add("a");

        var result = await project.RunAsync();

        Assert.Equal(["a", "b"], result.Outcomes.Select(outcome => outcome.Step.ToString()));
        Assert.All(result.Outcomes, outcome => Assert.Equal(1, outcome.Attempts));
    }
}
