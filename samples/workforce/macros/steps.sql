{# The highest step whose minimum a value reaches; steps is a list of structs in ascending order of minimum. #}
{% macro reached_step(steps, value) -%}
list_last(list_filter({{ steps }}, lambda step: step.minimum <= {{ value }}))
{%- endmacro %}
