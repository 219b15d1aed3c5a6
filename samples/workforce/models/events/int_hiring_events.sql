-- This year's hires: level by slot, age by weight, hire dates spread evenly over the year in a drawn order.
{{ config(partition_by='simulation_year') }}

with slots as (
    select
        job_level,
        unnest(range(first_hire_slot, first_hire_slot + hires)) as slot_number
    from {{ ref('int_workforce_needs_by_level') }} as needs
),

numbered as (
    select
        'NH_{{ partition.key }}_' || slot_number as employee_id,
        job_level,
        slot_number,
        count(*) over () as hires
    from slots
),

drawn as (
    select
        *,
        row_number() over (order by {{ draw('hiring', 'date') }}, slot_number) as date_rank,
        {{ slot_of('hiring', 'age') }} as age_slot,
        cast(floor(365 * {{ draw('hiring', 'birthday') }}) as integer) as days_since_birthday,
        {{ draw('hiring', 'part_time') }} < {{ var('part_time_new_hire_pct') }} as is_part_time
    from numbered
),

dated as (
    select
        *,
        {{ first_day() }} + cast(((2 * date_rank - 1) * {{ days_in_year() }}) // (2 * hires) as integer) as hire_date
    from drawn
)

select
    {{ partition.key }} as simulation_year,
    employee_id,
    'hire' as event_type,
    'hire' as event_category,
    hire_date as effective_date,
    cast(hire_date - to_years(ages.age) as date) - days_since_birthday as birth_date,
    hire_date,
    job_level,
    ages.age as employee_age,
    0 as employee_tenure,
    -- Level minimum + range x percentile, within 9 % either way.
    cast(
        (
            levels.min_compensation
            + (levels.max_compensation - levels.min_compensation) * levels.new_hire_percentile
        ) * (0.91 + 0.02 * (slot_number % 10))
        as decimal(18, 2)
    ) as new_compensation,
    case when is_part_time then {{ var('part_time_hours_per_week') }} else {{ var('full_time_hours_per_week') }} end
        as scheduled_hours_per_week,
    json_object('level_name', levels.level_name, 'part_time', is_part_time) as event_details
from dated
inner join {{ weighted_slots('new_hire_ages', 'age') }} as ages on ages.slot = dated.age_slot
inner join {{ ref('job_levels') }} as levels using (job_level)
