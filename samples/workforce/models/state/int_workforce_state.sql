-- The workforce at the end of the year: the year before, with this year's events applied. Leavers stay for their year.
{{ config(partition_by='simulation_year') }}

with before as (
    select
        employee_id, employee_ssn, birth_date, hire_date, may_join_plan, job_level, compensation,
        scheduled_hours_per_week, false as is_new_hire
    from {{ prev('int_workforce_state', initial='int_baseline_workforce') }} as state
    where is_active

    union all

    select
        employee_id, null, birth_date, hire_date, true, job_level, new_compensation,
        scheduled_hours_per_week, true
    from {{ ref('int_hiring_events') }} as hires
),

changes as (
    select
        employee_id,
        arg_max(new_compensation, event_sequence) filter (event_type in ('promotion', 'raise')) as compensation,
        max(job_level) filter (event_type = 'promotion') as job_level,
        max(effective_date) filter (event_type = 'termination') as termination_date
    from {{ ref('fct_yearly_events') }} as events
    group by employee_id
)

select
    {{ partition.key }} as simulation_year,
    before.employee_id,
    before.employee_ssn,
    before.birth_date,
    before.hire_date,
    changes.termination_date,
    before.may_join_plan,
    changes.termination_date is null as is_active,
    before.is_new_hire,
    coalesce(changes.job_level, before.job_level) as job_level,
    coalesce(changes.compensation, before.compensation) as compensation,
    before.scheduled_hours_per_week
from before
left join changes using (employee_id)
