-- Those active at the end of a year are exactly those who start the next, with the same pay and level.
with ended as (
    select simulation_year + 1 as simulation_year, employee_id, job_level, current_compensation as compensation
    from {{ ref('fct_workforce_snapshot') }} as snapshot
    where employment_status = 'active'
      and simulation_year < (select max(simulation_year) from {{ ref('fct_workforce_snapshot') }} as snapshot)
),

started as (
    select simulation_year, employee_id, job_level, compensation
    from {{ ref('int_employee_compensation_by_year') }} as compensation
    where simulation_year > (select min(simulation_year) from {{ ref('fct_workforce_snapshot') }} as snapshot)
)

(select 'ended but not started' as problem, * from ended except all select 'ended but not started', * from started)
union all
(select 'started but not ended' as problem, * from started except all select 'started but not ended', * from ended)
