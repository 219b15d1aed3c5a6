-- Everybody who starts the year: pay, level, age and tenure on January 1, and what the year before paid.
{{ config(partition_by='simulation_year') }}

with starting as (
    select
        employee_id,
        birth_date,
        hire_date,
        job_level,
        compensation,
        is_new_hire as was_new_hire,
        {{ age_on(first_day()) }} as age,
        {{ tenure_on(first_day()) }} as tenure
    from {{ prev('int_workforce_state', initial='int_baseline_workforce') }} as state
    where is_active
),

{% if partition.first -%}
last_year as (
    select employee_id, compensation as earned_compensation from starting
),
{%- else -%}
last_year as (
    select employee_id, earned_compensation from {{ prev('fct_workforce_snapshot') }} as snapshot
),
{%- endif %}

limits as (
    select hce_threshold from {{ ref('int_plan_limits') }} as limits
)

select
    {{ partition.key }} as simulation_year,
    starting.employee_id,
    starting.birth_date,
    starting.hire_date,
    starting.job_level,
    starting.compensation,
    starting.was_new_hire,
    starting.age,
    starting.tenure,
    last_year.earned_compensation as last_year_earned_compensation,
    -- Highly compensated: by the pay of the year before.
    last_year.earned_compensation > limits.hce_threshold as is_highly_compensated
from starting
inner join last_year using (employee_id)
cross join limits
