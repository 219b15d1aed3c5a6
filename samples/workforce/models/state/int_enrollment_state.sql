-- Who is in the plan at the end of the year, since when and how; replayed from the year before and this year's events.
{{ config(partition_by='simulation_year') }}

with before as (
    select employee_id, is_enrolled, enrollment_date, enrollment_method, has_opted_out, opt_out_date
    from {{ prev('int_enrollment_state', initial='int_baseline_workforce') }} as state
),

changes as (
    select
        employee_id,
        arg_max(event_type = 'enrollment', event_sequence) as is_enrolled,
        max(effective_date) filter (event_type = 'enrollment') as enrollment_date,
        max(event_category) filter (event_type = 'enrollment') as enrollment_method,
        max(effective_date) filter (event_category = 'opt_out') as opt_out_date
    from {{ ref('fct_yearly_events') }} as events
    where event_type in ('enrollment', 'enrollment_change')
    group by employee_id
)

select
    {{ partition.key }} as simulation_year,
    people.employee_id,
    coalesce(changes.is_enrolled, before.is_enrolled, false) as is_enrolled,
    coalesce(changes.enrollment_date, before.enrollment_date) as enrollment_date,
    coalesce(changes.enrollment_method, before.enrollment_method) as enrollment_method,
    changes.opt_out_date is not null or coalesce(before.has_opted_out, false) as has_opted_out,
    coalesce(changes.opt_out_date, before.opt_out_date) as opt_out_date
from {{ ref('int_workforce_state') }} as people
left join before using (employee_id)
left join changes using (employee_id)
