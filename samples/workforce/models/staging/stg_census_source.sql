-- The census file as text, one column per name of the documented schema; what the file lacks is null.
{% set columns = census_columns() %}

with source as (
    select * from {{ census_file() }}
),

named as (
    select
        {% for name in required_census_columns() + optional_census_columns() -%}
        {%- if name in columns -%}
        nullif(trim(cast("{{ columns[name] | replace('"', '""') }}" as varchar)), '') as {{ name }}
        {%- else -%}
        cast(null as varchar) as {{ name }}
        {%- endif -%}
        {{ "," if not loop.last }}
        {% endfor %}
    from source
)

select
    *,
    md5(concat_ws('|'
        {%- for name in required_census_columns() + optional_census_columns() %}, coalesce({{ name }}, ''){% endfor -%}
    )) as row_hash
from named
