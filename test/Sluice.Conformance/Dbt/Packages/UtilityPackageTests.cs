using Sluice.Conformance.Dbt.Gotchas;

namespace Sluice.Conformance.Dbt.Packages;

/// <summary>A package of utilities of our own, made of what such packages are made of: dispatch, introspection, callbacks and generic tests.</summary>
[Collection(OneFolderAtATime.Name)]
public sealed class UtilityPackageTests
{
    private const string Checks = """
        {%- macro is_relation(obj, macro) -%}
            {%- if not (obj is mapping and obj.get('metadata', {}).get('type', '').endswith('Relation')) -%}
                {%- do exceptions.raise_compiler_error("Macro " ~ macro ~ " expected a Relation but received: " ~ obj) -%}
            {%- endif -%}
        {%- endmacro -%}
        {% macro is_not_cte(obj, macro) %}{% if obj.is_cte %}{% do exceptions.raise_compiler_error(macro ~ ' cannot read the ephemeral ' ~ obj.name) %}{% endif %}{% endmacro %}
        """;

    private const string Introspection = """
        {% macro columns_of(from, except=[]) -%}{{ return(adapter.dispatch('columns_of', 'kit')(from, except)) }}{%- endmacro %}
        {% macro default__columns_of(from, except=[]) -%}
            {%- do kit.is_relation(from, 'columns_of') -%}
            {%- do kit.is_not_cte(from, 'columns_of') -%}
            {%- if not execute -%}{{ return([]) }}{%- endif -%}
            {%- set names = [] -%}
            {%- set except = except | map('lower') | list -%}
            {%- for col in adapter.get_columns_in_relation(from) if col.column | lower not in except -%}
                {%- do names.append(col.column) -%}
            {%- endfor -%}
            {{ return(names) }}
        {%- endmacro %}

        {% macro star(from, alias=False, except=[], prefix='') -%}{{ return(adapter.dispatch('star', 'kit')(from, alias, except, prefix)) }}{%- endmacro %}
        {% macro default__star(from, alias=False, except=[], prefix='') -%}
            {%- set cols = kit.columns_of(from, except) -%}
            {%- if cols | length <= 0 -%}{{ return('*') }}
            {%- else -%}
                {%- for col in cols %}
                    {%- if alias %}{{ alias }}.{% endif -%}{{ adapter.quote(col) | trim }}{% if prefix != '' %} as {{ adapter.quote(prefix ~ col) | trim }}{% endif %}
                    {%- if not loop.last %},{{ '\n  ' }}{%- endif -%}
                {%- endfor -%}
            {%- endif -%}
        {%- endmacro %}

        {% macro column_values(table, column, order_by='count(*) desc', default=none, where=none) -%}
            {{ return(adapter.dispatch('column_values', 'kit')(table, column, order_by, default, where)) }}
        {%- endmacro %}
        {% macro default__column_values(table, column, order_by, default, where) -%}
            {%- if not execute -%}{% set default = [] if not default %}{{ return(default) }}{% endif -%}
            {%- set exists = load_relation(table) is not none -%}
            {%- call statement('values', fetch_result=true) %}
                select {{ column }} as value from {{ table }} {% if where is not none %}where {{ where }}{% endif %}
                group by {{ column }} order by {{ order_by }}
            {% endcall -%}
            {%- set rows = load_result('values') -%}
            {%- if exists and rows and rows['data'] -%}
                {%- set values = rows['data'] | map(attribute=0) | list -%}
                {{ return(values) }}
            {%- else -%}{{ return(default) }}{%- endif -%}
        {%- endmacro %}

        {% macro single_value(query, default=none) -%}
            {%- if not execute -%}{{ return(default) }}{%- endif -%}
            {%- call statement('single', fetch_result=True, auto_begin=false) -%}{{ query }}{%- endcall -%}
            {%- set r = load_result('single').table -%}
            {{ return(r.columns[0].values()[0] if r | length > 0 else default) }}
        {%- endmacro %}

        {% macro as_dict(query) -%}
            {%- set found = {} -%}
            {%- set table = run_query(query) -%}
            {%- if execute -%}
                {%- for name in table.column_names -%}{%- do found.update({name: table.columns[loop.index0].values()}) -%}{%- endfor -%}
            {%- endif -%}
            {{ return(found) }}
        {%- endmacro %}

        {% macro relations_like(pattern) -%}
            {%- set found = [] -%}
            {%- call statement('tables', fetch_result=True) -%}
                select table_schema, table_name, case table_type when 'VIEW' then 'view' else 'table' end as table_type
                from information_schema.tables where table_name like '{{ pattern }}' order by 2
            {%- endcall -%}
            {%- set list = load_result('tables') -%}
            {%- if list and list['table'] -%}
                {%- for row in list['table'] -%}
                    {%- do found.append(api.Relation.create(database=target.database, schema=row.table_schema, identifier=row.table_name, type=row.table_type)) -%}
                {%- endfor -%}
            {%- endif -%}
            {{ return(found) }}
        {%- endmacro %}
        """;

    private const string Shaping = """
        {% macro key_of(fields) -%}{{ return(adapter.dispatch('key_of', 'kit')(fields)) }}{%- endmacro %}
        {% macro default__key_of(field_list) -%}
            {%- if var('key_of_nulls_as_empty', False) -%}{%- set if_null = '' -%}{%- else -%}{%- set if_null = '_null_' -%}{%- endif -%}
            {%- set fields = [] -%}
            {%- for field in field_list -%}
                {%- do fields.append("coalesce(cast(" ~ field ~ " as " ~ dbt.type_string() ~ "), '" ~ if_null ~ "')") -%}
                {%- if not loop.last %}{%- do fields.append("'-'") -%}{%- endif -%}
            {%- endfor -%}
            {{ dbt.hash(dbt.concat(fields)) }}
        {%- endmacro %}

        {% macro pivot(column, values, agg='sum', then_value=1, else_value=0, prefix='', callback=none) %}
            {%- for value in values -%}
                {{ agg }}(case when {{ column }} = '{{ dbt.escape_single_quotes(value) }}' then {{ then_value }} else {{ else_value }} end)
                as {{ adapter.quote(callback(value) if callback else prefix ~ value) }}{% if not loop.last %}, {% endif %}
            {%- endfor -%}
        {%- endmacro %}

        {% macro union_of(relations, source_column='_from') -%}
            {%- set superset, ordered = {}, [] -%}
            {%- for relation in relations -%}
                {%- do kit.is_relation(relation, 'union_of') -%}
                {%- for col in adapter.get_columns_in_relation(relation) -%}
                    {%- if col.column in superset -%}
                        {%- set old = superset[col.column] -%}
                        {%- if col.is_string() and old.is_string() and col.string_size() > old.string_size() -%}{%- do superset.update({col.column: col}) -%}{%- endif -%}
                    {%- else -%}
                        {%- do superset.update({col.column: col}) -%}{%- do ordered.append(col.column) -%}
                    {%- endif -%}
                {%- endfor -%}
            {%- endfor -%}
            {%- if not execute -%}{{ return('') }}{%- endif -%}
            {%- for relation in relations %}
                (select cast({{ dbt.string_literal(relation.identifier) }} as {{ dbt.type_string() }}) as {{ source_column }},
                {%- set here = adapter.get_columns_in_relation(relation) | map(attribute='column') | list -%}
                {%- for name in ordered %}
                    cast({{ adapter.quote(name) if name in here else 'null' }} as {{ superset[name].data_type }}) as {{ adapter.quote(name) }}{{ ',' if not loop.last }}
                {%- endfor %} from {{ relation }})
                {% if not loop.last %}union all{% endif %}
            {%- endfor -%}
        {%- endmacro %}

        {% macro safe_sum(fields) -%}
            {%- if varargs | length >= 1 or fields is not iterable or fields is string -%}
                {%- do exceptions.raise_compiler_error('safe_sum takes one list') -%}
            {%- endif -%}
            {%- set parts = [] -%}{%- for field in fields -%}{%- set _ = parts.append('coalesce(' ~ field ~ ', 0)') -%}{%- endfor -%}
            {{ parts | join(' +\n  ') }}
        {%- endmacro %}

        {% macro slug(text) %}{{ return(modules.re.sub('[^a-z0-9_]+', '', modules.re.sub('[ -]+', '_', text | lower))) }}{% endmacro %}
        {% macro wrapped(name) %}<{{ name }}>{{ caller(name) }}</{{ name }}>{% endmacro %}
        {% macro count_up(n) %}{% set ns = namespace(total=0) %}{% for i in range(1, n + 1) %}{% set ns.total = ns.total + i %}{% endfor %}{{ return(ns.total) }}{% endmacro %}
        """;

    private const string Tests = """
        {% test expression(model, expression, column_name=None) %}{{ return(adapter.dispatch('test_expression', 'kit')(model, expression, column_name)) }}{% endtest %}
        {% macro default__test_expression(model, expression, column_name) %}
            {% set column_list = '*' if should_store_failures() else '1' %}
            select {{ column_list }} from {{ model }} where not({{ (column_name ~ ' ') if column_name }}{{ expression }})
        {% endmacro %}

        {% test same_rows(model, compare_model, columns=None) %}
            {%- if not execute -%}{{ return('') }}{%- endif -%}
            {%- if not columns -%}{%- set columns = adapter.get_columns_in_relation(model) | map(attribute='quoted') -%}{%- endif -%}
            {% set csv = columns | join(', ') %}
            (select {{ csv }} from {{ model }} {{ dbt.except() }} select {{ csv }} from {{ compare_model }})
            union all
            (select {{ csv }} from {{ compare_model }} {{ dbt.except() }} select {{ csv }} from {{ model }})
        {% endtest %}
        """;

    private static readonly (string Path, string Text)[] Package =
    [
        ("packages.yml", "packages:\n  - package: us/kit\n    version: 1.0.0\n"),
        ("dbt_packages/kit/dbt_project.yml", "name: kit\nversion: '1.0'\nvars: { kit: { from_kit: 1 } }\n"),
        ("dbt_packages/kit/macros/checks.sql", Checks),
        ("dbt_packages/kit/macros/introspection.sql", Introspection),
        ("dbt_packages/kit/macros/shaping.sql", Shaping),
        ("dbt_packages/kit/macros/generic_tests/tests.sql", Tests),
        ("seeds/orders.csv", "id,status,amount,note\n1,paid,10,a\n2,open,20,\n3,paid,30,c\n"),
    ];

    [Fact]
    public async Task A_project_that_uses_a_package_of_utilities_builds()
    {
        using var project = new GotchaProject(
        [
            .. Package,
            ("models/starred.sql", "select {{ kit.star(ref('orders'), except=['NOTE'], prefix='o_') }} from {{ ref('orders') }}"),
            ("models/keyed.sql", "select id, {{ kit.key_of(['id', 'note']) }} as key from {{ ref('orders') }}"),
            ("models/pivoted.sql", "{% set states = kit.column_values(ref('orders'), 'status', order_by='1') %}select {{ kit.pivot('status', states, callback=kit.slug) }} from {{ ref('orders') }}"),
            ("models/part_a.sql", "{{ config(materialized='table') }}select 1 as id, 'x' as t"),
            ("models/part_b.sql", "{{ config(materialized='table') }}select 2 as id, 1.5 as m"),
            ("models/united.sql", "{{ kit.union_of([ref('part_a'), ref('part_b')]) }}"),
            ("models/summed.sql", "select {{ kit.safe_sum(['amount', 'null']) }} as total, {{ kit.single_value('select max(amount) from ' ~ ref('orders'), default=0) }} as most from {{ ref('orders') }}"),
            ("models/text.sql", "{% set d = kit.as_dict('select id, status from ' ~ ref('orders') ~ ' order by id') %}select '{{ d.status | join(\"-\") if d else '' }} {{ kit.slug('Hello, World - 2') }} {{ kit.count_up(4) }} {% call(name) kit.wrapped('b') %}[{{ name }}]{% endcall %}' as x"),
            ("models/like.sql", "-- {{ ref('part_a') }} {{ ref('part_b') }}\n{% set found = kit.relations_like('part_%') %}select '{{ found | map(attribute='identifier') | join(' ') }} {{ (found | first).is_table if found }}' as x"),
            ("models/models.yml", """
                models:
                  - name: starred
                    data_tests:
                      - kit.expression: { expression: "o_amount > 5" }
                      - kit.same_rows: { compare_model: ref('starred') }
                    columns:
                      - name: o_id
                        data_tests:
                          - kit.expression: { arguments: { expression: "< 10" } }
                """),
        ]);

        var call = await project.RunAsync("build");

        Assert.True(call.Exit == 0, call.Error + call.Output);
        Assert.Equal("1|paid|10", await project.QueryAsync("select o_id, o_status, o_amount from starred order by 1 limit 1"));
        Assert.Equal("3", await project.QueryAsync("select count(distinct key) from keyed"));
        Assert.Equal("1|2", await project.QueryAsync("select open, paid from pivoted"));
        Assert.Equal("part_a|1|x|\npart_b|2||1.5", await project.QueryAsync("select * from united order by id"));
        Assert.Equal("10|30", await project.QueryAsync("select * from summed order by 1 limit 1"));
        Assert.Equal("paid-open-paid hello_world_2 10 <b>[b]</b>", await project.QueryAsync("select x from text"));
        Assert.Equal("part_a part_b True", await project.QueryAsync("select x from \"like\""));
    }

    [Fact]
    public async Task An_error_that_a_package_raises_names_the_model_that_called_it()
    {
        using var project = new GotchaProject([.. Package, ("models/m.sql", "select\n  {{ kit.star('orders') }}\nfrom {{ ref('orders') }}")]);

        var call = await project.RunAsync("run");

        Assert.NotEqual(0, call.Exit);
        Assert.Contains("Macro columns_of expected a Relation but received: orders", call.Error, StringComparison.Ordinal);
        Assert.Contains("models/m.sql:2", call.Error, StringComparison.Ordinal);
        Assert.Contains("star", call.Error, StringComparison.Ordinal);
    }
}
