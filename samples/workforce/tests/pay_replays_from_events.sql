-- Pay at the end of a year is what the last hire, promotion or raise of the year made it; else that of the year
-- before; else the census.
with last_change as (
    select simulation_year, employee_id, arg_max(new_compensation, event_sequence) as compensation
    from {{ ref('fct_yearly_events') }} as events
    where new_compensation is not null
    group by simulation_year, employee_id
)

select
    snapshot.simulation_year,
    snapshot.employee_id,
    snapshot.current_compensation,
    coalesce(last_change.compensation, before.current_compensation, baseline.compensation) as replayed_compensation
from {{ ref('fct_workforce_snapshot') }} as snapshot
left join last_change using (simulation_year, employee_id)
left join {{ ref('fct_workforce_snapshot') }} as before
    on before.employee_id = snapshot.employee_id
    and before.simulation_year = snapshot.simulation_year - 1
left join {{ ref('int_baseline_workforce') }} as baseline on baseline.employee_id = snapshot.employee_id
where snapshot.current_compensation
    is distinct from coalesce(last_change.compensation, before.current_compensation, baseline.compensation)
