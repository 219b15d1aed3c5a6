{% test in_range(model, column_name, min_value=none, max_value=none, inclusive=true) %}
    {{ return(adapter.dispatch('test_in_range', 'toolbox')(model, column_name, min_value, max_value, inclusive)) }}
{% endtest %}

{% macro default__test_in_range(model, column_name, min_value, max_value, inclusive) %}
    select * from {{ model }}
    where 1 = 2
    {%- if min_value is not none %} or not {{ column_name }} >{{ '=' if inclusive }} {{ min_value }}{% endif %}
    {%- if max_value is not none %} or not {{ column_name }} <{{ '=' if inclusive }} {{ max_value }}{% endif %}
{% endmacro %}

{% test unique_together(model, columns, quote=false) %}
    {%- if not columns -%}{{ exceptions.raise_compiler_error('`columns` of unique_together is empty') }}{%- endif -%}
    {%- set names = columns if not quote else columns | map('tojson') | list -%}
    select {{ names | join(', ') }} from {{ model }} group by {{ names | join(', ') }} having count(*) > 1
{% endtest %}

{% test as_many_rows_as(model, compare_model) %}
    select a.n as n, b.n as other from (select count(*) as n from {{ model }}) a cross join (select count(*) as n from {{ compare_model }}) b where a.n <> b.n
{% endtest %}
