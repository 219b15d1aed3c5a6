using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Partitions;
using Sluice.Runs;
using Sluice.Tests.Support;

namespace Sluice.Tests.Graph;

public sealed class GraphErrorTests
{
    private static readonly PartitionSet Years = Project.Years;

    [Fact]
    public void The_classic_loop_through_the_year_before_is_legal()
    {
        var project = new Project()
            .Add("merit", "compensation", Years).Add("events", "merit", Years).Add("snapshot", "events", Years)
            .Add("baseline").Add("compensation", "-snapshot 1baseline", Years);

        Assert.Empty(project.Diagnostics());
    }

    [Fact]
    public void A_cycle_prints_its_path_and_the_reading_that_prev_would_open()
    {
        var project = new Project()
            .Add("baseline")
            .Add("int_merit_events", "int_compensation", Years)
            .Add("fct_yearly_events", "int_merit_events", Years)
            .Add("fct_snapshot", "fct_yearly_events -fct_snapshot", Years)
            .Add("int_compensation", "baseline fct_snapshot", Years);

        Assert.Equal(
            """
            models/int_compensation.sql:2:1: error SLUICE2105: these steps wait for each other in a cycle: int_compensation[2025] -> int_merit_events[2025] -> fct_yearly_events[2025] -> fct_snapshot[2025] -> int_compensation[2025]
              2 | fct_snapshot
                | ^^^^^^^^^^^^
              hint: `prev('fct_snapshot')` in models/int_compensation.sql:2:1 would open the cycle: `int_compensation` would read the previous partition
            """,
            Text(project), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_cycle_of_assets_without_partitions_says_that_one_must_go()
    {
        var project = new Project().Add("a", "b").Add("b", "a");

        Assert.Equal(
            """
            models/a.sql:1:1: error SLUICE2105: these steps wait for each other in a cycle: a -> b -> a
              1 | b
                | ^
              hint: one of them must not read the other; only an asset with partitions can read an earlier one
            """,
            Text(project), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Two_cycles_through_the_same_assets_have_no_single_opening()
    {
        var project = new Project().Add("a", "b c", Years).Add("b", "a", Years).Add("c", "a", Years).Add("d", "d", Years);

        var errors = project.Diagnostics();

        // Both cycles pass through `a`, but no reading is on both; the third is a tangle of its own.
        Assert.Equal(["no single `prev` opens the cycle: several cycles run through these assets"], errors.Where(error => error.Source.Path != "models/d.sql").Select(error => error.Hint));
        Assert.Contains("d[2025] -> d[2025]", errors.Single(error => error.Source.Path == "models/d.sql").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prev_that_only_moves_the_cycle_to_an_earlier_partition_is_not_suggested()
    {
        var only2026 = new PartitionMapping.StaticMap(
            ImmutableDictionary<PartitionKey, ImmutableArray<PartitionKey>>.Empty.Add(PartitionKey.None, [new PartitionKey("2026")]));
        var project = new Project()
            .Add("rates", "totals", Years).Add("pay", "rates", Years)
            .Add("totals", with: asset => asset with { Dependencies = [new AssetDependency(new AssetKey("pay"), only2026)] });

        // pay[2026] -> totals -> rates[2025] would close the cycle again, through the lag.
        Assert.DoesNotContain("prev('", Text(project), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cycle_is_reported_once_however_many_partitions_it_has()
    {
        var project = new Project().Add("a", "b", Years).Add("b", "a", Years);

        Assert.Single(project.Diagnostics());
    }

    [Fact]
    public void An_unknown_upstream_offers_the_nearest_name()
    {
        var project = new Project().Add("stg_orders").Add("orders", "stg_order");

        Assert.Equal(
            """
            models/orders.sql:1:1: error SLUICE2101: `orders` reads `stg_order`, which no asset is named
              1 | stg_order
                | ^^^^^^^^^
              hint: did you mean `stg_orders`?
            """,
            Text(project), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Two_assets_of_one_key_name_both_files()
    {
        var project = new Project().Add("orders", with: asset => asset with { Source = new SourceText("models/a/orders.sql", "select 1") }).Add("orders");

        Assert.Equal(
            """
            models/orders.sql:1:1: error SLUICE2100: two assets have the key `orders`
              1 | 
                | ^
              hint: the other one is defined in models/a/orders.sql; rename one of them
            """,
            Text(project), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Reading_a_partition_that_does_not_exist_names_those_that_do()
    {
        var project = new Project().Add("old", by: PartitionSet.Range("year", 2024, 2026)).Add("new", "old", Years);

        Assert.Equal(
            """
            models/new.sql:1:1: error SLUICE2102: `new[2027]` reads `old[2027]`, a partition that does not exist
              1 | old
                | ^^^
              hint: `old` has the partitions `2024` to `2026`
            """,
            Text(project), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Reading_a_later_partition_is_an_error()
    {
        var project = new Project().Add("a", by: Years).Add("b", "*a", Years);

        Assert.Equal(
            """
            models/b.sql:1:1: error SLUICE2103: `b[2025]` reads `a[2026]`, a later partition
              1 | *a
                | ^^
              hint: a partition may read itself and earlier ones; read the later ones from an asset without partitions
            """,
            Text(project), ignoreLineEndingDifferences: true);
    }

    [Theory]
    [InlineData(true, false, "`b`")]
    [InlineData(false, true, "`a`")]
    public void Looking_back_needs_partitions_on_both_sides(bool upstreamHas, bool readerHas, string without)
    {
        var project = new Project().Add("a", by: upstreamHas ? Years : null).Add("b", "-a", readerHas ? Years : null);

        var error = Assert.Single(project.Diagnostics());

        Assert.Equal("SLUICE2104", error.Code);
        Assert.Contains($"but {without} has no partitions", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reading_against_the_stages_names_both_edges()
    {
        var settings = new SourceText("sluice.yml", "stages:\n  - name: foundation\n  - name: validation\n");
        var workflow = new Workflow(
            "year",
            [
                new Stage("foundation", Source: settings, Span: new SourceSpan(18, 28)),
                new Stage("validation", Source: settings, Span: new SourceSpan(39, 49)),
            ]);
        var project = new Project { Workflow = workflow }
            .Add("baseline", "checked", Years, "foundation")
            .Add("checked", "raw", Years, "validation")
            .Add("raw", by: Years);

        Assert.Equal(
            """
            models/baseline.sql:1:1: error SLUICE2106: `baseline` of stage `foundation` waits for `checked` of the later stage `validation`: checked[2025] -> baseline[2025]
              1 | checked
                | ^^^^^^^
              hint: the workflow puts `foundation` (sluice.yml:2:11) before `validation` (sluice.yml:3:11); move one of the assets to another stage, or read the previous partition
            """,
            Text(project), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_reading_against_the_stages_is_found_through_assets_of_no_stage()
    {
        var project = new Project { Workflow = new Workflow("year", [new Stage("early"), new Stage("late")]) }
            .Add("a", "between", Years, "early").Add("between", "z", Years).Add("z", by: Years, stage: "late");

        var error = Assert.Single(project.Diagnostics());

        Assert.Equal("`a` of stage `early` waits for `z` of the later stage `late`: z[2025] -> between[2025] -> a[2025]", error.Message);
    }

    [Fact]
    public void A_later_stage_of_the_partition_before_may_be_read()
    {
        var project = new Project { Workflow = new Workflow("year", [new Stage("early"), new Stage("late")]) }
            .Add("a", "-z", Years, "early").Add("z", "a", Years, "late");

        Assert.Empty(project.Diagnostics());
    }

    [Fact]
    public void An_unknown_stage_offers_the_nearest_name()
    {
        var project = new Project { Workflow = new Workflow(null, [new Stage("foundation")]) }.Add("a", stage: "fundation");

        Assert.Equal(
            """
            models/a.sql:1:1: error SLUICE2107: `a` belongs to the stage `fundation`, which the workflow does not have
              1 | 
                | ^
              hint: did you mean `foundation`?
            """,
            Text(project), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void All_problems_are_reported_at_once()
    {
        var project = new Project().Add("a", "b", Years).Add("b", "a", Years).Add("c", "nobody").Add("c").Add("d", "*a", Years);

        var codes = project.Diagnostics().Select(error => error.Code).ToImmutableArray();

        Assert.Equal(["SLUICE2105", "SLUICE2100", "SLUICE2101", "SLUICE2103"], codes);
    }

    private static string Text(Project project) => string.Join('\n', project.Diagnostics());
}
