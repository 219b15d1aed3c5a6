-- Everything that happened to anybody this year, in one shape and in order.
{{ config(partition_by='simulation_year') }}

{% set families = [
    'int_hiring_events', 'int_termination_events', 'int_new_hire_termination_events', 'int_promotion_events',
    'int_merit_events', 'int_eligibility_events', 'int_enrollment_events', 'int_deferral_escalation_events'
] -%}
{%- set hired_only = 'exclude (birth_date, hire_date, scheduled_hours_per_week)' -%}

with blank as (
    select
        cast(null as integer) as simulation_year,
        cast(null as varchar) as employee_id,
        cast(null as varchar) as event_type,
        cast(null as varchar) as event_category,
        cast(null as date) as effective_date,
        cast(null as decimal(18, 2)) as previous_compensation,
        cast(null as decimal(18, 2)) as new_compensation,
        cast(null as decimal(9, 6)) as previous_deferral_rate,
        cast(null as decimal(9, 6)) as new_deferral_rate,
        cast(null as integer) as employee_age,
        cast(null as integer) as employee_tenure,
        cast(null as integer) as job_level,
        cast(null as double) as event_probability,
        cast(null as json) as event_details
    where false
),

happened as (
    select * from blank
    {% for family in families -%}
    union all by name
    select * {{ hired_only if family == 'int_hiring_events' }}
    from {{ ref(family) }} as {{ family }}
    {% endfor -%}
),

-- On one day: joining comes first, leaving last.
ordered as (
    select
        *,
        row_number() over (
            partition by employee_id
            order by
                effective_date,
                case event_category
                    when 'hire' then 1
                    when 'escalation' then 2
                    when 'promotion' then 3
                    when 'raise' then 4
                    when 'eligibility' then 5
                    when 'opt_out' then 7
                    when 'experienced_termination' then 8
                    when 'new_hire_termination' then 8
                    else 6
                end
        ) as event_sequence
    from happened
),

-- What a decision about deferrals was worth this year.
valued as (
    select
        ordered.*,
        case when ordered.new_deferral_rate is not null then contributions.employee_contribution end as contribution
    from ordered
    left join {{ ref('int_employee_contributions') }} as contributions using (employee_id)
)

select
    'EVT_' || left(md5(concat_ws('|',
        '{{ var("scenario_id") }}', '{{ var("plan_design_id") }}', employee_id, {{ partition.key }}, event_type,
        effective_date, event_category
    )), 24) as event_id,
    '{{ var("scenario_id") }}' as scenario_id,
    '{{ var("plan_design_id") }}' as plan_design_id,
    employee_id,
    simulation_year,
    event_type,
    event_category,
    effective_date,
    event_sequence,
    previous_compensation,
    new_compensation,
    previous_deferral_rate,
    new_deferral_rate,
    employee_age,
    employee_tenure,
    job_level,
    ages.age_band,
    tenures.tenure_band,
    event_probability,
    case
        when contribution is null then event_details
        else json_merge_patch(event_details, json_object('contribution_this_year', contribution))
    end as event_details
from valued
inner join {{ ref('int_age_lookup') }} as ages on ages.age = valued.employee_age
inner join {{ ref('int_tenure_lookup') }} as tenures on tenures.tenure = valued.employee_tenure
