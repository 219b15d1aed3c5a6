-- No event of anybody is later than the day on which they left, in that year or a later one.
with leavers as (
    select employee_id, effective_date as leaving_date
    from {{ ref('fct_yearly_events') }} as events
    where event_type = 'termination'
)

select events.event_id, events.employee_id, events.event_category, events.effective_date, leavers.leaving_date
from {{ ref('fct_yearly_events') }} as events
inner join leavers using (employee_id)
where events.event_type <> 'termination'
  and events.effective_date > leavers.leaving_date
