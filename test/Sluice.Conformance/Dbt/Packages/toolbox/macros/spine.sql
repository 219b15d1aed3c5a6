{% macro date_spine(datepart, start_date, end_date) -%}
    {{ return(adapter.dispatch('date_spine', 'toolbox')(datepart, start_date, end_date)) }}
{%- endmacro %}

{% macro default__date_spine(datepart, start_date, end_date) %}
    {%- set count = toolbox.intervals_between(start_date, end_date, datepart) -%}
    with numbers as (
        {{ toolbox.numbers(count) }}
    )
    select {{ dbt.dateadd(datepart, 'n - 1', start_date) }} as date_{{ datepart }}
    from numbers
    where {{ dbt.dateadd(datepart, 'n - 1', start_date) }} < {{ end_date }}
{% endmacro %}

{% macro intervals_between(start_date, end_date, datepart) -%}
    {%- call statement('between', fetch_result=True) %}select {{ dbt.datediff(start_date, end_date, datepart) }}{% endcall -%}
    {%- set found = load_result('between') -%}
    {{ return(found['data'][0][0] if execute and found else 1) }}
{%- endmacro %}

{# Powers of two, crossed: no function of one database is needed. #}
{% macro numbers(count) %}
    {%- set ns = namespace(powers=0) -%}
    {%- for i in range(1, 30) if 2 ** i < count -%}{%- set ns.powers = i -%}{%- endfor -%}
    with bit as (select 0 as b union all select 1)
    select 1
    {%- for i in range(ns.powers + 1) %} + p{{ i }}.b * {{ 2 ** i }}{% endfor %} as n
    from {% for i in range(ns.powers + 1) %}bit as p{{ i }}{{ ' cross join ' if not loop.last }}{% endfor %}
{% endmacro %}
