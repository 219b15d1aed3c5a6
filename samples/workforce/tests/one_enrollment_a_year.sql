select simulation_year, employee_id, count(*) as enrollments
from {{ ref('fct_yearly_events') }} as events
where event_type = 'enrollment'
group by simulation_year, employee_id
having count(*) > 1
