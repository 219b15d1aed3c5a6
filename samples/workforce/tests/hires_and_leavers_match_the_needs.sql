-- Per year and level as many hires and leavers happened as the needs say.
with happened as (
    select
        simulation_year,
        job_level,
        count(*) filter (event_category = 'hire') as hires,
        count(*) filter (event_category = 'experienced_termination') as experienced_terminations,
        count(*) filter (event_category = 'new_hire_termination') as new_hire_terminations
    from {{ ref('fct_yearly_events') }} as events
    group by simulation_year, job_level
)

select needs.*
from {{ ref('int_workforce_needs_by_level') }} as needs
left join happened using (simulation_year, job_level)
where needs.hires <> coalesce(happened.hires, 0)
   or needs.experienced_terminations <> coalesce(happened.experienced_terminations, 0)
   or needs.new_hire_terminations <> coalesce(happened.new_hire_terminations, 0)
