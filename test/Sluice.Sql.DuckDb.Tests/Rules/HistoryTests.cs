using Sluice.Runs;

namespace Sluice.Sql.DuckDb.Tests.Rules;

/// <summary>Rules that are held against earlier partitions and runs.</summary>
public sealed class HistoryTests
{
    [Fact]
    public async Task The_rows_of_the_partition_before_are_the_baseline()
    {
        await using var bench = await GateBench.OpenAsync("""
            same: { kind: row_count_change, model: facts, error: 5% }
            filtered: { kind: row_count_change, model: facts, where: "kind = 'work' and year = {{ partition }}", warn: 5%, error: 20% }
            unpartitioned: { kind: row_count_change, model: plain, error: 0 }
            """);

        var first = await bench.GateAsync("2025");
        await bench.ExecuteAsync("insert into facts select 100 + i, 2026, 5, null, 'work' from range(2) r(i); delete from plain where id = 1");
        var second = await bench.GateAsync("2026");
        var third = await bench.GateAsync("2027");

        Golden.Check("row_count_change.txt", $"2025:\n{first}2026:\n{second}2027:\n{third}");
    }

    [Fact]
    public async Task The_run_before_is_the_baseline_whatever_this_run_found_meanwhile()
    {
        await using var bench = await GateBench.OpenAsync("drift: { kind: row_count_change, model: plain, against: previous_run, warn: 1, error: 3 }");

        var first = await bench.GateAsync();
        bench.Run = RunId.New(TimeProvider.System);
        await bench.ExecuteAsync("delete from plain where id <= 2");
        var second = await bench.GateAsync();
        await bench.ExecuteAsync("delete from plain where id <= 4");
        var repeated = await bench.GateAsync();
        bench.Run = RunId.New(TimeProvider.System);
        var third = await bench.GateAsync();

        Golden.Check("previous_run.txt", first + second + repeated + third);
    }

    [Fact]
    public async Task What_failed_is_no_baseline_unless_a_person_let_it_pass()
    {
        await using var bench = await GateBench.OpenAsync("drift: { kind: row_count_change, model: plain, against: previous_run, error: 3 }");
        bench.Remember(new Verdict("drift", "row_count_change", VerdictStatus.Pass, "") { Value = 20 }, "2026");
        bench.Remember(new Verdict("drift", "row_count_change", VerdictStatus.Error, "") { Value = 10 }, "2026");
        bench.Run = RunId.New(TimeProvider.System);

        var refused = await bench.GateAsync();
        bench.Remember(new Verdict("drift", "row_count_change", VerdictStatus.Error, "") { Value = 11, Override = "the census shrank" }, "2026");
        bench.Run = RunId.New(TimeProvider.System);
        var accepted = await bench.GateAsync();

        Assert.StartsWith("error drift [10 of 20]", refused, StringComparison.Ordinal);
        Assert.StartsWith("pass  drift [10 of 11]", accepted, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("runs", "{ kind: spike, model: plain, against: { mean_of: 4, over: runs } }")]
    [InlineData("share", "{ kind: spike, model: plain, against: { mean_of: 3, over: runs }, warn: 5%, error: 50% }")]
    [InlineData("deviations", "{ kind: spike, model: plain, column: pay, measure: sum, against: { mean_of: 4, over: runs }, warn: 1, error: 4 }")]
    [InlineData("number", "{ kind: sql, returns: number, sql: \"select count(*) from {{ ref('plain') }}\", against: { mean_of: 2, over: runs }, warn: 5%, error: 30% }")]
    public async Task A_spike_is_told_by_the_mean_and_deviation_of_the_runs_before(string name, string rule)
    {
        await using var bench = await GateBench.OpenAsync("spike: " + rule);
        var found = "";
        foreach (var change in (string[])["select 1", "insert into plain values (11, 300)", "delete from plain where id = 11", "insert into plain values (12, 900)", "insert into plain select i, 50 from range(100) r(i)"])
        {
            bench.Run = RunId.New(TimeProvider.System);
            await bench.ExecuteAsync(change);
            found += await bench.GateAsync();
        }

        Golden.Check($"spike-{name}.txt", found);
    }

    [Fact]
    public async Task A_spike_over_partitions_needs_three_of_them()
    {
        await using var bench = await GateBench.OpenAsync("""
            few: { kind: spike, model: facts, column: pay, measure: mean }
            none: { kind: spike, model: empty, column: pay }
            """);

        Golden.Check("spike-partitions.txt", await bench.GateAsync("2025") + await bench.GateAsync("2026") + await bench.GateAsync("2027"));
    }

    [Fact]
    public async Task A_gate_over_all_partitions_looks_at_all_of_them_and_their_seams()
    {
        await using var bench = await GateBench.OpenAsync("""
            no_gap: { kind: continuity, model: facts }
            seams: { kind: continuity, model: facts, opening: count(*), closing: count(*), warn: 1 }
            change: { kind: row_count_change, model: facts, against: previous_partition, error: 0 }
            run: { kind: row_count_change, model: facts, error: 0 }
            all: { kind: row_count, model: facts, min: 20, max: 20 }
            """, "[previous_partition_complete]");

        Golden.Check("all-partitions.txt", await bench.RequiresAsync(null) + await bench.GateAsync(null));
    }

    [Fact]
    public async Task Partitions_follow_each_other_without_a_gap_and_open_with_what_closed_before()
    {
        await using var bench = await GateBench.OpenAsync("""
            no_gap: { kind: continuity, model: facts }
            several: { kind: continuity, models: [facts, facts] }
            filtered: { kind: continuity, model: facts, where: "pay > 995", severity: warn }
            seam: { kind: continuity, model: facts, opening: min(id), closing: min(id) }
            broken_seam: { kind: continuity, model: facts, opening: count(*), closing: "count(*) filter (where kind = 'work')", warn: 1, error: 20% }
            from_another: { kind: continuity, model: facts, opening: count(*), closing: count(*), to: { model: plain, where: id < 9 }, error: 10% }
            of_nothing: { kind: continuity, model: facts, where: "pay > 995", opening: sum(pay), closing: sum(pay) }
            """);

        var found = $"2025:\n{await bench.GateAsync("2025")}2026:\n{await bench.GateAsync("2026")}2027:\n{await bench.GateAsync("2027")}";

        Golden.Check("continuity.txt", found);
    }
}
