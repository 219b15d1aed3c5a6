{# What a match tier is looked up by: points are age plus service, every other mode goes by service. #}
{% macro match_key(people) -%}
{%- if match_mode() | trim == 'by_points' -%}
{{ people }}.age + {{ people }}.tenure
{%- else -%}
{{ people }}.tenure
{%- endif -%}
{%- endmacro %}


{% macro core_key(people) -%}
{%- if core_mode() | trim == 'by_points' -%}
{{ people }}.age + {{ people }}.tenure
{%- elif core_mode() | trim == 'by_age' -%}
{{ people }}.age
{%- else -%}
{{ people }}.tenure
{%- endif -%}
{%- endmacro %}
