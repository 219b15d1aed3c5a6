-- Headcount of each year and how it came about.
{{ config(partition_by='simulation_year') }}

with people as (
    select
        count(*) filter (employment_status = 'active') as ending_headcount,
        count(*) filter (detailed_status in ('new_hire_active', 'new_hire_termination')) as hires,
        count(*) filter (detailed_status = 'experienced_termination') as experienced_terminations,
        count(*) filter (detailed_status = 'new_hire_termination') as new_hire_terminations
    from {{ ref('fct_workforce_snapshot') }} as snapshot
),

events as (
    select
        count(*) filter (event_type = 'promotion') as promotions,
        count(*) filter (event_type = 'raise') as raises
    from {{ ref('fct_yearly_events') }} as events
)

select
    {{ partition.key }} as simulation_year,
    needs.starting_headcount,
    people.hires,
    people.experienced_terminations,
    people.new_hire_terminations,
    people.ending_headcount,
    needs.target_headcount,
    events.promotions,
    events.raises,
    cast(
        coalesce((people.ending_headcount - needs.starting_headcount) / nullif(needs.starting_headcount, 0), 0)
        as decimal(9, 6)
    ) as growth_rate
from people
cross join events
cross join {{ ref('int_workforce_needs') }} as needs
