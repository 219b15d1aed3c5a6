-- Fallback for the pay at the start of a year: the census, for who is in it. Same columns as
-- int_employee_compensation_by_year; built only in its place.
{{ config(materialized='ephemeral', partition_by='simulation_year') }}

with people as (
    select
        *,
        {{ age_on(first_day()) }} as age,
        {{ tenure_on(first_day()) }} as tenure
    from {{ ref('int_baseline_workforce') }} as baseline
)

select
    {{ partition.key }} as simulation_year,
    people.employee_id,
    people.birth_date,
    people.hire_date,
    people.job_level,
    people.compensation,
    false as was_new_hire,
    people.age,
    people.tenure,
    people.compensation as last_year_earned_compensation,
    people.compensation > limits.hce_threshold as is_highly_compensated
from people
cross join {{ ref('int_plan_limits') }} as limits
