-- Over all years: nobody enrols twice without leaving the plan in between, nor leaves it without being in.
with changes as (
    select
        events.employee_id,
        events.simulation_year,
        events.event_type,
        lag(events.event_type) over (
            partition by events.employee_id order by events.simulation_year, events.event_sequence
        ) as event_before,
        coalesce(baseline.is_enrolled, false) as was_enrolled
    from {{ ref('fct_yearly_events') }} as events
    left join {{ ref('int_baseline_workforce') }} as baseline on baseline.employee_id = events.employee_id
    where events.event_type in ('enrollment', 'enrollment_change')
)

select * from changes
where event_type = event_before
   or (event_before is null and event_type = 'enrollment' and was_enrolled)
   or (event_before is null and event_type = 'enrollment_change' and not was_enrolled)
