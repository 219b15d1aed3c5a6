-- Everybody who leaves this year and when. Every later family of events is filtered by it.
{{ config(materialized='ephemeral', partition_by='simulation_year') }}

select simulation_year, employee_id, effective_date as leaving_date
from {{ ref('int_termination_events') }} as experienced
union all
select simulation_year, employee_id, effective_date as leaving_date
from {{ ref('int_new_hire_termination_events') }} as new_hires
