using Sluice.Assets;
using Sluice.Partitions;
using Sluice.Plans;
using Sluice.Runs;
using Sluice.Tests.Support;

namespace Sluice.Tests.Plans;

public sealed class PlanTests
{
    private static readonly PartitionSet Years = Project.Years;

    private static Project Loop() => new Project()
        .Add("census").Add("pay", "-snapshot 1census", Years).Add("merit", "pay", Years).Add("snapshot", "merit", Years).Add("report", "*snapshot");

    [Fact]
    public void A_first_plan_builds_everything_year_by_year()
    {
        Assert.Equal(
            """
            census: run, never built
            pay[2025]: run, never built
            merit[2025]: run, never built
            snapshot[2025]: run, never built
            pay[2026]: run, never built
            merit[2026]: run, never built
            snapshot[2026]: run, never built
            pay[2027]: run, never built
            merit[2027]: run, never built
            snapshot[2027]: run, never built
            report: run, never built
            """,
            Text(Loop().Plan()), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_plan_over_what_was_just_built_skips_it_all()
    {
        var plan = Loop().Build().Plan();

        Assert.All(plan.Steps, step => Assert.Equal((PlanAction.Skip, PlanReasonKind.Unchanged), (step.Action, step.Reason.Kind)));
        Assert.Equal(0, plan.ToRun);
    }

    [Fact]
    public void Changed_code_runs_and_what_reads_it_waits_for_the_outcome()
    {
        Assert.Equal(
            """
            census: skip, unchanged
            pay[2025]: skip, unchanged
            merit[2025]: run, code changed
            snapshot[2025]: run if changed, input merit[2025] is rebuilt
            pay[2026]: run if changed, input snapshot[2025] is rebuilt
            merit[2026]: run, code changed
            snapshot[2026]: run if changed, input merit[2026] is rebuilt
            pay[2027]: run if changed, input snapshot[2026] is rebuilt
            merit[2027]: run, code changed
            snapshot[2027]: run if changed, input merit[2027] is rebuilt
            report: run if changed, input snapshot[2025] is rebuilt
            """,
            Text(Loop().Build().Change("merit").Plan()), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void An_input_that_another_run_rebuilt_is_named()
    {
        var project = Loop().Build().Change("census");
        project.Build(new PlanRequest { Selected = [new AssetKey("census")] });

        var pay = project.Plan().Steps.First(step => step.Step == Project.Step("pay[2025]"));

        Assert.Equal(new PlanReason(PlanReasonKind.InputChanged, "input census changed"), pay.Reason);
    }

    [Fact]
    public void What_reads_all_partitions_waits_for_those_that_were_not_asked_for()
    {
        var project = Loop().Add("summary", "report").Check("report_is_fine", "report").Check("no_gap", "*pay");

        Assert.Equal(
            """
            census: run, never built
            pay[2025]: run, never built
            merit[2025]: run, never built
            snapshot[2025]: run, never built
            no_gap: skip, waits for partitions 2026, 2027 of pay
            report: skip, waits for partitions 2026, 2027 of snapshot
            report_is_fine: skip, waits for report
            summary: skip, waits for report
            """,
            Text(project.Plan(new PlanRequest { Partitions = [new PartitionKey("2025")] })), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void What_reads_all_partitions_runs_with_the_last_one_that_was_missing()
    {
        var project = Loop().Build(new PlanRequest { Partitions = [new PartitionKey("2025")] }).Build(new PlanRequest { Partitions = [new PartitionKey("2026")] });

        var plan = project.Plan(new PlanRequest { Partitions = [new PartitionKey("2027")] });

        Assert.Equal(PlanAction.Run, plan.Steps.Single(step => step.Name == "report").Action);
    }

    [Fact]
    public void A_reader_of_all_partitions_that_is_asked_for_by_itself_is_told_what_is_missing()
    {
        var project = Loop().Build(new PlanRequest { Partitions = [new PartitionKey("2025")] });

        var plan = project.Plan(new PlanRequest { Selected = [new AssetKey("report")], Partitions = [new PartitionKey("2025")] });

        Assert.Equal(new PlanReason(PlanReasonKind.MissingInput, "partitions 2026, 2027 of snapshot were never built"), Assert.Single(plan.Steps).Reason);
    }

    [Fact]
    public void Many_missing_partitions_are_told_as_ranges()
    {
        var years = PartitionSet.Range("year", 2000, 2020);
        var project = new Project().Add("pay", "", years).Add("report", "*pay");
        project.Build(new PlanRequest { Selected = [new AssetKey("pay")], Partitions = [new("2003"), new("2004"), new("2010")] });

        var plan = project.Plan(new PlanRequest { Partitions = [new PartitionKey("2012")] });

        Assert.Equal("waits for partitions 2000..2002, 2005..2009, 2011, 2013..2020 of pay", plan.Steps.Single(step => step.Name == "report").Reason.Text);
    }

    [Fact]
    public void A_partition_whose_parents_do_not_exist_is_not_run_and_says_so()
    {
        Assert.Equal(
            """
            pay[2027]: skip, input snapshot[2026] was never built
            merit[2027]: skip, input pay[2027] was never built
            """,
            Text(Loop().Plan(new PlanRequest { Selected = [new AssetKey("pay"), new AssetKey("merit")], Partitions = [new PartitionKey("2027")] })),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Parents_may_come_from_elsewhere_where_the_request_says_so()
    {
        var plan = Loop().Plan(new PlanRequest { Selected = [new AssetKey("merit")], Partitions = [new PartitionKey("2027")], RequireInputs = false });

        Assert.Equal("merit[2027]: run, never built", Text(plan));
    }

    [Fact]
    public void A_partition_may_be_built_on_an_earlier_runs_year_before()
    {
        var project = Loop().Build(new PlanRequest { Partitions = [new PartitionKey("2025")] });

        var plan = project.Plan(new PlanRequest { Partitions = [new PartitionKey("2026")] });

        Assert.Equal(
            """
            census: skip, unchanged
            pay[2026]: run, never built
            merit[2026]: run, never built
            snapshot[2026]: run, never built
            report: skip, waits for partition 2027 of snapshot
            """,
            Text(plan), ignoreLineEndingDifferences: true);
    }

    [Theory]
    [InlineData(false, false, true, "skip, unchanged")]
    [InlineData(true, false, true, "run, forced")]
    [InlineData(false, true, true, "run, full refresh")]
    [InlineData(false, false, false, "run, selected")]
    public void What_is_unchanged_runs_only_on_request(bool force, bool refresh, bool skip, string expected)
    {
        var project = new Project().Add("a").Build();

        var plan = project.Plan(new PlanRequest { Force = force, FullRefresh = refresh, SkipUnchanged = skip });

        Assert.Equal("a: " + expected, Text(plan));
    }

    [Fact]
    public void What_reads_the_untrackable_always_runs()
    {
        var project = new Project().Add("a", with: asset => asset with { AlwaysRuns = true }).Add("b", "a").Build();

        Assert.Equal(
            """
            a: run, reads what cannot be tracked
            b: run if changed, input a is rebuilt
            """,
            Text(project.Plan()), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void An_external_asset_is_never_planned_but_its_version_counts()
    {
        static Project Reading(string version) => new Project()
            .Add("file", with: asset => asset with { Kind = AssetKind.External, CodeVersion = _ => version }).Add("a", "file");
        var before = Reading("1").Build();
        var after = Reading("2");
        after.Commit(after.Graph(), Project.Step("a"));

        Assert.Equal("a: skip, unchanged", Text(before.Plan()));
        Assert.Equal("a: run, inputs changed", Text(Planner.Plan(after.Graph(), new PlanRequest(), before.Markers)));
    }

    [Fact]
    public void An_input_that_is_out_of_date_and_not_selected_is_listed()
    {
        var project = new Project().Add("a").Add("b", "a").Build().Change("a").Change("b");

        var alone = Assert.Single(project.Plan(new PlanRequest { Selected = [new AssetKey("b")] }).Steps);

        Assert.Equal([Project.Step("a")], alone.StaleInputs);
        Assert.All(project.Plan().Steps, step => Assert.Empty(step.StaleInputs));
    }

    [Fact]
    public void Order_goes_through_assets_that_are_not_selected()
    {
        var project = new Project().Add("z", "y").Add("y", "x").Add("x");

        var plan = project.Plan(new PlanRequest { Selected = [new AssetKey("x"), new AssetKey("z")], RequireInputs = false });

        Assert.Equal(["x", "z"], plan.Steps.Select(step => step.Name));
    }

    [Fact]
    public void Hooks_come_first_and_last_and_only_where_something_else_does()
    {
        static AssetDefinition Hook(AssetDefinition asset, HookMoment moment) => asset with { Kind = AssetKind.Hook, Moment = moment };
        var project = new Project()
            .Add("end", with: asset => Hook(asset, HookMoment.RunEnd)).Add("a", "b").Add("start", with: asset => Hook(asset, HookMoment.RunStart))
            .Add("write", "a", with: asset => Hook(asset, HookMoment.InGraph)).Add("b");

        Assert.Equal(["start", "b", "a", "write", "end"], project.Plan().Steps.Select(step => step.Name));
        Assert.Empty(project.Plan(new PlanRequest { Selected = [] }).Steps);
    }

    [Fact]
    public void A_check_gates_what_lies_downstream_of_all_that_it_reads()
    {
        var project = new Project()
            .Add("orders").Add("customers").Check("orders_have_customers", "orders customers").Check("orders_unique", "orders")
            .Add("only_customers", "customers").Add("both", "orders customers").Add("later", "both");

        var gates = project.Plan().Steps.ToDictionary(step => step.Name, step => step.Gates.Select(gate => gate.ToString()).Order());

        Assert.Empty(gates["only_customers"]);
        Assert.Equal(["orders_have_customers", "orders_unique"], gates["both"]);
        Assert.Empty(gates["later"]);
    }

    [Fact]
    public void A_check_of_a_partition_gates_that_partition_and_the_next()
    {
        var project = new Project().Add("state", "-state", Years).Check("state_ok", "state", Years).Add("mart", "state", Years);

        var gates = project.Plan().Steps.SelectMany(step => step.Gates.Select(gate => $"{gate} -> {step.Step}")).Order();

        Assert.Equal(
            [
                "state_ok[2025] -> mart[2025]", "state_ok[2025] -> state[2026]", "state_ok[2026] -> mart[2026]", "state_ok[2026] -> state[2027]",
                "state_ok[2027] -> mart[2027]",
            ],
            gates);
    }

    [Fact]
    public void A_check_of_all_partitions_gates_only_what_has_none()
    {
        var project = new Project().Add("state", by: Years).Check("state_ok", "*state").Add("mart", "state", Years).Add("report", "*state");

        var gated = project.Plan().Steps.Where(step => !step.Gates.IsEmpty).Select(step => step.Name);

        Assert.Equal(["report"], gated);
    }

    [Fact]
    public void Checks_gate_nothing_where_the_request_says_so()
    {
        var project = new Project().Add("a").Check("a_ok", "a").Add("b", "a");

        var plan = project.Plan(new PlanRequest { ChecksGate = false });

        Assert.All(plan.Steps, step => Assert.Empty(step.Gates));
        Assert.Equal(3, plan.Steps.Length);
        Assert.Equal(2, project.Plan(new PlanRequest { IncludeChecks = false }).Steps.Length);
    }

    [Fact]
    public void A_stage_begins_in_each_partition_when_the_one_before_has_ended_there()
    {
        var project = new Project { Workflow = new Workflow("year", [new Stage("setup"), new Stage("early"), new Stage("late")]) }
            .Add("a_late", by: Years, stage: "late").Add("b_early", by: Years, stage: "early").Add("c_early", "-b_early", Years, "early")
            .Add("lookup", stage: "setup").Add("totals", "*b_early", stage: "early");

        Assert.Equal(
            [
                "lookup", "b_early[2025]", "c_early[2025]", "a_late[2025]", "b_early[2026]", "c_early[2026]", "a_late[2026]",
                "b_early[2027]", "totals", "c_early[2027]", "a_late[2027]",
            ],
            project.Plan().Steps.Select(step => step.Title));
    }

    [Fact]
    public void A_partition_that_nobody_has_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Loop().Plan(new PlanRequest { Partitions = [new PartitionKey("1999")] }));

        Assert.StartsWith("no asset has the partition `1999`", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_saved_plan_reads_back_as_it_was()
    {
        var plan = Loop().Check("ok", "report").Build().Change("merit").Plan(new PlanRequest { Partitions = [new PartitionKey("2026")] });

        var json = plan.ToJson();

        Assert.Equal(json, RunPlan.FromJson(json).ToJson());
        Assert.Equal(Text(plan), Text(RunPlan.FromJson(json)));
        Assert.Contains("""{"step":{"asset":"merit","partition":"2026"},"name":"merit","kind":"Data",""", json, StringComparison.Ordinal);
    }

    private static string Text(RunPlan plan) => string.Join('\n', plan.Steps.Select(step => $"{step.Title}: {Word(step.Action)}, {step.Reason.Text}"));

    private static string Word(PlanAction action) => action switch
    {
        PlanAction.Run => "run",
        PlanAction.RunIfChanged => "run if changed",
        _ => "skip",
    };
}
