-- Raises: a year of service, not hired this year. Promotions: below the top level, a year of service, under 65. Both
-- start from the pay in force, within their caps.
with chained as (
    select
        events.*,
        snapshot.employee_hire_date,
        lag(new_compensation) over (
            partition by events.employee_id order by events.simulation_year, events.event_sequence
        ) as pay_before
    from {{ ref('fct_yearly_events') }} as events
    inner join {{ ref('fct_workforce_snapshot') }} as snapshot using (simulation_year, employee_id)
    where event_type in ('hire', 'raise', 'promotion')
)

select event_id, employee_id, simulation_year, event_type, previous_compensation, new_compensation, pay_before
from chained
where event_type in ('raise', 'promotion')
  and (
      employee_tenure < 1
      or year(employee_hire_date) = simulation_year
      or previous_compensation <> pay_before
      or new_compensation < previous_compensation
      or (event_type = 'promotion' and (employee_age >= 65 or job_level > 5))
      or (event_type = 'raise' and new_compensation - previous_compensation
          > least(previous_compensation * {{ rate(var('raise_cap_rate')) }}, {{ var('raise_cap_amount') }}) + 0.01)
      or (event_type = 'promotion' and new_compensation - previous_compensation
          > least(
              previous_compensation * {{ rate(var('promotion_cap_rate')) }}, {{ var('promotion_cap_amount') }}
          ) + 0.01)
  )
