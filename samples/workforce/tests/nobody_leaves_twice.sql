select employee_id, count(*) as terminations
from {{ ref('fct_yearly_events') }} as events
where event_type = 'termination'
group by employee_id
having count(*) > 1
