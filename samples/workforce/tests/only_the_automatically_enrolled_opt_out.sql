-- An opt-out undoes an automatic enrolment of the same year, and nobody is enrolled automatically a second time.
with automatic as (
    select simulation_year, employee_id from {{ ref('fct_yearly_events') }} as events
    where event_category = 'auto_enrollment'
)

select 'opt-out without automatic enrolment' as problem, events.employee_id, events.simulation_year
from {{ ref('fct_yearly_events') }} as events
anti join automatic using (simulation_year, employee_id)
where events.event_category = 'opt_out'

union all

select 'enrolled automatically more than once', employee_id, max(simulation_year)
from automatic
group by employee_id
having count(*) > 1
