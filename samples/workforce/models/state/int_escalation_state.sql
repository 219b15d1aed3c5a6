-- How often and when the rate of each person was escalated, and who wants none of it.
{{ config(partition_by='simulation_year') }}

with before as (
    select employee_id, escalation_opt_out, escalation_count, last_escalation_date
    from {{ prev('int_escalation_state', initial='int_baseline_workforce') }} as state
),

escalated as (
    select employee_id, effective_date
    from {{ ref('fct_yearly_events') }} as events
    where event_category = 'escalation'
)

select
    {{ partition.key }} as simulation_year,
    people.employee_id,
    coalesce(before.escalation_opt_out, false) as escalation_opt_out,
    coalesce(before.escalation_count, 0) + case when escalated.employee_id is null then 0 else 1 end
        as escalation_count,
    coalesce(escalated.effective_date, before.last_escalation_date) as last_escalation_date
from {{ ref('int_workforce_state') }} as people
left join before using (employee_id)
left join escalated using (employee_id)
