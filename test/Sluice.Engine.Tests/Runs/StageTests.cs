using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Engine.Runs;
using Sluice.Engine.Tests.Support;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.Tests.Runs;

public sealed class StageTests
{
    private static readonly Stage Late = new("late");

    [Fact]
    public async Task A_gate_that_fails_holds_back_the_stages_behind_it_in_its_partition_alone()
    {
        var project = TwoStages(new Stage("early"))
            .Gate("early", context => context.Step.Partition.Text == "2026" ? StepStatus.Failed : StepStatus.Succeeded, reads: "a");

        var result = await project.RunAsync();

        Assert.Equal(StepStatus.Succeeded, result.StatusOf("z[2025]"));
        Assert.Equal(StepStatus.Skipped, result.StatusOf("z[2026]"));
        Assert.Equal("gate early[2026] failed", result.MessageOf("z[2026]"));
        Assert.Equal(StepStatus.Succeeded, result.StatusOf("z[2027]"));
        Assert.Equal(RunStatus.Failed, result.Status);
    }

    [Fact]
    public async Task A_gate_that_warns_holds_back_nothing()
    {
        var project = TwoStages(new Stage("early")).Gate("early", _ => StepStatus.Warned, reads: "a");

        var result = await project.RunAsync();

        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.Equal(StepStatus.Succeeded, result.StatusOf("z[2025]"));
    }

    [Fact]
    public async Task A_stage_whose_prerequisites_do_not_hold_does_not_begin()
    {
        var project = TwoStages(new Stage("early"))
            .Prerequisite("late", context => context.Step.Partition.Text == "2025" ? StepStatus.Failed : StepStatus.Succeeded);

        var result = await project.RunAsync();

        Assert.Equal("prerequisites of late[2025] failed", result.MessageOf("z[2025]"));
        Assert.Equal(StepStatus.Succeeded, result.StatusOf("a[2025]"));
        Assert.Equal(StepStatus.Succeeded, result.StatusOf("z[2026]"));
    }

    [Fact]
    public async Task A_stage_after_the_previous_partition_waits_until_all_stages_have_ended_there()
    {
        var project = TwoStages(new Stage("early") { AfterPrevious = true });

        await project.RunAsync(options: new RunOptions { Threads = 8 });

        Assert.Equal(["a[2025]", "z[2025]", "a[2026]", "z[2026]", "a[2027]", "z[2027]"], project.Ran);
    }

    [Fact]
    public async Task A_failed_gate_keeps_the_later_partitions_of_a_stage_after_the_previous_one_from_beginning()
    {
        var project = TwoStages(new Stage("early") { AfterPrevious = true }).Gate("late", _ => StepStatus.Failed, reads: "z");

        var result = await project.RunAsync();

        Assert.Equal("gate late[2025] failed", result.MessageOf("a[2027]"));
    }

    [Fact]
    public async Task A_stage_may_depend_on_others_than_the_one_before_it()
    {
        var project = new FakeProject
        {
            Workflow = new Workflow("year", [new Stage("one"), new Stage("two") { DependsOn = [] }, new Stage("three") { DependsOn = ["two"] }]),
        };
        project.Add("a", years: true, with: asset => asset with { Stage = "one", Body = (_, _) => throw new InvalidOperationException("no") })
            .Gate("one", _ => StepStatus.Failed, reads: "a")
            .Add("b", years: true, with: asset => asset with { Stage = "two" })
            .Add("c", years: true, with: asset => asset with { Stage = "three" });

        var result = await project.RunAsync();

        Assert.Equal(StepStatus.Errored, result.StatusOf("a[2025]"));
        Assert.Equal(StepStatus.Succeeded, result.StatusOf("c[2025]"));
    }

    [Fact]
    public async Task A_failure_in_a_stage_that_stops_keeps_the_stages_behind_it_from_beginning()
    {
        var project = TwoStages(new Stage("early") { OnFailure = new StageRecovery { Then = StageEnding.Stop } }, failing: "2026");

        var result = await project.RunAsync();

        Assert.Equal("a[2026] failed", result.MessageOf("z[2026]"));
        Assert.Equal(StepStatus.Succeeded, result.StatusOf("z[2025]"));
        Assert.Equal(StepStatus.Succeeded, result.StatusOf("z[2027]"));
    }

    [Fact]
    public async Task What_failed_in_a_stage_runs_again_with_what_was_skipped_for_it()
    {
        var tries = 0;
        var project = new FakeProject { Workflow = new Workflow("year", [new Stage("early") { OnFailure = new StageRecovery { Retries = 2, Then = StageEnding.Stop } }, Late]) };
        project.Add("fine", years: true, with: asset => asset with { Stage = "early" })
            .Add("a", years: true, with: asset => asset with
            {
                Stage = "early",
                Body = (context, _) => context.Step.Partition.Text == "2026" && tries++ < 2
                    ? throw new InvalidOperationException("not yet")
                    : Task.FromResult(project.Commits.Commit(context, "a")),
            })
            .Add("b", "a", years: true, with: asset => asset with { Stage = "early" })
            .Gate("early", _ => StepStatus.Succeeded, reads: "a b fine")
            .Add("z", "a", years: true, with: asset => asset with { Stage = "late" });

        var result = await project.RunAsync(new PlanRequest { Partitions = [new PartitionKey("2026")] }, new RunOptions { Threads = 1 });

        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.Equal(["fine[2026]", "a[2026]", "a[2026]", "a[2026]", "b[2026]", "gate.early[2026]", "z[2026]"], project.Ran);
        Assert.Equal(5, result.Outcomes.Length);
        Assert.Equal(
            [(1, "a[2026], b[2026], gate.early[2026]"), (2, "a[2026], b[2026], gate.early[2026]")],
            project.Events.OfType<StageRetried>().Select(retried => (retried.Retry, string.Join(", ", retried.Steps))));
    }

    [Fact]
    public async Task A_stage_that_still_fails_after_its_retries_stops_what_is_behind_it()
    {
        var project = TwoStages(new Stage("early") { OnFailure = new StageRecovery { Retries = 2, Then = StageEnding.Stop } }, failing: "2026");

        var result = await project.RunAsync();

        Assert.Equal(3, project.Ran.Count(step => step == "a[2026]"));
        Assert.Equal("a[2026] failed", result.MessageOf("z[2026]"));
        Assert.Equal(StepStatus.Succeeded, result.StatusOf("z[2027]"));
    }

    [Fact]
    public async Task Named_assets_are_built_again_before_a_gate_is_asked_again()
    {
        var asked = 0;
        var stage = new Stage("early") { OnFailure = new StageRecovery { Retries = 1, Rebuild = [new AssetKey("a")], Then = StageEnding.Stop } };
        var project = new FakeProject { Workflow = new Workflow(null, [stage, Late]) }
            .Add("other", with: asset => asset with { Stage = "early" })
            .Add("a", with: asset => asset with { Stage = "early" })
            .Add("b", "a", asset => asset with { Stage = "early" })
            .Add("z", "b", asset => asset with { Stage = "late" });
        project.Gate("early", _ => asked++ == 0 ? StepStatus.Failed : StepStatus.Succeeded, reads: "a b other", years: false);

        var result = await project.RunAsync(options: new RunOptions { Threads = 1 });

        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.Equal(["other", "a", "b", "gate.early", "a", "b", "gate.early", "z"], project.Ran);
    }

    [Fact]
    public async Task A_stage_that_rolls_back_is_put_back_and_nothing_reads_what_it_built()
    {
        var scopes = new List<StageScope>();
        var stage = new Stage("early") { OnFailure = new StageRecovery { Then = StageEnding.Rollback } };
        var project = new FakeProject
        {
            Workflow = new Workflow("year", [stage, Late])
            {
                Rollback = (scope, _) =>
                {
                    scopes.Add(scope);
                    return Task.FromResult<IReadOnlyDictionary<StepKey, CommitMarker>>(ImmutableDictionary<StepKey, CommitMarker>.Empty);
                },
            },
        };
        project.Add("a", years: true, with: asset => asset with { Stage = "early" })
            .Gate("early", context => context.Step.Partition.Text == "2025" ? StepStatus.Failed : StepStatus.Succeeded, reads: "a")
            .Add("z", years: true, with: asset => asset with { Stage = "late" })
            .Add("next", "-a", years: true);

        var result = await project.RunAsync();

        var scope = Assert.Single(scopes);
        Assert.Equal(("early", "2025", "a[2025]"), (scope.Stage.Name, scope.Partition.Text, Assert.Single(scope.Steps).ToString()));
        Assert.Equal("gate early[2025] failed", result.MessageOf("z[2025]"));
        Assert.Equal("gate early[2025] failed", result.MessageOf("next[2026]"));
        Assert.Equal(StepStatus.Succeeded, result.StatusOf("next[2027]"));
        Assert.Null(Assert.Single(project.Events.OfType<StageRolledBack>()).Problem);
    }

    [Fact]
    public async Task A_rollback_that_fails_is_told_and_the_run_goes_on_without_the_stage()
    {
        var stage = new Stage("early") { OnFailure = new StageRecovery { Then = StageEnding.Rollback } };
        var project = TwoStages(stage, failing: "2026", rollback: (_, _) => throw new InvalidOperationException("the copy is gone"));

        var result = await project.RunAsync();

        Assert.Equal("InvalidOperationException: the copy is gone", Assert.Single(project.Events.OfType<StageRolledBack>()).Problem);
        Assert.Equal(StepStatus.Succeeded, result.StatusOf("z[2027]"));
    }

    [Fact]
    public async Task An_unchanged_run_asks_neither_gates_nor_prerequisites_again()
    {
        var project = TwoStages(new Stage("early")).Gate("early", _ => StepStatus.Succeeded, reads: "a").Prerequisite("late", _ => StepStatus.Succeeded);
        await project.RunAsync();

        var plan = await project.PlanAsync();

        Assert.Equal(0, plan.ToRun);
        Assert.Equal(6, plan.Steps.Count(step => step.Kind is AssetKind.Gate or AssetKind.Prerequisite));
    }

    [Fact]
    public async Task A_gate_that_failed_is_asked_again_by_the_next_run_though_nothing_has_changed()
    {
        var holds = false;
        var project = TwoStages(new Stage("early")).Gate("early", _ => holds ? StepStatus.Succeeded : StepStatus.Failed, reads: "a");
        await project.RunAsync();
        holds = true;
        project.Forget();

        var result = await project.RunAsync();

        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.Equal(3, project.Ran.Count(step => step.StartsWith("gate", StringComparison.Ordinal)));
        Assert.Equal(3, project.Ran.Count(step => step.StartsWith('z')));
        Assert.DoesNotContain("a[2025]", project.Ran);
    }

    [Fact]
    public Task A_stage_that_takes_too_long_has_its_steps_timed_out() => TimeOutAsync(TimeProvider.System);

    [Fact]
    public Task A_timer_that_rings_before_the_time_of_the_stage_is_over_ends_it_all_the_same() => TimeOutAsync(new HastyTime());

    private static async Task TimeOutAsync(TimeProvider time)
    {
        var project = new FakeProject { Time = time, Workflow = new Workflow(null, [new Stage("early") { Timeout = TimeSpan.FromMilliseconds(200) }]) }
            .Add("a", with: asset => asset with
            {
                Stage = "early",
                Body = async (_, cancel) =>
                {
                    await Task.Delay(Timeout.Infinite, cancel);
                    return new StepResult(StepStatus.Succeeded);
                },
            })
            .Add("b", with: asset => asset with { Stage = "early" });

        var result = await project.RunAsync(options: new RunOptions { Threads = 1 });

        Assert.Equal(StepStatus.TimedOut, result.StatusOf("a"));
        Assert.Equal("SLUICE3012: b was not begun: the time of the stage early was over", result.MessageOf("b"));
    }

    [Fact]
    public async Task A_stage_that_takes_longer_than_expected_is_told()
    {
        var project = new FakeProject { Workflow = new Workflow(null, [new Stage("early") { Sla = TimeSpan.FromMilliseconds(10) }, new Stage("late") { Sla = TimeSpan.FromMinutes(1) }]) };
        project.Add("a", with: asset => asset with
        {
            Stage = "early",
            Body = async (context, cancel) =>
            {
                await Task.Delay(50, cancel);
                return project.Commits.Commit(context, "a");
            },
        }).Add("z", with: asset => asset with { Stage = "late" });

        var result = await project.RunAsync();

        Assert.Equal(RunStatus.Succeeded, result.Status);
        var late = Assert.Single(project.Events.OfType<StageLate>());
        Assert.Equal("early", late.Stage);
        Assert.True(late.Elapsed > late.Expected);
    }

    [Fact]
    public async Task A_part_of_a_stage_runs_without_its_gate()
    {
        var project = TwoStages(new Stage("early")).Gate("early", _ => StepStatus.Failed, reads: "a").Add("a2", years: true, with: asset => asset with { Stage = "early" });

        var plan = await project.PlanAsync(new PlanRequest { Selected = [new AssetKey("a")] });

        Assert.DoesNotContain(plan.Steps, step => step.Kind == AssetKind.Gate);
    }

    private static FakeProject TwoStages(
        Stage early, string failing = "", Func<StageScope, CancellationToken, Task<IReadOnlyDictionary<StepKey, CommitMarker>>>? rollback = null)
    {
        var project = new FakeProject { Workflow = new Workflow("year", [early, Late]) { Rollback = rollback } };
        return project
            .Add("a", years: true, with: asset => asset with
            {
                Stage = "early",
                Body = (context, _) => context.Step.Partition.Text == failing
                    ? throw new InvalidOperationException("no")
                    : Task.FromResult(project.Commits.Commit(context, "a")),
            })
            .Add("z", years: true, with: asset => asset with { Stage = "late" });
    }

    // Its timers ring at half the time.
    private sealed class HastyTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 2 : dueTime, period);
    }
}
