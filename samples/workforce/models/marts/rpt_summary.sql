-- The years at a glance: what a run prints when it has ended.
select
    simulation_year as year,
    starting_headcount as "start",
    hires,
    experienced_terminations + new_hire_terminations as leavers,
    ending_headcount as "end",
    earned_compensation as pay,
    employee_contributions as deferrals,
    employer_cost,
    employer_cost_rate,
    participation_rate
from {{ ref('rpt_year') }}
order by simulation_year
