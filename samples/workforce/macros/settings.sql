{# A setting that must be one of a few words; anything else stops the compilation and says what would do. #}
{% macro one_of(name, value, allowed) -%}
{%- if value not in allowed -%}
{{ exceptions.raise_compiler_error(
    'setting `' ~ name ~ '` is `' ~ value ~ '`; it must be one of ' ~ allowed | join(', ')
) }}
{%- endif -%}
{{ value }}
{%- endmacro %}


{% macro between(name, value, lowest, highest) -%}
{%- if value < lowest or value > highest -%}
{{ exceptions.raise_compiler_error(
    'setting `' ~ name ~ '` is ' ~ value ~ '; it must lie between ' ~ lowest ~ ' and ' ~ highest
) }}
{%- endif -%}
{{ value }}
{%- endmacro %}


{# When nearly every hire leaves again, no number of hires reaches the target. #}
{% macro share_of_leaving_hires() -%}
{%- set share = var('new_hire_termination_rate') -%}
{%- if share < 0 or share >= 0.99 -%}
{{ exceptions.raise_compiler_error(
    'setting `new_hire_termination_rate` is ' ~ share ~ '; it must be at least 0 and below 0.99'
) }}
{%- endif -%}
{{ share }}
{%- endmacro %}


{% macro raise_timing() -%}
{{ one_of('raise_timing', var('raise_timing'), ['calendar', 'distributed']) }}
{%- endmacro %}


{% macro auto_enrollment_scope() -%}
{{ one_of('auto_enrollment_scope', var('auto_enrollment_scope'), ['new_hires', 'all_eligible']) }}
{%- endmacro %}


{% macro match_mode() -%}
{{ one_of('match_mode', var('match_mode'), ['deferral_tiers', 'by_service', 'by_tenure_band', 'by_points']) }}
{%- endmacro %}


{% macro core_mode() -%}
{{ one_of('core_mode', var('core_mode'), ['flat', 'by_service', 'by_points', 'by_age']) }}
{%- endmacro %}


{% macro vesting_schedule() -%}
{{ one_of('vesting_schedule', var('vesting_schedule'), [
    'immediate', 'cliff_1', 'cliff_2', 'cliff_3', 'cliff_4', 'graded_3', 'graded_4', 'graded_5', 'graded_6', 'qaca_2'
]) }}
{%- endmacro %}
