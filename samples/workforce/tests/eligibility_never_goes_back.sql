-- Once eligible, a person stays eligible, since the same day; and the day is announced by one event at most.
select 'eligibility went back' as problem, later.simulation_year, later.employee_id
from {{ ref('fct_workforce_snapshot') }} as later
inner join {{ ref('fct_workforce_snapshot') }} as before
    on before.employee_id = later.employee_id
    and before.simulation_year = later.simulation_year - 1
where before.is_eligible
  and (not later.is_eligible or later.eligibility_date <> before.eligibility_date)

union all

select 'more than one eligibility event', max(simulation_year), employee_id
from {{ ref('fct_yearly_events') }} as events
where event_type = 'eligibility'
group by employee_id
having count(*) > 1
