namespace Sluice.Sql.DuckDb.Tests.Rules;

/// <summary>Each kind of rule over the same rows: holding, warning, failing, with NULLs, without rows, and with SQL that is wrong.</summary>
public sealed class RuleKindTests
{
    private static readonly Dictionary<string, string> Cases = new(StringComparer.Ordinal)
    {
        ["row_count"] = """
            enough: { kind: row_count, model: facts, min: 9 }
            some_by_default: { kind: row_count, model: facts }
            too_few: { kind: row_count, model: facts, min: 12, severity: warn }
            too_many: { kind: row_count, model: facts, max: 8, warn: 10%, error: 100% }
            none: { kind: row_count, model: empty }
            none_wanted: { kind: row_count, model: empty, max: 0 }
            filtered: { kind: row_count, model: facts, where: "pay > 800 or pay is null -- or so", max: 2 }
            of_a_variable: { kind: row_count, model: facts, where: "year = {{ partition }} and pay < {{ var('most', 300) }}", min: 2, max: "{{ 1 + 1 }}" }
            of_all_years: { kind: row_count, model: plain, min: 10, max: 10 }
            inlined: { kind: row_count, model: inline, min: 11 }
            no_table: { kind: row_count, model: absent }
            wrong_column: { kind: row_count, model: facts, where: "payy > 3" }
            wrong_template: { kind: row_count, model: facts, where: "{{ nothing() }}" }
            """,
        ["completeness"] = """
            all_there: { kind: completeness, model: facts, column: id }
            one_missing: { kind: completeness, model: facts, column: pay }
            tolerated: { kind: completeness, model: facts, column: pay, warn: 1, error: 20% }
            too_many_to_warn: { kind: completeness, model: facts, column: pay, warn: 5%, error: 20% }
            several: { kind: completeness, model: facts, column: [id, pay, seen], severity: warn }
            no_rows: { kind: completeness, model: empty, column: pay }
            wrong_column: { kind: completeness, model: facts, column: payy, where: "id > 3" }
            beside_a_wrong_one: { kind: completeness, model: facts, column: pay, where: "id > 3" }
            """,
        ["uniqueness"] = """
            twice: { kind: uniqueness, model: facts, column: id }
            together: { kind: uniqueness, model: facts, column: [id, kind] }
            nulls_do_not_count: { kind: uniqueness, model: facts, column: pay, where: "id < 9" }
            tolerated: { kind: uniqueness, model: facts, column: id, warn: 5%, error: 50% }
            no_rows: { kind: uniqueness, model: empty, column: id }
            """,
        ["value_range"] = """
            within: { kind: value_range, model: facts, column: pay, min: 0, max: 1000 }
            above: { kind: value_range, model: facts, column: pay, max: "{{ var('cap', 500) }}" }
            below: { kind: value_range, model: facts, column: pay, min: 200, warn: 0, error: 5 }
            of_another_column: { kind: value_range, model: facts, column: pay, min: id * 110, severity: warn }
            dates: { kind: value_range, model: facts, column: seen, min: "date '2026-01-01'", max: "date '2026-06-15'" }
            mean: { kind: value_range, model: facts, column: pay, measure: mean, min: 500, max: 600 }
            sum: { kind: value_range, model: facts, column: pay, measure: sum, max: 4000, warn: 10%, error: 50% }
            different: { kind: value_range, model: facts, column: kind, measure: distinct, min: 2, max: 2 }
            no_rows: { kind: value_range, model: empty, column: pay, min: 0 }
            mean_of_nothing: { kind: value_range, model: empty, column: pay, measure: mean, min: 0 }
            """,
        ["sum_equal"] = """
            of_another: { kind: sum_equal, model: plain, column: pay, to: { model: inline } }
            of_two: { kind: sum_equal, model: plain, column: pay, to: [{ model: plain, where: id <= 4 }, { model: plain, where: id > 4 }] }
            off: { kind: sum_equal, model: facts, column: pay, to: { model: plain } }
            off_by_little: { kind: sum_equal, model: facts, column: pay, to: { model: plain, column: pay }, warn: 1%, error: 10% }
            number: { kind: sum_equal, model: plain, column: pay, expected: 5500 }
            other_number: { kind: sum_equal, model: plain, column: pay, expected: "{{ var('budget', 5000) }}", severity: warn }
            no_rows: { kind: sum_equal, model: empty, column: pay, expected: 0 }
            null_expected: { kind: sum_equal, model: plain, column: pay, expected: "null" }
            """,
        ["reconciliation"] = """
            same: { kind: reconciliation, model: plain, to: { model: inline }, column: pay }
            rows_agree_sums_do_not: { kind: reconciliation, model: facts, to: { model: plain }, column: pay }
            added_up: { kind: reconciliation, model: plain, to: [{ model: facts, where: "kind = 'work'" }, { model: facts, where: "kind = 'leave'" }] }
            both_off: { kind: reconciliation, model: plain, where: id > 3, to: { model: plain }, column: pay, warn: 20%, error: 50% }
            to_nothing: { kind: reconciliation, model: plain, to: { model: empty }, error: 5% }
            """,
        ["ratio_between"] = """
            within: { kind: ratio_between, model: facts, where: "kind = 'work'", to: { model: facts }, min: 0.5, max: 0.95 }
            above: { kind: ratio_between, model: facts, where: "kind = 'work'", to: { model: facts, where: "kind = 'leave'" }, max: 4 }
            of_sums: { kind: ratio_between, model: facts, column: pay, to: { model: plain }, min: 0.9, warn: 5%, error: 20% }
            by_nothing_without_a_most: { kind: ratio_between, model: plain, to: { model: empty }, min: 4 }
            of_what_is_computed: { kind: ratio_between, model: facts, to: { model: plain }, min: "(select 0.9 * max(id) from {{ ref('plain') }} as p)", error: 10% }
            by_nothing: { kind: ratio_between, model: plain, to: { model: empty }, max: 4 }
            of_nothing: { kind: ratio_between, model: empty, to: { model: plain }, min: 0.1, severity: warn }
            nothing_at_all: { kind: ratio_between, model: empty, to: { model: empty }, min: 0.1 }
            """,
        ["event_sequence"] = """
            nobody_acts_later: { kind: event_sequence, model: facts, where: "id < 9", key: id, order: seen, closing: "kind = 'leave'" }
            closed_in_an_earlier_year: { kind: event_sequence, model: facts, key: id, order: [year, seen], closing: "kind = 'leave' or pay > 850" }
            tolerated: { kind: event_sequence, model: facts, key: [id], order: seen, closing: "pay = 900", warn: 0, error: 5 }
            nulls_are_no_closing: { kind: event_sequence, model: facts, key: id, order: seen, closing: "pay = null" }
            no_rows: { kind: event_sequence, model: empty, key: id, order: seen, closing: "true" }
            wrong_column: { kind: event_sequence, model: facts, key: ident, order: seen, closing: "kind = 'leave'" }
            """,
        ["freshness"] = """
            fresh: { kind: freshness, model: facts, column: seen, error: 2d }
            worth_a_word: { kind: freshness, model: facts, column: seen, warn: 24h, error: 1w }
            stale: { kind: freshness, model: facts, column: seen, where: "kind = 'work'", warn: 90m, error: 24h }
            stale_but_only_warns: { kind: freshness, model: facts, column: cast(seen as date), severity: warn, error: 12h }
            no_rows: { kind: freshness, model: empty, column: seen, error: 1d }
            no_time: { kind: freshness, model: facts, column: pay, error: 1d }
            """,
        ["sql"] = """
            no_rows: { kind: sql, sql: "select * from {{ ref('facts') }} where pay < 0" }
            failures: { kind: sql, sql: "select * from {{ ref('facts') }} where pay is null; " }
            tolerated: { kind: sql, sql: "select * from {{ ref('facts') }} where pay > 500 -- much", warn: 3, error: 5 }
            number: { kind: sql, returns: number, sql: "select count(*) from {{ ref('facts') }} where pay is null", warn: 0, error: 2 }
            bounds: { kind: sql, returns: number, sql: "select avg(pay) from {{ ref('facts') }}", min: 1, max: 500, warn: 1%, error: 20% }
            no_number: { kind: sql, returns: number, sql: "select 1, 2" }
            no_value: { kind: sql, returns: number, sql: "select null" }
            text: { kind: sql, returns: number, sql: "select 'many'" }
            wrong: { kind: sql, sql: "selec 1" }
            of_an_inlined_model: { kind: sql, sql: "select * from {{ ref('inline') }} where id > 10" }
            """,
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Verdicts_say_what_was_expected_and_found(string kind)
    {
        await using var bench = await GateBench.OpenAsync(Cases[kind]);

        Golden.Check(kind + ".txt", await bench.GateAsync());
    }

    [Fact]
    public async Task Completeness_rules_of_the_same_rows_read_them_once()
    {
        await using var bench = await GateBench.OpenAsync("""
            ids: { kind: completeness, model: plain, column: id, where: "nextval('reads') > 0" }
            pays: { kind: completeness, model: plain, column: pay, where: "nextval('reads') > 0" }
            both: { kind: completeness, model: plain, column: [id, pay], where: "nextval('reads') > 0" }
            """);
        await bench.ExecuteAsync("create sequence reads");

        await bench.GateAsync();

        await using var session = await bench.Bench.Adapter.OpenSessionAsync(TestContext.Current.CancellationToken);
        Assert.Equal(10L, await session.RunAsync(() => session.Query("select last_value from duckdb_sequences() where sequence_name = 'reads'", CancellationToken.None).Scalar, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_gate_without_partitions_looks_at_all_rows()
    {
        await using var bench = await GateBench.OpenAsync("""
            all_rows: { kind: row_count, model: facts, min: 20, max: 20 }
            twice: { kind: uniqueness, model: facts, column: [id, year] }
            change: { kind: row_count_change, model: plain, error: 5% }
            """, forEach: null);

        Golden.Check("no-partitions.txt", await bench.GateAsync(partition: null));
    }
}
