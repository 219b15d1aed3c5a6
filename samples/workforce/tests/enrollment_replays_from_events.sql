-- Who is enrolled at the end of a year: as the last event of the year says, else as the year before, else as in the
-- census.
with last_change as (
    select simulation_year, employee_id, arg_max(event_type, event_sequence) = 'enrollment' as is_enrolled
    from {{ ref('fct_yearly_events') }} as events
    where event_type in ('enrollment', 'enrollment_change')
    group by simulation_year, employee_id
)

select state.simulation_year, state.employee_id, state.is_enrolled
from {{ ref('int_enrollment_state') }} as state
left join last_change using (simulation_year, employee_id)
left join {{ ref('int_enrollment_state') }} as before
    on before.employee_id = state.employee_id
    and before.simulation_year = state.simulation_year - 1
left join {{ ref('int_baseline_workforce') }} as baseline on baseline.employee_id = state.employee_id
where state.is_enrolled <> coalesce(last_change.is_enrolled, before.is_enrolled, baseline.is_enrolled, false)
