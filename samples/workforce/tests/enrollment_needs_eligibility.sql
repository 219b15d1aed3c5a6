-- Nobody enrols before the plan is open to them.
select events.simulation_year, events.employee_id, events.effective_date, snapshot.eligibility_date
from {{ ref('fct_yearly_events') }} as events
inner join {{ ref('fct_workforce_snapshot') }} as snapshot using (simulation_year, employee_id)
where events.event_type = 'enrollment'
  and (snapshot.eligibility_date is null or events.effective_date < snapshot.eligibility_date)
