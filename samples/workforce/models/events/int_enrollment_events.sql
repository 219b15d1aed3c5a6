-- Enrolments of the year, and the opt-outs of some whom the plan enrolled by itself.
{{ config(partition_by='simulation_year') }}

with enrolled as (
    select * from {{ ref('int_enrollment_decisions') }} as decisions
),

opted_out as (
    select
        *,
        least(
            {{ draw_date('effective_date + 1', 'effective_date + ' ~ var('auto_enrollment_opt_out_days'),
                'enrollment', 'opt_out_date') }},
            {{ last_day() }}
        ) as opt_out_date
    from enrolled
    where event_category = 'auto_enrollment'
      and {{ draw('enrollment', 'opt_out') }} < {{ var('auto_enrollment_opt_out_rate') }}
)

select
    {{ partition.key }} as simulation_year,
    employee_id,
    'enrollment' as event_type,
    event_category,
    effective_date,
    cast(0 as decimal(9, 6)) as previous_deferral_rate,
    deferral_rate as new_deferral_rate,
    {{ age_on('effective_date') }} as employee_age,
    {{ tenure_on('effective_date') }} as employee_tenure,
    job_level,
    probability as event_probability,
    json_object('eligible_since', eligibility_date, 'match_ceiling', match_ceiling) as event_details
from enrolled

union all

select
    {{ partition.key }},
    employee_id,
    'enrollment_change',
    'opt_out',
    opt_out_date,
    deferral_rate,
    cast(0 as decimal(9, 6)),
    {{ age_on('opt_out_date') }},
    {{ tenure_on('opt_out_date') }},
    job_level,
    cast({{ var('auto_enrollment_opt_out_rate') }} as double),
    json_object('enrolled_on', effective_date)
from opted_out
where leaving_date is null or opt_out_date < leaving_date
