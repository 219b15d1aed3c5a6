-- The needs of the year split over the job levels; every column sums to its total.
{{ config(partition_by='simulation_year') }}

with headcounts as (
    select job_level, count(*) as headcount
    from {{ prev('int_workforce_state', initial='int_baseline_workforce') }} as state
    where is_active
    group by job_level
),

levels as (
    select
        job_level,
        coalesce(headcount, 0) as headcount,
        cast(coalesce(sum(headcount) over (order by job_level), 0) as bigint) as cumulative_headcount,
        needs.starting_headcount,
        needs.experienced_terminations as total_leavers,
        needs.hires as total_hires,
        needs.new_hire_terminations as total_new_hire_leavers
    from {{ ref('job_levels') }} as job_levels
    left join headcounts using (job_level)
    cross join {{ ref('int_workforce_needs') }} as needs
),

-- Slot k of H sits at (k - 1/2) / H of the cumulative headcount share; this counts the slots up to a level.
slotted as (
    select
        *,
        ((2 * total_hires * cumulative_headcount + starting_headcount - 1) // greatest(starting_headcount, 1)) // 2
            as last_slot
    from levels
),

hired as (
    select
        *,
        coalesce(lag(last_slot) over (order by job_level), 0) + 1 as first_slot,
        last_slot - coalesce(lag(last_slot) over (order by job_level), 0) as hires
    from slotted
)

select
    {{ partition.key }} as simulation_year,
    job_level,
    headcount,
    {{ largest_remainder('total_leavers', 'headcount', 'starting_headcount', 'job_level') }}
        as experienced_terminations,
    hires,
    first_slot as first_hire_slot,
    {{ largest_remainder('total_new_hire_leavers', 'hires', 'total_hires', 'job_level') }}
        as new_hire_terminations
from hired
