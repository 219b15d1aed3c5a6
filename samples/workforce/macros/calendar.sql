{% macro first_day() -%}
date '{{ partition.key }}-01-01'
{%- endmacro %}


{% macro last_day() -%}
date '{{ partition.key }}-12-31'
{%- endmacro %}


{% macro days_in_year() -%}
({{ last_day() }} - {{ first_day() }} + 1)
{%- endmacro %}


{% macro start_of_simulation() -%}
date '{{ var("start_year") }}-01-01'
{%- endmacro %}


{# Completed years from one day to another, within the range of the look-up tables. #}
{% macro age_on(day, birth_date='birth_date') -%}
cast(least(greatest(date_sub('year', {{ birth_date }}, {{ day }}), 0), 120) as integer)
{%- endmacro %}


{% macro tenure_on(day, hire_date='hire_date') -%}
cast(least(greatest(date_sub('year', {{ hire_date }}, {{ day }}), 0), 120) as integer)
{%- endmacro %}


{# Days of a stretch [from_date, to_date) that lie on or after a day. #}
{% macro days_since(day, from_date='from_date', to_date='to_date') -%}
greatest({{ to_date }} - greatest({{ from_date }}, {{ day }}), 0)
{%- endmacro %}


{# The day on which both the minimum age and the waiting period are reached. #}
{% macro eligibility_date(birth_date='birth_date', hire_date='hire_date') -%}
greatest(
    cast({{ birth_date }} + to_years({{ var('eligibility_minimum_age') }}) as date),
    {{ hire_date }} + {{ var('eligibility_waiting_days') }}
)
{%- endmacro %}
