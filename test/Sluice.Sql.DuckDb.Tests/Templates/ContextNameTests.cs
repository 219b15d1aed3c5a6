namespace Sluice.Sql.DuckDb.Tests.Templates;

/// <summary>The names that dbt gives to templates, beyond the everyday ones.</summary>
public sealed class ContextNameTests
{
    [Theory]
    [InlineData("{{ one.include(database=false) }} {{ one.quote(schema=false) }} {{ one.without_identifier() }}", "\"s\".\"i\" \"d\".s.\"i\" \"d\".\"s\"")]
    [InlineData("{{ one.incorporate(path={'identifier': 'j'}, type='view').is_view }} {{ one.incorporate(path={'identifier': 'j'}) }}", "True \"d\".\"s\".\"j\"")]
    [InlineData("{{ one.replace_path(schema='t') }} {{ one.render() }} {{ one.path.schema }} {{ one['identifier'] }} {{ one.get('type') }}", "\"d\".\"t\".\"i\" \"d\".\"s\".\"i\" s i table")]
    [InlineData("{{ one.quote_policy }} {{ one.include_policy.schema }} {{ one.quote_character }} {{ one.quoted('x') }}", "{'database': True, 'schema': True, 'identifier': True} True \" \"x\"")]
    [InlineData("{{ one.information_schema('columns') }} {{ one.information_schema() }}", "\"d\".INFORMATION_SCHEMA.columns \"d\".INFORMATION_SCHEMA")]
    [InlineData("{{ one is mapping }} {{ one.metadata.type }} {{ one.get('metadata', {}).get('type', '').endswith('Relation') }}", "True DuckDBRelation True")]
    [InlineData("{{ api.Relation.create(schema='s', identifier='i', quote_policy={'schema': false}) }} {{ api.Relation.View }} {{ adapter.Relation.create(identifier='x') }}", "s.\"i\" view \"x\"")]
    [InlineData("{{ one.is_table }} {{ one.is_view }} {{ one.is_cte }} {{ one.type }} {{ one == one.include() }}", "True False False table True")]
    public async Task A_relation_has_the_members_that_dbt_gives_it(string template, string expected) => await ExpectAsync(template, expected);

    [Theory]
    [InlineData("{{ api.Column.from_description('n', 'varchar(20)').char_size }} {{ api.Column.from_description('n', 'numeric(10, 2)').data_type }}", "20 numeric(10,2)")]
    [InlineData("{% set c = api.Column('n', 'bigint') %}{{ c.is_integer() }} {{ c.is_number() }} {{ c.is_string() }} {{ c.quoted }} {{ c.column }} {{ c.dtype }}", "True True False \"n\" n bigint")]
    public async Task A_column_has_the_members_that_dbt_gives_it(string template, string expected) => await ExpectAsync(template, expected);

    [Theory]
    [InlineData("{{ run_query('select 1 as a, 2 as b').print_table() }}", "None")]
    [InlineData("{% set t = run_query('select i % 2 as a, i as b from range(4) t(i) order by 2') %}{{ t.distinct('a') | length }} {{ t.select(['b']).column_names }} {{ t.order_by('b', reverse=true).rows[0].b }}", "2 ('b',) 3")]
    [InlineData("{% call statement('x', fetch_result=true) %}select 7 as a{% endcall %}{% set r = load_result('x') %}{{ r.response }} {{ r['response'].rows_affected }} {{ r['data'] }} {{ r.table.columns[0].values() }}", "OK None [(7,)] (7,)")]
    [InlineData("{% do store_result('y', response='done') %}{{ load_result('y').response }}", "done")]
    public async Task A_result_has_the_members_that_dbt_gives_it(string template, string expected) => await ExpectAsync(template, expected);

    [Theory]
    [InlineData("{{ context['project_name'] }} {{ context.get('nothing', 'else') }} {{ 'ref' in context }} {{ 'ref' in context.keys() }}", "proj else True True")]
    [InlineData("{{ builtins.var('x', 3) }} {{ builtins['tojson']([1]) }} {{ 'ref' in builtins }} {{ 'type_string' in builtins }}", "3 [1] True False")]
    [InlineData("{{ render('{{ 1 + 1 }}') }} {{ write('x') }}|{{ dbt_duckdb.type_string() }}", "2 |TEXT")]
    [InlineData("{{ try_or_compiler_error('no', modules.re.sub, 'a', 'b', 'aa') }}", "bb")]
    [InlineData("{{ validation.any['a', 'b']('a') }}|{{ adapter.config.credentials.schema }} {{ adapter.config.target_name }}", "|main dev")]
    [InlineData("{{ graph.keys() | list | length > 4 }} {{ graph['nodes']['model.proj.m'].name }} {{ graph.get('sources') }}", "True m {}")]
    [InlineData("{{ modules.datetime.datetime.combine(modules.datetime.date(2024, 1, 2), modules.datetime.time(3, 4)) }} {{ modules.datetime.time(3, 4).isoformat() }}", "2024-01-02 03:04:00 03:04:00")]
    [InlineData("{{ diff_of_two_dicts({'a': ['x', 'y']}, {'a': ['X']}) }} {{ set([1, 1]) }} {{ zip([1], [2]) | list }} {{ local_md5('x') }}", "{'a': ['y']} {1} [(1, 2)] 9dd4e461268c8034f5c8564e155c67a6")]
    public async Task A_name_means_what_it_means_in_dbt(string template, string expected) => await ExpectAsync(template, expected);

    [Theory]
    [InlineData("{{ submit_python_job(model, 'x') }}", "models in Python are not supported")]
    [InlineData("{{ adapter_macro('x') }}", "`adapter_macro` went with dbt 1.0")]
    [InlineData("{{ try_or_compiler_error('it went wrong', modules.datetime.date, 2024, 13, 1) }}", "it went wrong")]
    [InlineData("{{ validation.any['a', 'b']('c') }}", "expected value to be one of 'a', 'b', got `c`")]
    public async Task A_name_that_cannot_do_its_work_says_why(string template, string expected)
    {
        await using var bench = await ProjectBench.OpenAsync(("models/m.sql", "select 1 as id"));

        var error = await Assert.ThrowsAnyAsync<Sluice.Diagnostics.DiagnosticException>(() => bench.Queries.CompileInlineAsync("proj", template, TestContext.Current.CancellationToken));

        Assert.Contains(expected, error.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    private static async Task ExpectAsync(string template, string expected)
    {
        await using var bench = await ProjectBench.OpenAsync(("models/m.sql", "select 1 as id"));

        var text = await bench.Queries.CompileInlineAsync(
            "proj", "{% set one = api.Relation.create(database='d', schema='s', identifier='i', type='table') %}" + template, TestContext.Current.CancellationToken);

        Assert.Equal(expected, text);
    }
}
