-- One event per person, ever: the day on which the plan opens.
{{ config(partition_by='simulation_year') }}

with reached as (
    select
        determination.eligibility_date,
        people.*
    from {{ ref('int_eligibility_determination') }} as determination
    inner join {{ ref('int_plan_population') }} as people using (employee_id)
    where determination.is_newly_eligible
)

select
    {{ partition.key }} as simulation_year,
    employee_id,
    'eligibility' as event_type,
    'eligibility' as event_category,
    eligibility_date as effective_date,
    {{ age_on('eligibility_date') }} as employee_age,
    {{ tenure_on('eligibility_date') }} as employee_tenure,
    job_level,
    json_object(
        'waiting_days', {{ var('eligibility_waiting_days') }}, 'minimum_age', {{ var('eligibility_minimum_age') }}
    ) as event_details
from reached
