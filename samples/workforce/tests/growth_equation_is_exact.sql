-- N + hires - experienced leavers - new-hire leavers = target, and the levels sum to the totals.
with levels as (
    select
        simulation_year,
        sum(headcount) as headcount,
        sum(hires) as hires,
        sum(experienced_terminations) as experienced_terminations,
        sum(new_hire_terminations) as new_hire_terminations
    from {{ ref('int_workforce_needs_by_level') }} as by_level
    group by simulation_year
)

select needs.*
from {{ ref('int_workforce_needs') }} as needs
inner join levels using (simulation_year)
where needs.starting_headcount + needs.hires - needs.experienced_terminations - needs.new_hire_terminations
        <> needs.target_headcount
   or needs.starting_headcount <> levels.headcount
   or needs.hires <> levels.hires
   or needs.experienced_terminations <> levels.experienced_terminations
   or needs.new_hire_terminations <> levels.new_hire_terminations
