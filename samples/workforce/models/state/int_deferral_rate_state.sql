-- The deferral rate of each person, twelve monthly rows a year; the last one is what the next year starts from.
{{ config(partition_by='simulation_year') }}

with carried as (
    select employee_id, deferral_rate, rate_effective_date, last_rate_event_id
    from {{ prev('int_deferral_rate_state', initial='int_baseline_workforce') }} as state
    where is_current
),

{% if partition.first -%}
last_events as (
    select employee_id, last_rate_event_id as event_id from carried where false
),
{%- else -%}
-- Which event set the rate that a person brings into the year.
last_events as (
    select employee_id, arg_max(event_id, event_sequence) as event_id
    from {{ prev('fct_yearly_events') }} as events
    where new_deferral_rate is not null
    group by employee_id
),
{%- endif %}

escalated as (
    select employee_id, new_deferral_rate, effective_date
    from {{ ref('int_deferral_escalation_events') }} as escalations
),

enrolled as (
    select employee_id, new_deferral_rate, effective_date
    from {{ ref('int_enrollment_events') }} as enrollments
    where event_type = 'enrollment'
),

opted_out as (
    select employee_id, effective_date
    from {{ ref('int_enrollment_events') }} as enrollments
    where event_category = 'opt_out'
),

-- The rate of a year: opt-out 0 > escalation > this year's enrolment > last year's rate.
resolved as (
    select
        people.employee_id,
        coalesce(carried.deferral_rate, 0) as opening_rate,
        case
            when opted_out.employee_id is not null then 0
            else coalesce(escalated.new_deferral_rate, enrolled.new_deferral_rate, carried.deferral_rate, 0)
        end as year_rate,
        coalesce(
            opted_out.effective_date, escalated.effective_date, enrolled.effective_date, carried.rate_effective_date
        ) as rate_effective_date,
        case
            when opted_out.employee_id is not null then 'opt_out'
            when escalated.employee_id is not null then 'escalation'
            when enrolled.employee_id is not null then 'enrollment'
            else 'carried'
        end as rate_source,
        coalesce(last_events.event_id, carried.last_rate_event_id) as last_rate_event_id
    from {{ ref('int_plan_population') }} as people
    left join carried using (employee_id)
    left join escalated using (employee_id)
    left join enrolled using (employee_id)
    left join opted_out using (employee_id)
    left join last_events using (employee_id)
),

months as (
    select unnest(range(1, 13)) as month
)

-- Someone who opts out gets the automatic deferrals back: the rate stays at zero all year.
select
    {{ partition.key }} as simulation_year,
    employee_id,
    months.month,
    cast(
        case
            when rate_effective_date > last_day(make_date({{ partition.key }}, months.month, 1)) then opening_rate
            else year_rate
        end as decimal(9, 6)
    ) as deferral_rate,
    cast(opening_rate as decimal(9, 6)) as opening_rate,
    rate_effective_date,
    rate_source,
    last_rate_event_id,
    months.month = 12 as is_current
from resolved
cross join months
