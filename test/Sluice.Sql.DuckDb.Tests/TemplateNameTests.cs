using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Sql.Project;
using Sluice.Sql.Reports;

namespace Sluice.Sql.DuckDb.Tests;

public sealed class TemplateNameTests
{
    [Theory]
    [InlineData("{{ dbt.type_string() }}", "TEXT")]
    [InlineData("{{ type_int() }}", "integer")]
    [InlineData("{{ dbt.type_numeric() }}", "numeric(28,6)")]
    [InlineData("{{ type_float() }}", "float")]
    [InlineData("{{ type_timestamp() }}", "TIMESTAMP")]
    [InlineData("{{ dbt.current_timestamp() }}", "now()")]
    [InlineData("{{ dbt.dateadd('day', 1, 'x') }}", "(x + cast(1 as bigint) * interval 1 day)")]
    [InlineData("{{ datediff('a', 'b', 'month') }}", "(date_diff('month', a::timestamp, b::timestamp))")]
    [InlineData("{{ dbt.date_trunc('month', 'd') }}", "date_trunc('month', d)")]
    [InlineData("{{ dbt.last_day('d', 'month') }}", "cast(date_trunc('month', d) + interval 1 month - interval 1 day as date)")]
    [InlineData("{{ dbt.hash('x') }}", "md5(cast(x as TEXT))")]
    [InlineData("{{ dbt.concat(['a', 'b']) }}", "a || b")]
    [InlineData("{{ dbt.safe_cast('x', 'int') }}", "try_cast(x as int)")]
    [InlineData("{{ dbt.split_part('a', \"','\", 1) }}", "string_split(a, ',')[ 1 ]")]
    [InlineData("{{ dbt.listagg('a', \"','\", 'order by b') }}", "string_agg(a, ',' order by b)")]
    [InlineData("{{ dbt.string_literal('x') }}", "'x'")]
    [InlineData("{{ dbt.escape_single_quotes(\"it's\") }}", "it''s")]
    [InlineData("{{ dbt.except() }}", "except")]
    [InlineData("{{ adapter.dispatch('hash', 'dbt')('x') }}", "md5(cast(x as TEXT))")]
    [InlineData("{{ adapter.quote('x') }} {{ adapter.type() }}", "\"x\" duckdb")]
    [InlineData("{{ api.Column('c', 'varchar', 10).data_type }}", "character varying(10)")]
    [InlineData("{{ api.Column.translate_type('string') }} {{ api.Column.create('k', 'integer').quoted }}", "TEXT \"k\"")]
    [InlineData("{{ dbt.get_powers_of_two(9) }}", "4")]
    [InlineData("{{ make_temp_relation(api.Relation.create(database='d', schema='s', identifier='i')) }}", "\"d\".\"s\".\"i__dbt_tmp\"")]
    public async Task A_public_macro_renders_for_DuckDB(string template, string expected)
    {
        await using var bench = await ProjectBench.OpenAsync(("models/m.sql", "select 1 as id"));

        Assert.Equal(expected, (await bench.Queries.CompileInlineAsync("proj", template, TestContext.Current.CancellationToken)).Trim());
    }

    [Theory]
    [InlineData("{{ run_query('select 1 as a').columns[0].values() }}", "(1,)")]
    [InlineData("{{ run_query(\"select 1 as a, cast(2.5 as decimal(4,2)) as b, 'x' as c\").rows[0] }}", "<agate.Row: (1, Decimal('2.50'), 'x')>")]
    [InlineData("{{ run_query('select 7 as seven').rows[0]['seven'] }}", "7")]
    [InlineData("{{ run_query('select 7 as seven').rows[0].seven + 1 }}", "8")]
    [InlineData("{{ run_query('select 1 as a, 2 as b').column_names }}", "('a', 'b')")]
    [InlineData("{{ run_query('select 1 as a union all select 2 order by 1').columns['a'].values() | join('+') }}", "1+2")]
    [InlineData("{% for row in run_query('select 1 as a, true as b, null as c') %}{{ row['a'] }} {{ row[1] }} {{ row.values()[2] }}{% endfor %}", "1 True None")]
    [InlineData("{{ run_query('select 0.1::double as a, 2::double as b').rows[0].values() | join(' ') }}", "0.1 2.0")]
    [InlineData("{{ run_query(\"select date '2024-01-02' as d, timestamp '2024-01-02 03:04:05' as t\").rows[0].values() | join(' ') }}", "2024-01-02 2024-01-02 03:04:05")]
    [InlineData("{{ run_query(\"select date '2024-01-02' as d\").rows[0]['d'].strftime('%d.%m.%Y') }}", "02.01.2024")]
    [InlineData("{{ run_query('select [1, null] as l, {x: 1} as s').rows[0].values() | join(' ') }}", "[1, null] {\"x\": 1}")]
    [InlineData("{{ run_query('select 1 as a where false').rows | length }}", "0")]
    [InlineData("{{ run_query('select cast(9223372036854775807 as hugeint) * 10 as a').rows[0][0] }}", "92233720368547758070")]
    public async Task A_query_of_a_template_gives_what_dbt_gives(string template, string expected)
    {
        await using var bench = await ProjectBench.OpenAsync(("models/m.sql", "select 1 as id"));

        Assert.Equal(expected, (await bench.Queries.CompileInlineAsync("proj", template, TestContext.Current.CancellationToken)).Trim());
    }

    [Fact]
    public async Task The_adapter_answers_about_relations_and_columns()
    {
        await using var bench = await ProjectBench.OpenAsync(
            ("models/a.sql", "{{ config(materialized='table') }}\nselect 1 as id, 'x' as t, 1.5::decimal(8,3) as m, true as \"Mixed Case\", [1] as l"),
            ("models/m.sql", """
                -- depends_on: {{ ref('a') }}
                {% set r = adapter.get_relation(database=target.database, schema='main', identifier='a') %}
                {% set missing = adapter.get_relation(database=target.database, schema='main', identifier='nothing_here') %}
                select '{{ r.type }} {{ missing is none }} {{ load_relation(ref('a')) is not none }}' as r,
                  '{% if execute %}{% for x in adapter.get_columns_in_relation(ref('a')) %}{{ x.name }}:{{ x.dtype }}:{{ x.data_type }}:{{ x.is_string() }}:{{ x.is_number() }} {% endfor %}{% endif %}' as c
                """));

        await bench.BuildAsync("a");
        await bench.BuildAsync("m");

        Assert.Equal(
            ["table True True|id:INTEGER:INTEGER:False:True t:VARCHAR:character varying(256):True:False m:DECIMAL(8,3):DECIMAL(8,3):False:False "
                + "Mixed Case:BOOLEAN:BOOLEAN:False:False l:INTEGER[]:INTEGER[]:False:False "],
            await bench.RowsAsync("select * from m"));
    }

    [Fact]
    public async Task A_relation_of_another_letter_case_is_an_error()
    {
        await using var bench = await ProjectBench.OpenAsync(
            ("models/a.sql", "select 1 as id"),
            ("models/m.sql", "-- depends_on: {{ ref('a') }}\n{% set r = adapter.get_relation(database=target.database, schema='main', identifier='A') %}\nselect 1 as id"));
        await bench.BuildAsync("a");

        var failed = await bench.TryBuildAsync("m");

        Assert.Equal(
            "when searching for a relation, dbt found an approximate match: searched for \"case\".\"main\".\"A\", found \"case\".\"main\".\"a\"",
            failed.Diagnostics.Single().Message);
        Assert.StartsWith("models/m.sql:2:", failed.Diagnostics.Single().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_is_loaded_once()
    {
        await using var bench = await ProjectBench.OpenAsync(
            ("models/m.sql", "{% call statement('q', fetch_result=True) %}select 7 as seven{% endcall %}\nselect {{ load_result('q')['data'][0][0] if execute else 0 }} as n"),
            ("models/twice.sql", "{% call statement('q', fetch_result=True) %}select 7{% endcall %}\n{% if execute %}{% set a = load_result('q') %}{% set b = load_result('q') %}{% endif %}\nselect 1 as id"));

        await bench.BuildAsync("m");
        var failed = await bench.TryBuildAsync("twice");

        Assert.Equal(["7"], await bench.RowsAsync("select n from m"));
        Assert.Equal("the 'statement' result named 'q' has already been loaded into a variable", failed.Diagnostics.Single().Message);
    }

    [Fact]
    public async Task A_query_that_a_template_runs_fails_at_its_call()
    {
        await using var bench = await ProjectBench.OpenAsync(("models/m.sql", "{% set r = run_query('select nothing') %}\nselect 1 as id"));

        var failed = await bench.TryBuildAsync("m");

        Assert.StartsWith("models/m.sql:1:12: error SLUICE4002: Binder Error: Referenced column \"nothing\" ", failed.Diagnostics.Single().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_model_points_at_its_line_through_a_macro()
    {
        await using var bench = await ProjectBench.OpenAsync(
            ("macros/cents.sql", "{% macro cents(column) %}({{ column }} * 100){% endmacro %}"),
            ("models/m.sql", "select\n  {{ cents('amount') }} as cents\nfrom (select 1 as id)"));

        var failed = await bench.TryBuildAsync("m");

        Assert.Contains("models/m.sql:2:", failed.Diagnostics.Single().ToString(), StringComparison.Ordinal);
        Assert.Equal("SLUICE4002", failed.Diagnostics.Single().Code);
    }

    [Fact]
    public async Task A_materialization_of_the_project_is_committed_with_its_marker()
    {
        await using var bench = await ProjectBench.OpenAsync(
            ("macros/twice.sql", """
                {% materialization twice, default %}
                  {%- set target_relation = this.incorporate(type='table') -%}
                  {{ run_hooks(pre_hooks) }}
                  {% call statement('main') %}
                    {{ create_table_as(False, target_relation, sql ~ ' union all ' ~ sql) }}
                  {% endcall %}
                  {{ run_hooks(post_hooks) }}
                  {% do adapter.commit() %}
                  {{ return({'relations': [target_relation]}) }}
                {% endmaterialization %}
                """),
            ("models/m.sql", "{{ config(materialized='twice', pre_hook='create table if not exists log(x int)', post_hook='insert into log select count(*) from {{ this }}') }}\nselect 1 as id"));

        var result = await bench.BuildAsync("m");

        Assert.NotNull(result.Marker);
        Assert.Equal(["1", "1"], await bench.RowsAsync("select id from m"));
        Assert.Equal(["2"], await bench.RowsAsync("select x from log"));
        Assert.Single(await bench.Adapter.Commits.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_macro_is_called_with_arguments_and_its_statements_stay()
    {
        await using var bench = await ProjectBench.OpenAsync(
            ("models/m.sql", "select 1 as id"),
            ("macros/fill.sql", "{% macro fill(rows, name='t') %}{% do run_query('create table ' ~ name ~ ' as select i from range(' ~ rows ~ ') r(i)') %}{{ return('made ' ~ name) }}{% endmacro %}"));

        var said = await bench.Queries.CallAsync("fill", "{rows: 3, name: filled}", TestContext.Current.CancellationToken);
        var wrong = await Assert.ThrowsAsync<DiagnosticException>(() => bench.Queries.CallAsync("fil", null, TestContext.Current.CancellationToken));
        var list = await Assert.ThrowsAsync<DiagnosticException>(() => bench.Queries.CallAsync("fill", "[1]", TestContext.Current.CancellationToken));

        Assert.Equal("made filled", said);
        Assert.Equal(["3"], await bench.RowsAsync("select count(*) from filled"));
        Assert.Contains("fill", wrong.Diagnostics.Single().Hint, StringComparison.Ordinal);
        Assert.Equal("SLUICE3160", list.Diagnostics.Single().Code);
    }

    [Fact]
    public async Task Rows_are_shown_without_building_anything()
    {
        await using var bench = await ProjectBench.OpenAsync(("models/m.sql", "select i as id from range(9) r(i) order by i desc -- last first"));

        var first = await bench.Queries.ShowAsync(bench.Node("m"), PartitionKey.None, 2, TestContext.Current.CancellationToken);
        var inline = await bench.Queries.ShowInlineAsync("proj", "select 5 as x;", null, TestContext.Current.CancellationToken);

        Assert.Equal([8L, 7L], first.Rows.Select(row => row[0]));
        Assert.Equal(5L, inline.Scalar);
        Assert.Empty(await bench.RowsAsync("select table_name from information_schema.tables where table_schema = 'main'"));
    }

    [Theory]
    [InlineData("json", "reports/out.json", "[\n\t{\"id\":1,\"name\":\"a\"},\n\t{\"id\":2,\"name\":null}\n]\n")]
    [InlineData("csv", "reports/deep/out.csv", "id,name\n1,a\n2,\n")]
    public async Task A_report_is_written_below_the_target_folder(string format, string path, string expected)
    {
        await using var bench = await ProjectBench.OpenAsync(("models/m.sql", "select * from (values (1, 'a'), (2, null)) t(id, name)"));
        await bench.BuildAsync("m");
        var target = Path.Combine(bench.Folder, "target");

        var written = await new ReportWriter(bench.Adapter, target).WriteAsync(Report(format, path), bench.Node("m"), PartitionKey.None, TestContext.Current.CancellationToken);

        Assert.Equal(Path.Combine(target, path), written);
        Assert.Equal(expected, await File.ReadAllTextAsync(written, TestContext.Current.CancellationToken));
        Assert.Equal([written], Directory.GetFiles(Path.GetDirectoryName(written)!));
    }

    [Theory]
    [InlineData("../out.csv", "SLUICE3170")]
    [InlineData("out-{{ year }}.csv", "SLUICE3171")]
    public async Task A_report_with_a_bad_path_is_refused(string path, string code)
    {
        await using var bench = await ProjectBench.OpenAsync(("models/m.sql", "select 1 as id"));

        var error = await Assert.ThrowsAsync<DiagnosticException>(() => new ReportWriter(bench.Adapter, Path.Combine(bench.Folder, "target"))
            .WriteAsync(Report("csv", path), bench.Node("m"), PartitionKey.None, TestContext.Current.CancellationToken));

        Assert.Equal(code, error.Diagnostics.Single().Code);
    }

    [Fact]
    public async Task A_report_of_a_model_that_is_not_built_is_refused()
    {
        await using var bench = await ProjectBench.OpenAsync(("models/m.sql", "select 1 as id"));

        var error = await Assert.ThrowsAsync<DiagnosticException>(() => new ReportWriter(bench.Adapter, Path.Combine(bench.Folder, "target"))
            .WriteAsync(Report("csv", "out.csv"), bench.Node("m"), PartitionKey.None, TestContext.Current.CancellationToken));

        Assert.Equal("SLUICE3172", error.Diagnostics.Single().Code);
        Assert.False(File.Exists(Path.Combine(bench.Folder, "target", "out.csv")));
    }

    private static ReportSettings Report(string format, string path) =>
        new("out", "m", PerPartition: false, format, path, new SourceText("sluice.yml", "reports:\n  out: {}\n"), new SourceSpan(11, 14));
}
