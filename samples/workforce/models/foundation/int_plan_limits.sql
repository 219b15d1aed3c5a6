-- The limits of the tax year, one row. A year outside the table uses the nearest known one (a test warns).
{{ config(partition_by='simulation_year') }}

with nearest as (
    select least(greatest({{ partition.key }}, min(limit_year)), max(limit_year)) as limit_year
    from {{ ref('irs_limits') }}
)

select
    {{ partition.key }} as simulation_year,
    limits.*,
    limits.limit_year <> {{ partition.key }} as is_outside_table
from {{ ref('irs_limits') }} as limits
inner join nearest using (limit_year)
