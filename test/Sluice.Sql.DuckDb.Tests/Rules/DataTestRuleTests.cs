namespace Sluice.Sql.DuckDb.Tests.Rules;

/// <summary>Rules of kind <c>test</c>: data tests of the project, over what a gate may see.</summary>
public sealed class DataTestRuleTests
{
    private static readonly (string Path, string Text)[] Files =
    [
        ("tests/nobody_leaves.sql", "select * from {{ ref('facts') }} where kind = 'leave'"),
        ("tests/few_leave.sql", "{{ config(severity='warn', warn_if='> 1') }}select * from {{ ref('facts') }} where kind = 'leave'"),
        ("tests/in_its_year.sql", "{{ config(partition_by='year') }}select * from {{ ref('facts') }} where kind = 'leave' and year <> {{ partition }}"),
        ("tests/through_another.sql", "select * from {{ ref('inlined_facts') }} where kind = 'leave'"),
        ("tests/broken.sql", "select * from {{ ref('facts') }} where nothing = 3"),
        ("models/inlined_facts.sql", "{{ config(materialized='ephemeral') }}select * from {{ ref('facts') }}"),
        ("tests/off.sql", "{{ config(enabled=false) }}select 1"),
        ("models/facts.yml", "models: [{ name: facts, columns: [{ name: id, data_tests: [{ unique: { name: ids_are_unique } }] }, { name: pay, data_tests: [{ not_null: { name: pay_is_there } }] }] }]\n"),
    ];

    [Fact]
    public async Task A_gate_sees_its_partition_or_those_until_it_and_never_later_ones()
    {
        await using var bench = await GateBench.OpenAsync(
            """
            attached: { kind: test, test: ids_are_unique }
            attached_nulls: { kind: test, test: pay_is_there }
            nobody_leaves: { kind: test, test: nobody_leaves }
            through_another: { kind: test, test: through_another }
            few_leave: { kind: test, test: few_leave }
            in_its_year: { kind: test, test: in_its_year }
            only_warns: { kind: test, test: nobody_leaves, severity: warn }
            counted: { kind: test, test: nobody_leaves, warn: 1, error: 2 }
            broken: { kind: test, test: broken }
            off: { kind: test, test: off }
            """,
            files: Files);

        Golden.Check("test.txt", $"2025:\n{await bench.GateAsync("2025")}2026:\n{await bench.GateAsync("2026")}");
    }
}
