{# These are asked of every record, and a pattern with LIKE costs a third of a regular expression. #}
{% macro is_no_email(column) -%}
({{ column }} not like '%_@_%._%' or contains({{ column }}, ' ') or {{ column }} like '%@%@%')
{%- endmacro %}

{% macro is_no_phone(column) -%}
(strlen({{ column }}) < 7 or translate({{ column }}, '0123456789()+. x-', '') <> '')
{%- endmacro %}
