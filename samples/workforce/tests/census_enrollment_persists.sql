-- Who was enrolled in the census stays enrolled, unless there is an opt-out.
select state.simulation_year, state.employee_id
from {{ ref('int_enrollment_state') }} as state
inner join {{ ref('int_baseline_workforce') }} as baseline on baseline.employee_id = state.employee_id
where baseline.is_enrolled
  and not state.is_enrolled
  and not state.has_opted_out
