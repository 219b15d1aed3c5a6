-- Twelve monthly rows per person and year, and a rate at the end that its events explain: the last one of the year,
-- else the rate of the year before, else the census.
with monthly as (
    select
        simulation_year,
        employee_id,
        count(*) as months,
        count(*) filter (is_current) as current_rows,
        max(deferral_rate) filter (is_current) as deferral_rate
    from {{ ref('int_deferral_rate_state') }} as state
    group by simulation_year, employee_id
),

last_change as (
    select
        simulation_year,
        employee_id,
        arg_max(new_deferral_rate, event_sequence) as new_deferral_rate
    from {{ ref('fct_yearly_events') }} as events
    where new_deferral_rate is not null
    group by simulation_year, employee_id
),

explained as (
    select
        monthly.*,
        coalesce(last_change.new_deferral_rate, before.deferral_rate, baseline.deferral_rate, 0) as explained_rate
    from monthly
    left join last_change using (simulation_year, employee_id)
    left join monthly as before
        on before.employee_id = monthly.employee_id
        and before.simulation_year = monthly.simulation_year - 1
    left join {{ ref('int_baseline_workforce') }} as baseline on baseline.employee_id = monthly.employee_id
)

select * from explained
where months <> 12
   or current_rows <> 1
   or deferral_rate <> explained_rate
