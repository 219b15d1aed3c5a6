{% macro default__null_mark() -%}{{ return('nothing') }}{%- endmacro %}
