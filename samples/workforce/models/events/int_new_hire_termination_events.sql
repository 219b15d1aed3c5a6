-- Who of this year's hires leaves again this year: first among those with enough days left, drawn by hazard.
{{ config(partition_by='simulation_year') }}

with hired as (
    select
        hires.employee_id,
        hires.hire_date,
        hires.birth_date,
        hires.job_level,
        hires.new_compensation,
        hires.hire_date + {{ var('new_hire_minimum_days') }} <= {{ last_day() }} as has_enough_days,
        hazards.termination_hazard
    from {{ ref('int_hiring_events') }} as hires
    inner join {{ ref('int_age_lookup') }} as ages on ages.age = hires.employee_age
    inner join {{ ref('int_tenure_lookup') }} as tenures on tenures.tenure = hires.employee_tenure
    inner join {{ ref('int_hazards') }} as hazards
        on hazards.age_band = ages.age_band
        and hazards.tenure_band = tenures.tenure_band
        and hazards.job_level = hires.job_level
),

-- A quota that the early hires cannot fill is filled by late ones, who leave on the last day: headcounts stay exact.
ranked as (
    select
        *,
        row_number() over (
            partition by job_level
            order by
                has_enough_days desc,
                {{ draw_order('new_hire_termination', 'order', 'termination_hazard') }},
                employee_id
        ) as leaving_order
    from hired
),

leavers as (
    select
        ranked.*,
        least(hire_date + {{ var('new_hire_minimum_days') }}, {{ last_day() }}) as earliest_day
    from ranked
    inner join {{ ref('int_workforce_needs_by_level') }} as needs using (job_level)
    where leaving_order <= needs.new_hire_terminations
),

dated as (
    select
        *,
        {{ draw_date('earliest_day', last_day(), 'new_hire_termination', 'date') }} as effective_date
    from leavers
)

select
    {{ partition.key }} as simulation_year,
    employee_id,
    'termination' as event_type,
    'new_hire_termination' as event_category,
    effective_date,
    new_compensation as previous_compensation,
    {{ age_on('effective_date') }} as employee_age,
    {{ tenure_on('effective_date') }} as employee_tenure,
    job_level,
    cast({{ var('new_hire_termination_rate') }} as double) as event_probability,
    json_object('days_employed', effective_date - hire_date) as event_details
from dated
