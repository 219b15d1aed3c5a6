using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd;

/// <summary>Stages of sluice.yml from the command line: gates, overrides, rollback, fallbacks.</summary>
public sealed class StageTests
{
    [Fact]
    public async Task A_gate_that_fails_holds_back_what_is_behind_it_and_the_next_run_asks_it_again()
    {
        using var folder = Years("then: stop", "select 1 where {{ partition.key }} = 2026 and '{{ var('strict', 'yes') }}' = 'yes'");

        var failed = await folder.RunAsync("run", "--threads", "1");
        var again = await folder.RunAsync("run", "--vars", "{strict: 'no'}");

        Golden.Check("a-gate-that-fails.txt", Masked.Text(failed.Ends(1).Error, folder));
        Assert.Equal(["2025", "2026", "2027"], await Database.RowsAsync(folder.Database, "select year from last order by 1"));
        Assert.Contains("gate one[2026]", again.Ends(0).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_lets_a_rule_pass_with_a_reason_that_is_kept()
    {
        using var folder = Years("then: stop", "select 1 where {{ partition.key }} = 2026");

        var refused = await folder.RunAsync("run", "--let-pass", "made_up");
        var unknown = await folder.RunAsync("run", "--let-pass", "made_op@2031", "made_up@1999", "--reason", "known");
        (await folder.RunAsync("run", "--let-pass", "made_up@2026", "--reason", "agreed with payroll")).Ends(0);
        var checks = (await folder.RunAsync("checks", "made_up", "--partition", "2026", "--output", "json")).Ends(0);

        Golden.Check("let-pass-without-a-reason.txt", Masked.Text(refused.Ends(2).Error + unknown.Ends(2).Error, folder));
        Assert.Contains("\"let_pass\": \"agreed with payroll (", checks.Output, StringComparison.Ordinal);
        Assert.Contains("\"found\": \"error\"", checks.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stage_that_rolls_back_leaves_its_partition_as_it_was()
    {
        using var folder = Years("then: rollback", "select 1 where {{ partition.key }} = 2026 and {{ var('amount', 1) }} = 2");
        (await folder.RunAsync("run")).Ends(0);
        var before = await Database.RowsAsync(folder.Database, "select * from first order by all");

        var failed = (await folder.RunAsync("run", "--vars", "{amount: 2}")).Ends(1);

        Assert.Contains("the stage one[2026] is rolled back: its data is what it was before", failed.Error, StringComparison.Ordinal);
        Assert.Equal(["2025|2", "2026|1", "2027|2"], await Database.RowsAsync(folder.Database, "select * from first order by all"));
        Assert.Equal(["2025|1", "2026|1", "2027|1"], before);
    }

    [Fact]
    public async Task Each_layer_of_a_fallback_stands_in_and_the_partition_is_degraded_until_it_is_built_as_it_should_be()
    {
        using var folder = ProjectFolder.Toy(
            ("sluice.yml", "name: toy\nfallbacks: { pay: [pay_from_snapshot, pay_from_census] }\n"),
            ("models/pay.sql", "{{ config(materialized='table') }}\nselect 'own' as layer where {{ 'error(' if var('broken', 0) > 0 else '(' }}{{ \"'no state'\" if var('broken', 0) > 0 else 'true' }})\n"),
            ("models/pay_from_snapshot.sql", "{{ config(materialized='ephemeral') }}\nselect 'snapshot' as layer{{ \" where error('no snapshot')\" if var('broken', 0) > 1 else '' }}\n"),
            ("models/pay_from_census.sql", "{{ config(materialized='ephemeral') }}\nselect 'census' as layer\n"),
            ("models/reader.sql", "{{ config(materialized='table') }}\nselect layer from {{ ref('pay') }}\n"));

        var first = (await folder.RunAsync("run", "--vars", "{broken: 1}")).Ends(0);
        var one = await Database.ScalarAsync(folder.Database, "select layer from reader");
        var second = (await folder.RunAsync("run", "--vars", "{broken: 2}")).Ends(0);
        var two = await Database.ScalarAsync(folder.Database, "select layer from reader");
        var plan = (await folder.RunAsync("plan", "--vars", "{broken: 2}")).Ends(0);
        (await folder.RunAsync("run")).Ends(0);

        Assert.Equal(("snapshot", "census", "own"), (one, two, await Database.ScalarAsync(folder.Database, "select layer from reader")));
        Assert.Contains("degraded: built by its fallback pay_from_snapshot, because", first.Error, StringComparison.Ordinal);
        Assert.Contains("WARN=1", second.Error, StringComparison.Ordinal);
        Assert.Contains("degraded: its fallback pay_from_census built it", plan.Output, StringComparison.Ordinal);
        Assert.Equal(["NULL"], await Database.RowsAsync(folder.Database, "select degraded from sluice.commits where asset = 'model.toy.pay' order by sequence desc limit 1"));
    }

    private static ProjectFolder Years(string ending, string rule) => ProjectFolder.Toy(
        ("sluice.yml", $$"""
            name: toy
            partitions: { year: { range: [2025, 2027] } }
            workflow:
              for_each: year
              stages:
                - { name: one, select: first, gate: [made_up], on_failure: { {{ending}} } }
                - { name: two, select: last, requires: [previous_year_complete] }
            rules:
              made_up: { kind: sql, sql: "{{rule}}" }
            """),
        ("models/first.sql", "{{ config(materialized='table', partition_by='year') }}\nselect {{ partition.key }} as year, {{ var('amount', 1) }} as amount\n"),
        ("models/last.sql", "{{ config(materialized='table', partition_by='year') }}\nselect year, amount from {{ ref('first') }}\n"));
}
