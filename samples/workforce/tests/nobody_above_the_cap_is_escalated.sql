-- An escalation starts below the cap, ends at most at it, and rises by at most one step.
select event_id, employee_id, previous_deferral_rate, new_deferral_rate
from {{ ref('fct_yearly_events') }} as events
where event_type = 'deferral_escalation'
  and (
      previous_deferral_rate >= {{ rate(var('escalation_cap')) }}
      or new_deferral_rate > {{ rate(var('escalation_cap')) }}
      or new_deferral_rate <= previous_deferral_rate
      or new_deferral_rate - previous_deferral_rate > {{ rate(var('escalation_increment')) }}
  )
