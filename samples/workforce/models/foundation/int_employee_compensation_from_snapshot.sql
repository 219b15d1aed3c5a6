-- Fallback for the pay at the start of a year: last year's snapshot. Same columns as
-- int_employee_compensation_by_year; built only in its place.
{{ config(materialized='ephemeral', partition_by='simulation_year') }}

{% if partition.first -%}
select * from {{ ref('int_baseline_compensation') }} as baseline
{%- else -%}
with people as (
    select
        *,
        {{ age_on(first_day(), 'employee_birth_date') }} as age,
        {{ tenure_on(first_day(), 'employee_hire_date') }} as tenure
    from {{ prev('fct_workforce_snapshot') }} as snapshot
    where employment_status = 'active'
)

select
    {{ partition.key }} as simulation_year,
    people.employee_id,
    people.employee_birth_date as birth_date,
    people.employee_hire_date as hire_date,
    people.job_level,
    people.current_compensation as compensation,
    people.detailed_status = 'new_hire_active' as was_new_hire,
    people.age,
    people.tenure,
    people.earned_compensation as last_year_earned_compensation,
    people.earned_compensation > limits.hce_threshold as is_highly_compensated
from people
cross join {{ ref('int_plan_limits') }} as limits
{%- endif %}
