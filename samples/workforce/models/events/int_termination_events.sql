-- Who of those present at the start leaves: per level, as many as the needs say, drawn by hazard without replacement.
{{ config(partition_by='simulation_year') }}

with present as (
    select
        employee_id,
        hire_date,
        job_level,
        compensation,
        birth_date,
        {{ age_on(first_day()) }} as age,
        {{ tenure_on(first_day()) }} as tenure
    from {{ prev('int_workforce_state', initial='int_baseline_workforce') }} as state
    where is_active
),

ranked as (
    select
        present.*,
        hazards.termination_hazard,
        row_number() over (
            partition by present.job_level
            order by {{ draw_order('termination', 'order', 'hazards.termination_hazard') }}, employee_id
        ) as leaving_order
    from present
    inner join {{ ref('int_age_lookup') }} as ages using (age)
    inner join {{ ref('int_tenure_lookup') }} as tenures using (tenure)
    inner join {{ ref('int_hazards') }} as hazards
        on hazards.age_band = ages.age_band
        and hazards.tenure_band = tenures.tenure_band
        and hazards.job_level = present.job_level
),

leavers as (
    select
        ranked.*,
        greatest({{ first_day() }}, least(hire_date + 1, {{ last_day() }})) as earliest_day
    from ranked
    inner join {{ ref('int_workforce_needs_by_level') }} as needs using (job_level)
    where leaving_order <= needs.experienced_terminations
),

dated as (
    select
        *,
        {{ draw_date('earliest_day', last_day(), 'termination', 'date') }} as effective_date
    from leavers
)

select
    {{ partition.key }} as simulation_year,
    employee_id,
    'termination' as event_type,
    'experienced_termination' as event_category,
    effective_date,
    compensation as previous_compensation,
    {{ age_on('effective_date') }} as employee_age,
    {{ tenure_on('effective_date') }} as employee_tenure,
    job_level,
    least(termination_hazard, 1.0) as event_probability,
    json_object('hazard', round(termination_hazard, 6)) as event_details
from dated
