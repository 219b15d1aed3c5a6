-- Everybody who is employed at some time in the year, with what the plan needs to know of them.
{{ config(materialized='ephemeral', partition_by='simulation_year') }}

with people as (
    select employee_id, birth_date, hire_date, job_level, compensation, may_join_plan
    from {{ prev('int_workforce_state', initial='int_baseline_workforce') }} as state
    where is_active

    union all

    select employee_id, birth_date, hire_date, job_level, new_compensation, true
    from {{ ref('int_hiring_events') }} as hires
)

select
    {{ partition.key }} as simulation_year,
    people.*,
    leavers.leaving_date
from people
left join {{ ref('int_leaving_dates') }} as leavers using (employee_id)
