using Sluice.Runs;

namespace Sluice.Sql.DuckDb.Tests;

public sealed class UnitTestTests
{
    private const string Model = "select id, upper(name) as name, amount * {{ var('rate', 2) }} as amount from {{ ref('src') }} where amount > 0";
    private const string Source = "{{ config(materialized='table') }}\nselect 1 as id, 'a' as name, cast(1.5 as decimal(10, 2)) as amount";

    [Fact]
    public async Task Rows_are_given_and_only_the_columns_that_are_expected_are_compared()
    {
        await using var bench = await OpenAsync("""
            unit_tests:
              - name: t
                model: m
                given:
                  - input: ref('src')
                    rows:
                      - { id: 1, name: x, amount: 10 }
                      - { id: 2, amount: -1 }
                expect:
                  rows: [{ name: X, amount: 20 }]
            """);

        var result = await bench.TryBuildAsync("t");

        Assert.Equal((StepStatus.Succeeded, 0L), (result.Status, result.Rows));
    }

    [Fact]
    public async Task What_differs_is_shown_as_a_table()
    {
        await using var bench = await OpenAsync("""
            unit_tests:
              - name: t
                model: m
                given: [{ input: ref('src'), rows: [{ id: 1, name: x, amount: 10 }, { id: 2, name: y, amount: 5 }, { id: 3, amount: 1 }] }]
                expect: { rows: [{ id: 1, name: X }, { id: 2, name: Z }, { id: 3, name: null }, { id: 4, name: W }] }
            """);

        var result = await bench.TryBuildAsync("t");

        Assert.Equal((StepStatus.Failed, 1L), (result.Status, result.Rows));
        Assert.Equal(
            """
            the rows of `m` are not those expected: 2 missing, 1 not expected, 2 as expected
            |          | id | name |
            | -------- | -- | ---- |
            | expected | 2  | Z    |
            | expected | 4  | W    |
            | actual   | 2  | Y    |
            """,
            result.Message, ignoreLineEndingDifferences: true);
    }

    [Theory]
    [InlineData("{ input: ref('src'), format: csv, rows: \"id,name,amount\\n1,x,\\n2,y,3\\n\" }")]
    [InlineData("{ input: ref('src'), format: sql, rows: \"select 2 as id, 'y' as name, 3 as amount\" }")]
    [InlineData("{ input: ref('src'), format: csv, fixture: rows }")]
    [InlineData("{ input: ref('src'), format: sql, fixture: rows }")]
    [InlineData("{ input: \"{{ ref('src') }}\", rows: [{ ID: 2, Name: y, amount: \"{{ 1 + 2 }}\" }] }")]
    public async Task Rows_are_given_in_every_format(string given)
    {
        await using var bench = await OpenAsync(
            $"unit_tests:\n  - name: t\n    model: m\n    given: [{given}]\n    expect: {{ format: csv, rows: \"id,name,amount\\n2,Y,6.00\\n\" }}\n",
            ("tests/fixtures/rows.csv", "id,name,amount\n2,y,3\n"), ("tests/fixtures/rows.sql", "select 2 as id, 'y' as name, 3 as amount"));

        var result = await bench.TryBuildAsync("t");

        Assert.True(result.Status == StepStatus.Succeeded, $"{result.Message}{string.Join('\n', result.Diagnostics)}");
    }

    [Fact]
    public async Task Values_stand_in_for_variables_environment_and_macros_inside_of_macros_too()
    {
        await using var bench = await ProjectBench.OpenAsync(
            ("macros/m.sql", "{% macro inner() %}1{% endmacro %}{% macro outer() %}{{ inner() }} + {{ var('v', 0) }}{% endmacro %}"),
            ("models/m.sql", "select {{ outer() }} as n, '{{ env_var('NO_SUCH_VARIABLE', 'none') }}' as e, {{ is_incremental() }} as i, {{ proj.inner() }} as p"),
            ("models/u.yml", """
                unit_tests:
                  - name: t
                    model: m
                    overrides: { macros: { inner: 5, is_incremental: true, proj.inner: 7 }, vars: { v: 10 }, env_vars: { NO_SUCH_VARIABLE: set } }
                    given: []
                    expect: { rows: [{ n: 15, e: set, i: true, p: 7 }] }
                """));

        var result = await bench.TryBuildAsync("t");

        Assert.True(result.Status == StepStatus.Succeeded, $"{result.Message}{string.Join('\n', result.Diagnostics)}");
    }

    [Fact]
    public async Task No_rows_expected_means_none_and_no_rows_given_means_an_empty_table()
    {
        await using var bench = await OpenAsync("""
            unit_tests:
              - { name: empty, model: m, given: [{ input: ref('src'), rows: [] }], expect: { rows: [] } }
              - { name: filled, model: m, given: [{ input: ref('src'), rows: [{ amount: 1 }] }], expect: { rows: [] } }
            """);

        Assert.Equal(StepStatus.Succeeded, (await bench.TryBuildAsync("empty")).Status);
        Assert.Equal(StepStatus.Failed, (await bench.TryBuildAsync("filled")).Status);
    }

    [Fact]
    public async Task Equal_rows_count_as_often_as_they_are_there()
    {
        await using var bench = await OpenAsync("""
            unit_tests:
              - { name: t, model: m, given: [{ input: ref('src'), rows: [{ id: 1, amount: 1 }, { id: 1, amount: 1 }] }], expect: { rows: [{ id: 1 }, { id: 1 }, { id: 1 }] } }
            """);

        Assert.Contains("1 missing, 0 not expected, 2 as expected", (await bench.TryBuildAsync("t")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("given: [], expect: { rows: [] }", "models/m.sql:1:81: error SLUICE3193: the unit test `t` gives no rows for `src`, which `m` reads")]
    [InlineData("given: [{ input: ref('src'), rows: [{ idd: 1 }] }], expect: { rows: [] }", "models/u.yml:2:43: error SLUICE3192: the unit test `t` gives `ref('src')` a column `idd`, which it does not have")]
    [InlineData("given: [{ input: ref('src'), rows: [] }], expect: { rows: [{ nam: 1 }] }", "models/u.yml:2:13: error SLUICE3194: the unit test `t` expects a column `nam`, which `m` does not have")]
    public async Task What_does_not_fit_is_named_at_its_place(string test, string expected)
    {
        await using var bench = await OpenAsync($"unit_tests:\n  - {{ name: t, model: m, {test} }}\n");

        var result = await bench.TryBuildAsync("t");

        Assert.Equal(StepStatus.Errored, result.Status);
        Assert.StartsWith(expected, Assert.Single(result.Diagnostics).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ephemeral_input_needs_a_query()
    {
        await using var bench = await ProjectBench.OpenAsync(
            ("models/e.sql", "{{ config(materialized='ephemeral') }}select 1 as id"), ("models/m.sql", "select * from {{ ref('e') }}"),
            ("models/u.yml", "unit_tests:\n  - { name: t, model: m, given: [{ input: ref('e'), rows: [{ id: 1 }] }], expect: { rows: [] } }\n"));

        var result = await bench.TryBuildAsync("t");

        Assert.Equal("SLUICE3191", Assert.Single(result.Diagnostics).Code);
    }

    [Fact]
    public async Task An_input_that_is_not_built_says_so()
    {
        await using var bench = await ProjectBench.OpenAsync(
            ("models/src.sql", Source), ("models/m.sql", Model),
            ("models/u.yml", "unit_tests:\n  - { name: t, model: m, given: [{ input: ref('src'), rows: [] }], expect: { rows: [] } }\n"));

        var result = await bench.TryBuildAsync("t");

        Assert.Equal("SLUICE3190", Assert.Single(result.Diagnostics).Code);
    }

    private static async Task<ProjectBench> OpenAsync(string properties, params (string, string)[] files)
    {
        var bench = await ProjectBench.OpenAsync([("models/src.sql", Source), ("models/m.sql", Model), ("models/u.yml", properties), .. files]);
        await bench.BuildAsync("src");
        return bench;
    }
}
