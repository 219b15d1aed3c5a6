{% macro type_string() %}{{ return(api.Column.translate_type('string')) }}{% endmacro %}
{% macro type_timestamp() %}{{ return(api.Column.translate_type('timestamp')) }}{% endmacro %}
{% macro type_float() %}{{ return(api.Column.translate_type('float')) }}{% endmacro %}
{% macro type_numeric() %}{{ return(api.Column.numeric_type('numeric', 28, 6)) }}{% endmacro %}
{% macro type_bigint() %}{{ return(api.Column.translate_type('bigint')) }}{% endmacro %}
{% macro type_int() %}{{ return(api.Column.translate_type('integer')) }}{% endmacro %}
{% macro type_boolean() %}{{ return(api.Column.translate_type('boolean')) }}{% endmacro %}

{% macro current_timestamp() %}now(){% endmacro %}
{% macro current_timestamp_backcompat() %}current_timestamp::timestamp{% endmacro %}
{% macro current_timestamp_in_utc_backcompat() %}current_timestamp at time zone 'UTC'{% endmacro %}
{% macro snapshot_get_time() %}{{ current_timestamp() }}::timestamp{% endmacro %}

{% macro dateadd(datepart, interval, from_date_or_timestamp) %}({{ from_date_or_timestamp }} + cast({{ interval }} as bigint) * interval 1 {{ datepart }}){% endmacro %}
{% macro datediff(first_date, second_date, datepart) %}(date_diff('{{ datepart }}', {{ first_date }}::timestamp, {{ second_date }}::timestamp)){% endmacro %}
{% macro date_trunc(datepart, date) %}date_trunc('{{ datepart }}', {{ date }}){% endmacro %}
{% macro last_day(date, datepart) %}cast({{ date_trunc(datepart, date) }} + {{ 'interval 3 month' if datepart == 'quarter' else 'interval 1 ' ~ datepart }} - interval 1 day as date){% endmacro %}
{% macro date(year, month, day) %}make_date({{ year }}, {{ month }}, {{ day }}){% endmacro %}

{% macro cast(field, type) %}cast({{ field }} as {{ type }}){% endmacro %}
{% macro safe_cast(field, type) %}try_cast({{ field }} as {{ type }}){% endmacro %}
{% macro cast_bool_to_text(field) %}cast({{ field }} as {{ type_string() }}){% endmacro %}
{% macro concat(fields) %}{{ return(fields | join(' || ')) }}{% endmacro %}
{% macro hash(field) %}md5(cast({{ field }} as {{ type_string() }})){% endmacro %}
{% macro length(expression) %}length({{ expression }}){% endmacro %}
{% macro position(substring_text, string_text) %}position({{ substring_text }} in {{ string_text }}){% endmacro %}
{% macro replace(field, old_chars, new_chars) %}replace({{ field }}, {{ old_chars }}, {{ new_chars }}){% endmacro %}
{% macro right(string_text, length_expression) %}case when {{ length_expression }} = 0 then '' else right({{ string_text }}, {{ length_expression }}) end{% endmacro %}
{% macro split_part(string_text, delimiter_text, part_number) %}string_split({{ string_text }}, {{ delimiter_text }})[ {{ part_number }} ]{% endmacro %}
{% macro string_literal(value) %}'{{ value }}'{% endmacro %}
{% macro escape_single_quotes(expression) %}{{ return(expression | replace("'", "''")) }}{% endmacro %}
{% macro listagg(measure, delimiter_text="','", order_by_clause=none, limit_num=none) %}
    {%- if limit_num -%}
        list_aggr((array_agg({{ measure }}{{ ' ' ~ order_by_clause if order_by_clause }}))[1:{{ limit_num }}], 'string_agg', {{ delimiter_text }})
    {%- else -%}
        string_agg({{ measure }}, {{ delimiter_text }}{{ ' ' ~ order_by_clause if order_by_clause }})
    {%- endif -%}
{% endmacro %}
{% macro any_value(expression) %}any_value({{ expression }}){% endmacro %}
{% macro bool_or(expression) %}bool_or({{ expression }}){% endmacro %}
{% macro array_append(array, new_element) %}list_append({{ array }}, {{ new_element }}){% endmacro %}
{% macro array_concat(array_1, array_2) %}list_concat({{ array_1 }}, {{ array_2 }}){% endmacro %}
{% macro array_construct(inputs=[], data_type=none) %}
    {%- if inputs | length > 0 -%}
        [{{ inputs | join(' , ') }}]
    {%- else -%}
        cast([] as {{ data_type or 'integer' }}[])
    {%- endif -%}
{% endmacro %}
{% macro intersect() %}intersect{% endmacro %}
{% macro except() %}except{% endmacro %}
{% macro equals(expr1, expr2) %}({{ expr1 }} is not distinct from {{ expr2 }}){% endmacro %}

{% macro get_powers_of_two(upper_bound) %}
    {%- if upper_bound <= 0 -%}{{ exceptions.raise_compiler_error('upper bound must be positive') }}{%- endif -%}
    {%- for n in range(1, 100) -%}{%- if upper_bound <= 2 ** n -%}{{ return(n) }}{%- endif -%}{%- endfor -%}
{% endmacro %}
{% macro generate_series(upper_bound) %}
    select cast(generated_number as bigint) as generated_number
    from generate_series(1, {{ upper_bound }}) as series(generated_number)
{% endmacro %}
{% macro get_intervals_between(start_date, end_date, datepart) %}
    {%- if not execute -%}{{ return(1) }}{%- endif -%}
    {%- set result = run_query('select ' ~ datediff(start_date, end_date, datepart)) -%}
    {{ return(result.columns[0].values()[0]) }}
{% endmacro %}
{% macro date_spine(datepart, start_date, end_date) %}
    select cast(generated as {{ 'timestamp' if datepart in ('hour', 'minute', 'second') else 'timestamp' }}) as date_{{ datepart }}
    from generate_series(
        cast({{ start_date }} as timestamp), cast({{ end_date }} as timestamp) - interval 1 {{ datepart }}, interval 1 {{ datepart }}
    ) as series(generated)
{% endmacro %}
