-- A simulated year lies outside the table of limits; the nearest known year is used in its place.
{{ config(severity='warn') }}

select simulation_year, limit_year as used_year
from {{ ref('int_plan_limits') }} as limits
where is_outside_table
