-- The snapshot ends every year with exactly the target of the solver.
with ended as (
    select simulation_year, count(*) filter (employment_status = 'active') as ending_headcount
    from {{ ref('fct_workforce_snapshot') }} as snapshot
    group by simulation_year
)

select needs.simulation_year, needs.target_headcount, ended.ending_headcount
from {{ ref('int_workforce_needs') }} as needs
left join ended using (simulation_year)
where coalesce(ended.ending_headcount, 0) <> needs.target_headcount
