{# The documented schema of a census: what must be there, and what may be missing. #}
{% macro required_census_columns() %}
{{ return(['employee_id', 'employee_birth_date', 'employee_hire_date', 'employee_gross_compensation']) }}
{% endmacro %}


{% macro optional_census_columns() %}
{{ return([
    'employee_ssn', 'employee_termination_date', 'employee_deferral_rate', 'scheduled_hours_per_week',
    'auto_escalation_opt_out', 'eligibility_override', 'active', 'employee_capped_compensation',
    'employee_contribution', 'pre_tax_contribution', 'roth_contribution', 'after_tax_contribution',
    'employer_core_contribution', 'employer_match_contribution', 'eligibility_entry_date'
]) }}
{% endmacro %}


{# The file as a table function. A CSV is read as text, so that a bad value rejects its row and not the file. #}
{% macro census_file() -%}
{%- set path = var('census_path') | replace("'", "''") -%}
{%- if path.endswith('.parquet') -%}
read_parquet('{{ path }}')
{%- else -%}
read_csv('{{ path }}', header = true, all_varchar = true)
{%- endif -%}
{%- endmacro %}


{# Maps each name of the schema, in any case and order, to the column of the file that holds it. #}
{% macro census_columns() %}
{% set found = {} %}
{% if execute %}
    {% set path = var('census_path') %}
    {% if run_query("select 1 from glob('" ~ path | replace("'", "''") ~ "')").rows | length == 0 %}
        {{ exceptions.raise_compiler_error(
            'census file `' ~ path ~ '` not found; set census_path to a CSV or Parquet file'
        ) }}
    {% endif %}
    {% if run_query('select 1 from ' ~ census_file() ~ ' limit 1').rows | length == 0 %}
        {{ exceptions.raise_compiler_error('census file `' ~ path ~ '` is empty: it has no row of data') }}
    {% endif %}
    {% for name in run_query('describe select * from ' ~ census_file()).columns[0].values() %}
        {% do found.update({name | trim | lower: name}) %}
    {% endfor %}
    {% for name in required_census_columns() if name not in found %}
        {{ exceptions.raise_compiler_error(
            'census file `' ~ path ~ '` has no column `' ~ name ~ '`; it has ' ~ found.values() | join(', ')
        ) }}
    {% endfor %}
{% endif %}
{{ return(found) }}
{% endmacro %}
